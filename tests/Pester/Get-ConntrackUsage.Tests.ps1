BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')
    $node = Import-NodeSnapshot -Path $sample
    $id = 'NetPath.Cmdlets.Conntrack.GetConntrackUsageCommand'
}

Describe 'Get-ConntrackUsage' {
    Context 'the reference node' {
        BeforeAll {
            $usage = Get-ConntrackUsage -Namespace minikube -Snapshot $node
        }

        It 'is one typed object' {
            $usage | Should -HaveCount 1
            $usage | Should -BeOfType 'NetPath.Core.Conntrack.ConntrackUsage'
        }

        It 'holds the count against the limit' {
            $usage.Namespace | Should -Be 'minikube'
            $usage.IsHost | Should -BeTrue
            $usage.Count | Should -BeGreaterThan 0
            $usage.Max | Should -Be 262144
            $usage.Buckets | Should -Be 262144
            $usage.Percent | Should -Be ([Math]::Round(100 * $usage.Count / 262144, 1))
        }

        It 'adds the counters of all processors up' {
            foreach ($name in 'InsertFailed', 'Drop', 'EarlyDrop', 'Invalid', 'SearchRestart') {
                $usage.$name | Should -BeGreaterOrEqual 0 -Because $name
            }
        }

        It 'has the time-outs by the kernel''s names' {
            $usage.TimeOutSeconds['tcp_timeout_syn_sent'] | Should -BeGreaterThan 0
            $usage.TimeOutSeconds.Keys | Should -Contain 'tcp_timeout_established'
        }

        It 'shows where the numbers stand' {
            $usage.Evidence.File | Should -Contain 'host/conntrack/stat.txt'
            $usage.Evidence.Text -match 'nf_conntrack_max = 262144' | Should -HaveCount 1
        }

        It 'reads well as text' {
            "$usage" | Should -BeLike 'minikube: * of 262144 entries (* %)'
        }
    }

    Context 'choosing namespaces' {
        It 'gives all, the node first' {
            $all = Get-ConntrackUsage -Snapshot $node
            $all | Should -HaveCount 6
            $all[0].Namespace | Should -Be 'minikube'
            $all.IsHost -eq $true | Should -HaveCount 1
        }

        It 'takes wildcards' {
            (Get-ConntrackUsage 'numbers-*' -Snapshot $node).Namespace | Should -Be @('numbers-api-5d8f4c6d9b-x2x7k', 'numbers-pair-84c5f9d6b7-k9w4t')
        }

        It 'takes host for the node, and -n for -Namespace' {
            (Get-ConntrackUsage -n host -Snapshot $node).Namespace | Should -Be 'minikube'
        }

        It 'gives each namespace once' {
            Get-ConntrackUsage minikube, 'mini*' -Snapshot $node | Should -HaveCount 1
        }
    }

    Context 'the pipeline' {
        It 'takes snapshots' {
            ($node, $node | Get-ConntrackUsage minikube).Namespace | Should -Be @('minikube', 'minikube')
        }

        It 'takes paths' {
            ($sample | Get-ConntrackUsage minikube).Max | Should -Be 262144
        }

        It 'takes the snapshot of another answer' {
            (Get-KubeServiceChain numbers-api -Snapshot $node | Get-ConntrackUsage minikube).Max | Should -Be 262144
        }
    }

    Context 'errors' {
        It 'says that a namespace does not exist, and goes on' {
            $found = Get-ConntrackUsage nope, minikube -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue
            $found.Namespace | Should -Be 'minikube'
            $problems[0].FullyQualifiedErrorId | Should -Be "NamespaceNotFound,$id"
            $problems[0].Exception.Message | Should -BeLike "No network namespace of minikube matches 'nope'.*"
        }

        It 'says that an object is no snapshot, and goes on' {
            $found = 3, $node | Get-ConntrackUsage minikube -ErrorVariable problems -ErrorAction SilentlyContinue
            $found.Namespace | Should -Be 'minikube'
            $problems[0].FullyQualifiedErrorId | Should -Be "ParameterArgumentTransformationError,$id"
            $problems[0].Exception.Message | Should -BeLike '*An object of type Int32 is no snapshot.*'
        }
    }

    Context 'snapshots with something missing' {
        BeforeAll {
            $folder = New-TestFolder
            $bare = Expand-Sample $folder 'bare'
            Remove-Section $bare 'conntrack'
            [IO.File]::Delete((Join-Path $bare 'host/sysctl.txt'))
        }

        AfterAll {
            Remove-TestFolder $folder
        }

        It 'gives null for what it does not know, and says why' {
            $usage = Get-ConntrackUsage minikube -Snapshot $bare -WarningAction SilentlyContinue
            $usage.Count | Should -Be $null
            $usage.Max | Should -Be $null
            $usage.Percent | Should -Be $null
            $usage.Drop | Should -Be $null
            $usage.Problems -match "'host/conntrack/stat.txt'" | Should -Not -BeNullOrEmpty
            $usage.Problems -match "'host/sysctl.txt'" | Should -Not -BeNullOrEmpty
            "$usage" | Should -Be 'minikube: unknown of unknown entries'
        }
    }

    Context 'the command' {
        It 'says what it writes' {
            (Get-Command Get-ConntrackUsage).OutputType.Name | Should -Be 'NetPath.Core.Conntrack.ConntrackUsage'
        }

        It 'has this syntax' {
            (Get-Command Get-ConntrackUsage -Syntax).Trim() | Should -Be 'Get-ConntrackUsage [[-Namespace] <string[]>] [-Snapshot <SnapshotSource[]>] [<CommonParameters>]'
        }
    }
}
