BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')
    $id = 'NetPath.Cmdlets.Snapshots.ImportNodeSnapshotCommand'
    $folder = New-TestFolder
}

AfterAll {
    Remove-TestFolder $folder
}

Describe 'Import-NodeSnapshot' {
    Context 'the reference node' {
        BeforeAll {
            $node = Import-NodeSnapshot -Path $sample
        }

        It 'is one typed object' {
            $node | Should -HaveCount 1
            $node | Should -BeOfType 'NetPath.Core.Snapshots.NodeSnapshot'
        }

        It 'knows where it comes from' {
            $node.NodeName | Should -Be 'minikube'
            $node.Source | Should -Be $sample
            $node.CollectorVersion | Should -Be '0.1.0'
            $node.CapturedAt | Should -BeOfType 'System.DateTimeOffset'
            $node.DurationMilliseconds | Should -BeGreaterThan 0
            $node.Problems | Should -BeNullOrEmpty
            $node.IsDamaged | Should -BeFalse
        }

        It 'holds every section' {
            $node.Sections | Sort-Object | Should -Be @('conntrack', 'dns', 'links', 'netfilter', 'pods', 'routing', 'sockets', 'sysctl')
        }

        It 'holds the node first, then the pods' {
            $node.Host.Name | Should -Be 'minikube'
            $node.Host.IsHost | Should -BeTrue
            $node.GetNamespaces()[0].Name | Should -Be 'minikube'
            $node.Pods.Name | Should -Be @('outside', 'coredns-7d764666f9-6lmqz', 'numbers-api-5d8f4c6d9b-x2x7k', 'client-66d9c8b7f4-8wz5k', 'numbers-pair-84c5f9d6b7-k9w4t')
            $node.Pods[2].PodUid | Should -Be '3f0c9d8e-7b21-4d55-8c6a-52e0b1a4f973'
            $node.Pods[2].NetnsId | Should -Be 2
        }

        It 'remembers each command that was run' {
            $node.Commands.Count | Should -BeGreaterThan 100
            ($node.Commands | Where-Object Path -EQ 'host/netfilter/iptables-nft-save.txt').Command | Should -Be 'iptables-nft-save -c'
        }

        It 'reads well as text' {
            "$node" | Should -BeLike 'minikube, ????-??-?? ??:??:??Z, 5 pods'
        }
    }

    Context 'paths' {
        BeforeAll {
            $unpacked = Expand-Sample $folder 'unpacked'
            $archives = [IO.Directory]::CreateDirectory((Join-Path $folder 'archives')).FullName
            [IO.File]::Copy($sample, (Join-Path $archives 'one.tar.gz'))
            [IO.File]::Copy($sample, (Join-Path $archives 'two [2].tar.gz'))
        }

        It 'takes a folder that holds an archive unpacked' {
            $node = Import-NodeSnapshot $unpacked
            $node.NodeName | Should -Be 'minikube'
            $node.Source | Should -Be $unpacked
            $node.Problems | Should -BeNullOrEmpty
        }

        It 'takes wildcards' {
            (Import-NodeSnapshot (Join-Path $archives '*.tar.gz')).NodeName | Should -Be @('minikube', 'minikube')
        }

        It 'takes many paths' {
            Import-NodeSnapshot $sample, $unpacked | Should -HaveCount 2
        }

        It 'takes paths from the pipeline' {
            $sample, $unpacked | Import-NodeSnapshot | Should -HaveCount 2
        }

        It 'takes files from the pipeline' {
            Get-ChildItem -LiteralPath $archives | Import-NodeSnapshot | Should -HaveCount 2
        }

        It 'takes a literal path, by the name <_> too' -ForEach @('LiteralPath', 'PSPath', 'LP', 'FullName') {
            $with = @{ $_ = Join-Path $archives 'two [2].tar.gz' }
            (Import-NodeSnapshot @with).NodeName | Should -Be 'minikube'
        }

        It 'takes paths relative to the location' {
            $before = Get-Location
            try {
                Set-Location -LiteralPath $archives
                # The location itself may be written otherwise: Windows knows some folders by a short name, too.
                (Import-NodeSnapshot one.tar.gz).Source | Should -Be (Join-Path (Get-Location).ProviderPath 'one.tar.gz')
            }
            finally {
                Set-Location -LiteralPath $before.Path
            }
        }
    }

    Context 'errors' {
        BeforeAll {
            Set-Part $folder 'empty.tar.gz' ''
            Set-Part $folder 'text.tar.gz' 'this is no archive'
            $bytes = [IO.File]::ReadAllBytes($sample)
            [IO.File]::WriteAllBytes((Join-Path $folder 'cut.tar.gz'), [byte[]] $bytes[0..([int] ($bytes.Length / 2))])
            [IO.File]::WriteAllBytes((Join-Path $folder 'stub.tar.gz'), [byte[]] $bytes[0..100])
            $newer = Expand-Sample $folder 'newer'
            Edit-Part $newer 'manifest.json' 'netpath-snapshot/1' 'netpath-snapshot/2'
            $broken = Expand-Sample $folder 'broken'
            Set-Part $broken 'manifest.json' '{"format":"netpath-snapshot/1",'
            $null = [IO.Directory]::CreateDirectory((Join-Path $folder 'nothing'))
        }

        It 'says that <Name> <Message>' -ForEach @(
            @{ Name = 'empty.tar.gz'; Message = 'it is empty' }
            @{ Name = 'text.tar.gz'; Message = 'it is neither a tar nor a gzipped tar' }
            @{ Name = 'stub.tar.gz'; Message = 'it is neither a tar nor a gzipped tar' }
            @{ Name = 'broken'; Message = 'it has a manifest.json that is not whole JSON' }
            @{ Name = 'nothing'; Message = 'it is a folder without manifest.json. ' }
            @{ Name = ''; Message = 'it is a folder without manifest.json; it holds archives, so give *.tar.gz. ' }
        ) {
            Import-NodeSnapshot (Join-Path $folder $Name) -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problems | Should -HaveCount 1
            $problems[0].FullyQualifiedErrorId | Should -Be "SnapshotFormatWrong,$id"
            $problems[0].CategoryInfo.Category | Should -Be 'InvalidData'
            $problems[0].Exception.Message | Should -BeLike "*$Name' cannot be read as a snapshot: $Message*Check that it was copied whole*"
        }

        It 'says that NetPath is too old for a newer snapshot' {
            Import-NodeSnapshot (Join-Path $folder 'newer') -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problems[0].FullyQualifiedErrorId | Should -Be "SnapshotFormatWrong,$id"
            $problems[0].Exception.Message | Should -BeLike "*it is of format 'netpath-snapshot/2', and this version of NetPath reads 'netpath-snapshot/1'. A newer version took it: update NetPath."
        }

        It 'says that <What> is not there' -ForEach @(
            @{ What = 'a file'; Path = 'nope.tar.gz' }
            @{ What = 'a file of a folder that is not there'; Path = 'nope/nope.tar.gz' }
            @{ What = 'anything for a pattern'; Path = 'nope*' }
        ) {
            Import-NodeSnapshot (Join-Path $folder $Path) -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be "SnapshotNotFound,$id"
            $problems[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $problems[0].Exception.Message | Should -BeLike 'There is no snapshot *Get-NodeSnapshot | Export-NodeSnapshot.'
        }

        It 'says that a path is not in the file system' {
            Import-NodeSnapshot env:PATH -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be "PathNotInFileSystem,$id"
            $problems[0].Exception.Message | Should -Be "'env:PATH' lies in Environment, which holds no files. Give a path in the file system."
        }

        It 'goes on with the other paths' {
            $found = Import-NodeSnapshot (Join-Path $folder 'nope'), (Join-Path $folder 'text.tar.gz'), $sample -ErrorVariable problems -ErrorAction SilentlyContinue
            $found | Should -HaveCount 1
            $problems.FullyQualifiedErrorId | Should -Be @("SnapshotNotFound,$id", "SnapshotFormatWrong,$id")
        }

        It 'ends with -ErrorAction Stop' {
            { Import-NodeSnapshot (Join-Path $folder 'nope') -ErrorAction Stop } | Should -Throw -ErrorId "SnapshotNotFound,$id"
        }

        It 'uses what is left of an archive that was cut off, and warns' {
            $node = Import-NodeSnapshot (Join-Path $folder 'cut.tar.gz') -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings | Should -HaveCount 1
            $warnings[0].Message | Should -BeLike '*cut.tar.gz'' of minikube is damaged, so some answers may be missing.*'
            $node.IsDamaged | Should -BeTrue
            $node.Problems | Should -Not -BeNullOrEmpty
        }
    }

    Context 'the command' {
        It 'says what it writes' {
            (Get-Command Import-NodeSnapshot).OutputType.Name | Should -Be 'NetPath.Core.Snapshots.NodeSnapshot'
        }

        It 'has the parameter sets Path (default) and LiteralPath' {
            $command = Get-Command Import-NodeSnapshot
            $command.DefaultParameterSet | Should -Be 'Path'
            $command.ParameterSets.Name | Sort-Object | Should -Be @('LiteralPath', 'Path')
        }
    }
}
