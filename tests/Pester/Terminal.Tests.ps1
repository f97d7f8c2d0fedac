BeforeDiscovery {
    # util-linux' script gives a program a terminal of its own.
    $cannotShow = -not (Get-Command script -CommandType Application -ErrorAction Ignore) -or -not $IsLinux
    $views = @(
        @{ Name = 'Get-KubeServiceChain'; Make = { Get-KubeServiceChain -Snapshot $node } }
        @{ Name = 'Get-KubeServiceChain, its endpoints'; Make = { (Get-KubeServiceChain -Snapshot $node).Endpoints } }
        @{ Name = 'Resolve-PodRoute'; Make = { Get-KubeServiceChain -Snapshot $node | Resolve-PodRoute -ErrorAction SilentlyContinue } }
        @{ Name = 'Get-VethPeer'; Make = { Get-VethPeer -Snapshot $node } }
        @{ Name = 'Get-ConntrackUsage'; Make = { Get-ConntrackUsage -Snapshot $node } }
        @{ Name = 'Trace-ServicePacket'; Make = { Get-KubeServiceChain -Snapshot $node | Trace-ServicePacket -From client } }
        @{ Name = 'Trace-ServicePacket, its outcomes'; Make = { (Get-KubeServiceChain -Snapshot $node | Trace-ServicePacket -From client).Outcomes } }
        @{ Name = 'Trace-ServicePacket, its hops'; Make = { (Get-KubeServiceChain -Snapshot $node | Trace-ServicePacket -From client).Outcomes.Hops } }
        @{ Name = 'Trace-ServicePacket, its summary'; Make = { Get-KubeServiceChain -Snapshot $node | Trace-ServicePacket -From client | Format-Table -View Summary } }
        @{ Name = 'Test-KubeServicePath'; Make = { Test-KubeServicePath -Snapshot $node -From client } }
        @{ Name = 'Test-NodeNetwork'; Make = { Test-NodeNetwork -Snapshot $crowded } }
        @{ Name = 'Compare-NodeSnapshot'; Make = { Compare-NodeSnapshot $changed $node -From client } }
        @{ Name = 'Compare-NodeSnapshot, its summary'; Make = { Compare-NodeSnapshot $changed $node -From client | Format-Table -View Summary } }
        @{ Name = 'Import-NodeSnapshot'; Make = { $node } }
        @{ Name = 'Import-NodeSnapshot, its namespaces'; Make = { $node.GetNamespaces() } }
    )
}

BeforeAll {
    $manifest = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1'))
    Import-Module $manifest -Force
    . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')
    . (Join-Path $PSScriptRoot 'fixtures/Shapes.ps1')
    $changed = New-ChangedSample
    $crowded = $changed
    $archive = $sample
    $node = Import-NodeSnapshot -LiteralPath $archive
    $before = $PSStyle.OutputRendering
    $escape = [string] [char] 27
    $colour = "$escape\[[0-9;]*[1-9][0-9;]*m"
}

AfterAll {
    $PSStyle.OutputRendering = $before
}

Describe 'Terminal manners' {
    It 'shows each rule that a trace asked, with -Debug' {
        $said = @(Trace-ServicePacket -Service numbers-api -Snapshot $node -Debug 5>&1 | Where-Object { $_ -is [Management.Automation.DebugRecord] } | ForEach-Object Message)
        ($said -like 'KUBE-SERVICES rule *: Yes*').Count | Should -BeGreaterThan 0
        ($said -like '*: No*').Count | Should -BeGreaterThan 0
        ($said -like '*policy rule*lookup main*').Count | Should -BeGreaterThan 0
    }

    It 'does not stop to ask, with -Debug' {
        $said = @(Trace-ServicePacket -Service numbers-api -Snapshot $archive -Debug 4>&1 5>&1)
        $said.Where({ $_ -is [Management.Automation.VerboseRecord] }) | Should -HaveCount 0
        $said.Where({ $_ -is [Management.Automation.DebugRecord] }).Message -like 'Reading the snapshot*' | Should -HaveCount 1
    }

    It 'says nothing of rules without -Debug' {
        @(Trace-ServicePacket -Service numbers-api -Snapshot $node 5>&1 | Where-Object { $_ -is [Management.Automation.DebugRecord] }).Count | Should -Be 0
    }

    It 'tells what is read, with -Verbose: <_>' -ForEach @(
        'Import-NodeSnapshot -LiteralPath $archive'
        'Get-KubeServiceChain -Snapshot $archive'
        'Resolve-PodRoute -PodIP 10.244.120.67 -Snapshot $archive'
        'Get-VethPeer -Snapshot $archive'
        'Get-ConntrackUsage -Snapshot $archive'
        'Trace-ServicePacket -Service numbers-api -Snapshot $archive'
        'Test-KubeServicePath -Snapshot $archive'
        'Test-NodeNetwork -Snapshot $archive'
        'Compare-NodeSnapshot $archive $archive'
        'Export-NodeSnapshot -Path ([IO.Path]::GetTempPath()) -Snapshot $archive -WhatIf'
    ) {
        $said = @(& ([scriptblock]::Create("$_ -Verbose")) 4>&1 6>$null | Where-Object { $_ -is [Management.Automation.VerboseRecord] })
        "$($said[0])" | Should -BeExactly "Reading the snapshot '$archive'."
        "$($said[1])" | Should -BeLike 'Read * parts of minikube, 5 pods; *'
    }
}

