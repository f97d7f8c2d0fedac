BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')
    $node = Import-NodeSnapshot -Path $sample
    $id = 'NetPath.Cmdlets.Links.GetVethPeerCommand'
}

Describe 'Get-VethPeer' {
    Context 'the reference pod''s interface' {
        BeforeAll {
            $peer = Get-VethPeer -Interface cali693e13cd073 -Snapshot $node
        }

        It 'is one typed object' {
            $peer | Should -HaveCount 1
            $peer | Should -BeOfType 'NetPath.Core.Links.VethPeer'
        }

        It 'has <Property> <Expected>' -ForEach @(
            @{ Property = 'Interface'; Expected = 'cali693e13cd073' }
            @{ Property = 'InterfaceIndex'; Expected = 17 }
            @{ Property = 'Namespace'; Expected = 'minikube' }
            @{ Property = 'Kind'; Expected = 'veth' }
            @{ Property = 'State'; Expected = 'UP' }
            @{ Property = 'Mtu'; Expected = 1500 }
            @{ Property = 'PeerInterface'; Expected = 'eth0' }
            @{ Property = 'PeerInterfaceIndex'; Expected = 11 }
            @{ Property = 'PeerNamespace'; Expected = 'numbers-api-5d8f4c6d9b-x2x7k' }
            @{ Property = 'PeerPod'; Expected = 'numbers-api-5d8f4c6d9b-x2x7k' }
            @{ Property = 'PeerState'; Expected = 'UP' }
            @{ Property = 'Proven'; Expected = $true }
            @{ Property = 'Problem'; Expected = $null }
        ) {
            $peer.$Property | Should -Be $Expected
        }

        It 'has the pod''s address' {
            $peer.PeerAddresses[0] | Should -Be '10.244.120.67/32'
        }

        It 'shows what both ends say' {
            $peer.Evidence | Should -HaveCount 2
            $peer.Evidence[0].File | Should -Be 'host/links/link.json'
            $peer.Evidence[1].File | Should -BeLike 'pods/*/links/link.json'
        }

        It 'reads as people draw it' {
            "$peer" | Should -Be '17: cali693e13cd073@if11 (minikube) <-> 11: eth0@if17 (numbers-api-5d8f4c6d9b-x2x7k)'
        }
    }

    Context 'choosing interfaces' {
        It 'gives all veth interfaces of the node' {
            (Get-VethPeer -Snapshot $node).InterfaceIndex | Should -Be @(2, 15, 17, 18, 19)
        }

        It 'tells pods apart whose interfaces have the same index' {
            (Get-VethPeer -InterfaceIndex 17, 19 -Snapshot $node).PeerInterfaceIndex | Should -Be @(11, 11)
            (Get-VethPeer -InterfaceIndex 17, 19 -Snapshot $node).PeerPod | Should -Be @('numbers-api-5d8f4c6d9b-x2x7k', 'numbers-pair-84c5f9d6b7-k9w4t')
        }

        It 'takes wildcards' {
            (Get-VethPeer 'cali*' -Snapshot $node) | Should -HaveCount 4
        }

        It 'takes -Device for -Interface' {
            (Get-VethPeer -Device cali693e13cd073 -Snapshot $node).InterfaceIndex | Should -Be 17
        }

        It 'looks from the pod, which is named by <What>' -ForEach @(
            @{ What = 'its name'; Name = 'numbers-api-5d8f4c6d9b-x2x7k' }
            @{ What = 'the beginning of its name'; Name = 'numbers-api' }
        ) {
            $peer = Get-VethPeer eth0 -Namespace $Name -Snapshot $node
            $peer.InterfaceIndex | Should -Be 11
            $peer.PeerInterface | Should -Be 'cali693e13cd073'
            $peer.PeerInterfaceIndex | Should -Be 17
            $peer.PeerNamespace | Should -Be 'minikube'
            $peer.PeerPod | Should -BeNullOrEmpty
        }

        It 'takes <_> for the node' -ForEach @('node', 'host', 'minikube') {
            (Get-VethPeer cali693e13cd073 -Namespace $_ -Snapshot $node).PeerInterfaceIndex | Should -Be 11
        }

        It 'says that an interface is no veth' {
            $peer = Get-VethPeer lo -Snapshot $node
            $peer.PeerInterface | Should -BeNullOrEmpty
            $peer.Proven | Should -BeFalse
            $peer.Problem | Should -BeLike 'lo has no other end*'
        }

        It 'gives nothing for a pattern that nothing matches' {
            Get-VethPeer 'flannel*' -Snapshot $node -ErrorVariable problems | Should -BeNullOrEmpty
            $problems | Should -BeNullOrEmpty
        }
    }

    Context 'the pipeline' {
        It 'takes routes' {
            (Resolve-PodRoute 10.244.120.67, 10.244.120.68 -Snapshot $node | Get-VethPeer).PeerPod | Should -Be @('numbers-api-5d8f4c6d9b-x2x7k', 'client-66d9c8b7f4-8wz5k')
        }

        It 'takes names' {
            ('cali693e13cd073' | Get-VethPeer -Snapshot $node).InterfaceIndex | Should -Be 17
        }

        It 'takes objects with a property Interface' {
            ([pscustomobject] @{ Interface = 'cali693e13cd073' } | Get-VethPeer -Snapshot $node).InterfaceIndex | Should -Be 17
        }

        It 'takes snapshots' {
            ($node | Get-VethPeer -InterfaceIndex 17).PeerInterfaceIndex | Should -Be 11
        }
    }

    Context 'errors' {
        It 'says that an interface does not exist, and goes on' {
            $found = Get-VethPeer nope, cali693e13cd073 -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue
            $found.InterfaceIndex | Should -Be 17
            $problems[0].FullyQualifiedErrorId | Should -Be "InterfaceNotFound,$id"
            $problems[0].Exception.Message | Should -BeLike "minikube has no interface 'nope'. It has lo, eth0, *"
        }

        It 'says that an index does not exist' {
            Get-VethPeer -InterfaceIndex 4711 -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].Exception.Message | Should -BeLike 'minikube has no interface with index 4711.*'
        }

        It 'says that a namespace does not exist' {
            Get-VethPeer eth0 -Namespace nope -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be "NamespaceNotFound,$id"
            $problems[0].Exception.Message | Should -BeLike "No network namespace of minikube matches 'nope'. It has minikube,*"
        }

        It 'says that a route leads nowhere' {
            Resolve-PodRoute 10.244.120.99 -Snapshot $node | Get-VethPeer -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be "RouteWithoutInterface,$id"
            $problems[0].Exception.Message | Should -BeLike 'Packets to 10.244.120.99 leave minikube by no interface:*'
        }

        It 'refuses index 0' {
            { Get-VethPeer -InterfaceIndex 0 -Snapshot $node } | Should -Throw -ErrorId "ParameterArgumentValidationError,$id"
        }

        It 'refuses a name and an index together' {
            { Get-VethPeer -Interface eth0 -InterfaceIndex 2 -Snapshot $node } | Should -Throw -ErrorId "AmbiguousParameterSet,$id"
        }
    }

    Context 'snapshots with something missing' {
        BeforeAll {
            $folder = New-TestFolder
            $bare = Expand-Sample $folder 'bare'
            Remove-Section $bare 'links'
        }

        AfterAll {
            Remove-TestFolder $folder
        }

        It 'says that the links were not collected' {
            Get-VethPeer -Snapshot $bare -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be "SectionNotCollected,$id"
            $problems[0].TargetObject | Should -Not -BeNullOrEmpty
            $problems[0].Exception.Message | Should -BeLike "*the section 'links' was not collected*"
        }
    }

    Context 'the command' {
        It 'says what it writes' {
            (Get-Command Get-VethPeer).OutputType.Name | Should -Be 'NetPath.Core.Links.VethPeer'
        }

        It 'has the parameter sets Interface (default) and InterfaceIndex' {
            $command = Get-Command Get-VethPeer
            $command.DefaultParameterSet | Should -Be 'Interface'
            $command.ParameterSets.Name | Sort-Object | Should -Be @('Interface', 'InterfaceIndex')
        }

        It 'completes interfaces' {
            $line = "Get-VethPeer -Snapshot '$sample' -Interface cali6"
            [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText | Should -Be 'cali693e13cd073'
        }
    }
}
