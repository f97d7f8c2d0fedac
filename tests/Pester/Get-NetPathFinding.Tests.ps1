BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')
    $node = Import-NodeSnapshot -Path $sample
}

Describe 'Get-NetPathFinding' {
    It 'explains a code' {
        $finding = Get-NetPathFinding NP2002
        $finding | Should -HaveCount 1
        $finding | Should -BeOfType 'NetPath.Core.Diagnosis.FindingDefinition'
        $finding.Severity | Should -Be 'Error'
        foreach ($part in 'Meaning', 'EvidenceNeeded', 'Symptom', 'Remedy') { $finding.$part | Should -Not -BeNullOrEmpty -Because $part }
        $finding.Commands -like 'kubectl * <service>' | Should -Not -BeNullOrEmpty
    }

    It 'takes either case, and wildcards' {
        (Get-NetPathFinding np2002).Code | Should -Be 'NP2002'
        (Get-NetPathFinding 'NP900?').Code | Should -Be @('NP9001', 'NP9002', 'NP9003', 'NP9004')
    }

    It 'gives all codes, each once and in order' {
        $codes = (Get-NetPathFinding).Code
        $codes.Count | Should -BeGreaterThan 20
        $codes | Should -Be @($codes | Sort-Object -Unique)
    }

    It 'shows many codes as a table, and one whole' {
        (Get-NetPathFinding NP9* | Out-String -Width 80).TrimStart() | Should -Match '^Code +Severity +Meaning'
        (Get-NetPathFinding NP9001 | Out-String -Width 80).TrimStart() | Should -Match '^Code +: NP9001'
        (Get-NetPathFinding NP9* | Format-List | Out-String -Width 80).TrimStart() | Should -Match '^Code +: NP9001'
    }

    It 'gives a code once, however often it is asked for' {
        ('NP2002', 'NP2002', 'NP2003' | Get-NetPathFinding).Code | Should -Be @('NP2002', 'NP2003')
    }

    It 'goes on behind a code that does not exist' {
        $found = Get-NetPathFinding NP0000, NP2001 -ErrorVariable problem -ErrorAction SilentlyContinue
        $found.Code | Should -Be 'NP2001'
        $problem | Should -HaveCount 1
        $problem[0].FullyQualifiedErrorId | Should -Be 'FindingCodeNotFound,NetPath.Cmdlets.Diagnosis.GetNetPathFindingCommand'
        $problem[0].TargetObject | Should -Be 'NP0000'
        "$($problem[0])" | Should -BeLike "No finding has the code 'NP0000'.*Get-NetPathFinding*"
    }

    It 'completes codes with what they mean' {
        $completion = (TabExpansion2 'Get-NetPathFinding NP200' 21).CompletionMatches
        $completion.Count | Should -BeGreaterThan 5
        $completion[0].CompletionText | Should -Be 'NP2001'
        $completion[0].ToolTip | Should -BeLike 'Error: No rule of kube-proxy*'
    }

    It 'takes findings of a trace' {
        $trace = Trace-ServicePacket numbers-empty -From client -Snapshot $node
        ($trace.Findings | Get-NetPathFinding).Code | Should -Be 'NP2002'
    }
}

Describe 'Findings of a trace' {
    Context 'a path that is broken' {
        BeforeAll {
            $trace = Trace-ServicePacket numbers-empty -From client -Snapshot $node
        }

        It 'has a cause with evidence, hop and remedy' {
            $trace.Cause | Should -BeOfType 'NetPath.Core.Diagnosis.Finding'
            $trace.Cause.Code | Should -Be 'NP2002'
            $trace.Cause.Subject | Should -Be 'default/numbers-empty'
            $trace.Cause.Evidence[0].Text | Should -BeLike '*has no endpoints*'
            $trace.Cause.Hop.Chain | Should -Be 'KUBE-SERVICES'
            $trace.Cause.Commands[0] | Should -Be 'kubectl --namespace default get endpointslices --selector kubernetes.io/service-name=numbers-empty'
            $trace.Findings[0] | Should -Be $trace.Cause
        }

        It 'shows the cause under the verdict' {
            $text = $trace | Out-String -Width 80
            $text | Should -Match '(?s)connection refused.*NP2002 default/numbers-empty has no endpoints.*fix: .*There'
        }

        It 'shows as a table and as a list' {
            $trace.Findings | Format-Table | Out-String -Width 80 | Should -Match 'Code +Severity +Message'
            $trace.Cause | Format-List | Out-String -Width 200 | Should -Match '(?s)Evidence : host/netfilter/iptables-nft-save.txt:\d+: .*Commands : kubectl'
        }

        It 'keeps its snapshot' {
            $trace.Cause | Trace-ServicePacket -Service numbers-api -From client | ForEach-Object Symptom | Should -Be 'Connected'
        }
    }

    It 'are none on a path that connects' {
        $trace = Trace-ServicePacket numbers-api -From client -Snapshot $node
        $trace.Findings | Should -HaveCount 0
        $trace.Cause | Should -BeNullOrEmpty
    }
}