Describe '80 columns' {
    BeforeAll {
        $PSStyle.OutputRendering = 'PlainText'

        function Get-Shown {
            param([scriptblock] $Make)
            (& $Make | Out-String -Width 80) -split "`r?`n"
        }
    }

    It 'are enough for <Name>' -ForEach $views {
        $lines = Get-Shown $Make
        @($lines | Where-Object { $_ }).Count | Should -BeGreaterThan 2
        @($lines | Where-Object { $_.Length -gt 80 }) | Should -BeNullOrEmpty
    }

    Context 'and the longest names that Kubernetes takes' {
        BeforeAll {
            $long = 'x23456789-123456789-123456789-123456789-123456789-123456789-end'
            $folder = New-TestFolder
            $wide = Expand-Sample $folder 'wide'
            foreach ($part in 'manifest.json', 'host/netfilter/iptables-nft-save.txt') {
                $path = Join-Path $wide $part
                $text = [IO.File]::ReadAllText($path) -replace 'default/numbers-', "$long/$($long.Substring(0, 50))-"
                [IO.File]::WriteAllText($path, ($text -replace '-5d8f4c6d9b-x2x7k', "-$($long.Substring(0, 51))" -replace '"minikube"', "`"$long`"" -replace '"client-66d9c8b7f4-8wz5k"', "`"client-$($long.Substring(0, 56))`""))
            }

            $node = Import-NodeSnapshot -LiteralPath $wide
            $settings = Join-Path $wide 'host/sysctl.txt'
            [IO.File]::WriteAllText($settings, ([IO.File]::ReadAllText($settings) -replace 'nf_conntrack_max = \d+', 'nf_conntrack_max = 5'))
            $crowded = Import-NodeSnapshot -LiteralPath $wide
        }

        AfterAll {
            Remove-TestFolder $folder
        }

        It 'are enough for <Name>, with nothing cut off' -ForEach $views {
            $lines = Get-Shown $Make
            @($lines | Where-Object { $_.Length -gt 80 }) | Should -BeNullOrEmpty
            # What the formatter cuts off ends so.
            @($lines | Where-Object { $_ -match '\u2026' }) | Should -BeNullOrEmpty
            if ($Make -notlike '*.Endpoints*') { "$lines" -replace '\s' | Should -Match '123456789-123456789-1' }
        }
    }
}

Describe 'Colours' {
    AfterEach {
        $PSStyle.OutputRendering = $before
    }

    It 'are in text that is made with OutputRendering Ansi' {
        $PSStyle.OutputRendering = 'Ansi'
        Trace-ServicePacket -Service numbers-empty -Snapshot $node | Out-String | Should -Match "$([regex]::Escape($PSStyle.Foreground.Red)).*connection refused"
    }

    It 'are not in text that is made of <Name> with OutputRendering PlainText' -ForEach $views {
        $PSStyle.OutputRendering = 'PlainText'
        & $Make | Out-String | Should -Not -Match $escape
    }

    It 'are not in text that is made of <Name> with OutputRendering Host' -ForEach $views {
        $PSStyle.OutputRendering = 'Host'
        & $Make | Out-String | Should -Not -Match $escape
    }

    Context 'of a PowerShell of its own' {
        BeforeAll {
            $folder = New-TestFolder
            $script = Join-Path $folder 'show.ps1'
            # Progress has colours of its own, which OutputRendering does not ask about.
            [IO.File]::WriteAllText($script, "param(`$Rendering)`n`$ProgressPreference = 'SilentlyContinue'`nImport-Module '$manifest'`nif (`$Rendering) { `$PSStyle.OutputRendering = `$Rendering }`nTrace-ServicePacket -Service numbers-empty -Snapshot '$archive'`n")
            $shell = [Environment]::ProcessPath
            $saved = @{ NO_COLOR = $env:NO_COLOR; TERM = $env:TERM }
            $env:TERM = 'xterm-256color'
        }

        BeforeEach {
            $env:NO_COLOR = $null
        }

        AfterAll {
            foreach ($name in $saved.Keys) { [Environment]::SetEnvironmentVariable($name, $saved[$name]) }
            Remove-TestFolder $folder
        }

        It 'do not reach a pipe with OutputRendering <_>' -ForEach 'Host', 'PlainText' {
            $text = (& $shell -NoProfile -NonInteractive -File $script -Rendering $_) -join "`n"
            $text | Should -BeLike '*connection refused*'
            $text | Should -Not -Match $colour
        }

        It 'reach a terminal with OutputRendering <_>' -ForEach 'Host', 'Ansi' -Skip:$cannotShow {
            $text = (script -qec "'$shell' -NoProfile -NonInteractive -File '$script' -Rendering $_" /dev/null) -join "`n"
            $text | Should -Match "$colour.*connection refused"
        }

        It 'do not reach a terminal with OutputRendering PlainText' -Skip:$cannotShow {
            $text = (script -qec "'$shell' -NoProfile -NonInteractive -File '$script' -Rendering PlainText" /dev/null) -join "`n"
            $text | Should -BeLike '*connection refused*'
            $text | Should -Not -Match $colour
        }

        It 'do not reach a terminal with NO_COLOR' -Skip:$cannotShow {
            # It is asked for when PowerShell starts; whoever sets OutputRendering afterwards has said otherwise.
            $env:NO_COLOR = '1'
            $text = (script -qec "'$shell' -NoProfile -NonInteractive -File '$script'" /dev/null) -join "`n"
            $text | Should -BeLike '*connection refused*'
            $text | Should -Not -Match $colour
        }
    }
}
