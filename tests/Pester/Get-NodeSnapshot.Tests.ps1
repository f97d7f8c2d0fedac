BeforeDiscovery {
    # Reading a machine needs Linux and root; both are said in the title of what is skipped.
    $cannotRead = -not $IsLinux -or -not [Environment]::IsPrivilegedProcess
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    $id = 'NetPath.Cmdlets.Snapshots.GetNodeSnapshotCommand'
}

Describe 'Get-NodeSnapshot' {
    Context 'on this machine (skipped where that is not Linux, or without root)' -Skip:$cannotRead {
        BeforeAll {
            $node = Get-NodeSnapshot -WarningAction SilentlyContinue
        }

        It 'is one typed object' {
            $node | Should -HaveCount 1
            $node | Should -BeOfType 'NetPath.Core.Snapshots.NodeSnapshot'
        }

        It 'describes this machine' {
            $node.Source | Should -Be 'this machine'
            $node.KernelRelease | Should -Be ([IO.File]::ReadAllText('/proc/sys/kernel/osrelease').Trim())
            $node.NodeName | Should -Not -BeNullOrEmpty
            $node.Host.GetLinks().Name | Should -Contain 'lo'
            $node.IsDamaged | Should -BeFalse
        }

        It 'takes all sections' {
            $node.Sections | Should -HaveCount 8
        }

        It 'takes only the sections that are named' {
            $part = Get-NodeSnapshot -Section links, routing
            $part.Sections | Sort-Object | Should -Be @('links', 'routing')
            $part.Pods | Should -BeNullOrEmpty
            Get-ConntrackUsage -Snapshot $part | ForEach-Object Count | Should -Be $null
        }

        It 'takes a process''s namespace for the node''s' {
            (Get-NodeSnapshot links -ProcessId $PID).Host.GetLinks().Name | Should -Contain 'lo'
        }

        It 'takes a process from the pipeline' {
            ([pscustomobject] @{ Id = $PID } | Get-NodeSnapshot links).Host.GetLinks().Name | Should -Contain 'lo'
        }

        It 'takes a namespace by its path' {
            (Get-NodeSnapshot links -NetworkNamespace "/proc/$PID/ns/net").Host.GetLinks().Name | Should -Contain 'lo'
        }

        It 'says that there is no such namespace' {
            Get-NodeSnapshot -NetworkNamespace netpath-nope -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be "MachineUnreadable,$id"
            $problems[0].Exception.Message | Should -BeLike 'This machine could not be read.*there is no network namespace at /run/netns/netpath-nope*'
        }

        It 'says that there is no such process' {
            Get-NodeSnapshot -ProcessId 2147483647 -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be "MachineUnreadable,$id"
        }

        It 'is piped on without a file' {
            Get-NodeSnapshot | Get-ConntrackUsage | Select-Object -First 1 | ForEach-Object IsHost | Should -BeTrue
        }
    }

    Context 'the command' {
        It 'says what it writes' {
            (Get-Command Get-NodeSnapshot).OutputType.Name | Should -Be 'NetPath.Core.Snapshots.NodeSnapshot'
        }

        It 'has the parameter sets Machine (default), NetworkNamespace and ProcessId' {
            $command = Get-Command Get-NodeSnapshot
            $command.DefaultParameterSet | Should -Be 'Machine'
            $command.ParameterSets.Name | Sort-Object | Should -Be @('Machine', 'NetworkNamespace', 'ProcessId')
        }

        It 'refuses a section that does not exist, and names those that do' {
            { Get-NodeSnapshot -Section nope } | Should -Throw '*netfilter,routing,links,pods,conntrack,dns,sysctl,sockets*' -ErrorId "ParameterArgumentValidationError,$id"
        }

        It 'refuses a namespace and a process together' {
            { Get-NodeSnapshot -NetworkNamespace a -ProcessId 1 } | Should -Throw -ErrorId "AmbiguousParameterSet,$id"
        }

        It 'completes sections' {
            $line = 'Get-NodeSnapshot -Section net'
            [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText | Should -Be 'netfilter'
        }
    }
}
