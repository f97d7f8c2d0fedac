BeforeDiscovery {
    # Reading a machine needs Linux and root; both are said in the title of what is skipped.
    $cannotRead = -not $IsLinux -or -not [Environment]::IsPrivilegedProcess
    # The API server of tests/Kubernetes; what was built last.
    $server = 'Debug', 'Release' | ForEach-Object { [IO.FileInfo]::new((Join-Path $PSScriptRoot "../Kubernetes/bin/$_/net10.0/NetPath.KubernetesTests.dll")) } |
        Where-Object Exists | Sort-Object LastWriteTime | Select-Object -Last 1
    $cannotServe = -not $IsLinux -or $null -eq $server
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

        It 'warns of parameters for the API when it is not asked' {
            $null = Get-NodeSnapshot links -Context prod -Namespace default -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings | ForEach-Object { "$_" } | Should -Be @('-Context has no effect without -IncludeApi or -Node.', '-Namespace has no effect without -IncludeApi.')
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
            (Get-Command Get-NodeSnapshot).OutputType.Name | Should -Be 'NetPath.Core.Snapshots.NodeSnapshot', 'System.IO.FileInfo'
        }

        It 'has the parameter sets Machine (default), NetworkNamespace, Node and ProcessId' {
            $command = Get-Command Get-NodeSnapshot
            $command.DefaultParameterSet | Should -Be 'Machine'
            $command.ParameterSets.Name | Sort-Object | Should -Be @('Machine', 'NetworkNamespace', 'Node', 'ProcessId')
        }

        It 'refuses a section that does not exist, and names those that do' {
            { Get-NodeSnapshot -Section nope } | Should -Throw '*netfilter?routing?links?pods?conntrack?dns?sysctl?sockets*' -ErrorId "ParameterArgumentValidationError,$id"
        }

        It 'refuses a namespace and a process together' {
            { Get-NodeSnapshot -NetworkNamespace a -ProcessId 1 } | Should -Throw -ErrorId "AmbiguousParameterSet,$id"
        }

        It 'completes sections' {
            $line = 'Get-NodeSnapshot -Section net'
            [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText | Should -Be 'netfilter'
        }
    }

    Context 'nodes of a cluster (skipped where that is not Linux, or tests/Kubernetes is not built)' -Skip:$cannotServe {
        BeforeAll {
            . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')
            $folder = New-TestFolder
            $file = 'Debug', 'Release' | ForEach-Object { [IO.FileInfo]::new((Join-Path $PSScriptRoot "../Kubernetes/bin/$_/net10.0/NetPath.KubernetesTests.dll")) } |
                Where-Object Exists | Sort-Object LastWriteTime | Select-Object -Last 1
            $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
            foreach ($argument in $file.FullName, 'serve', $folder) { $start.ArgumentList.Add($argument) }
            $start.RedirectStandardInput = $true
            $start.RedirectStandardOutput = $true
            $cluster = [Diagnostics.Process]::Start($start)
            $cluster.StandardOutput.ReadLine() | Should -Be 'ready'
            $there = @{ KubeConfig = (Join-Path $folder 'config'); Section = 'dns' }
            $class = 'NetPath.Cmdlets.Snapshots.GetNodeSnapshotCommand'
        }

        AfterAll {
            if ($cluster) {
                $cluster.StandardInput.Close()
                $cluster.WaitForExit(5000) | Should -BeTrue
                $cluster.Dispose()
            }

            Remove-TestFolder $folder
        }

        It 'reads a node by its name' {
            $node = Get-NodeSnapshot -Node node1 @there
            $node | Should -BeOfType 'NetPath.Core.Snapshots.NodeSnapshot'
            $node.NodeName | Should -Be 'node1'
            $node.Sections | Should -Be 'dns'
        }

        It 'gives one error for a node that fails, and reads the others' {
            $nodes = @(Get-NodeSnapshot -Node node* @there -ErrorVariable problems -ErrorAction SilentlyContinue)
            $nodes.NodeName | Should -Be 'node1'
            $problems | Should -HaveCount 2
            $failed = $problems | Where-Object TargetObject -EQ 'node2'
            $failed.FullyQualifiedErrorId | Should -Be "ApiRefused,$class"
            $failed.Exception.Message | Should -BeLike 'Could not run the collector on node2 in the pod netpath/collector-node2 at https://*: command terminated with non-zero exit code: exit status 3: no room on the disk.'
            ($problems | Where-Object TargetObject -EQ 'node3').Exception.Message | Should -BeLike '*Apply deploy/netpath-collector.yaml, or allow a pod that is made for the moment with -DebugPod.'
        }

        It 'writes files to a folder, which it makes' {
            $output = Join-Path $folder 'snapshots'
            $files = @(Get-NodeSnapshot -Node node1 -OutputPath $output @there)
            $files | Should -BeOfType 'System.IO.FileInfo'
            $files.Name | Should -Match '^node1-\d{8}T\d{6}Z\.tar\.gz$'
            [IO.Directory]::GetFiles($output) | Should -Be $files.FullName
            ($files | Import-NodeSnapshot).NodeName | Should -Be 'node1'
        }

        It 'puts the objects of the API into each file' {
            $files = Get-NodeSnapshot -Node node1 -OutputPath (Join-Path $folder 'with-objects') -IncludeApi @there
            ($files | Import-NodeSnapshot).GetKubernetesObjects().Services | Should -HaveCount 32
        }

        It 'makes a pod where that is allowed, and deletes it' {
            (Get-NodeSnapshot -Node node3 -DebugPod @there).NodeName | Should -Be 'node3'
            $cluster.StandardInput.WriteLine('requests')
            $cluster.StandardInput.Flush()
            $requests = while ($line = $cluster.StandardOutput.ReadLine()) { $line }
            @($requests -like 'POST /api/v1/namespaces/netpath/pods') | Should -HaveCount 1
            @($requests -like 'DELETE /api/v1/namespaces/netpath/pods/netpath-debug-*') | Should -HaveCount 1
        }

        It 'makes no pod with -WhatIf' {
            Get-NodeSnapshot -Node node3 -DebugPod -WhatIf @there 6>$null | Should -BeNullOrEmpty
        }

        It 'names the nodes that there are' {
            Get-NodeSnapshot -Node worker-*, node1 @there -ErrorVariable problems -ErrorAction SilentlyContinue | ForEach-Object NodeName | Should -Be 'node1'
            $problems[0].FullyQualifiedErrorId | Should -Be "NodeNotFound,$class"
            $problems[0].Exception.Message | Should -Be "No node of the cluster matches 'worker-*'. It has node1, node2, node3."
        }

        It 'says what is not allowed' {
            Get-NodeSnapshot -Node node1 -KubeConfig (Join-Path $folder 'limited') -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be "ApiForbidden,$class"
            $problems[0].Exception.Message | Should -BeLike '*cannot list resource "nodes"*deploy/rbac.yaml*'
        }

        It 'says when files cannot be written' {
            Get-NodeSnapshot -Node node1 -OutputPath (Join-Path $folder 'config') @there -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be "OutputFolderUnusable,$class"
        }
    }
}
