BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')
    $node = Import-NodeSnapshot -Path $sample
    $id = 'NetPath.Cmdlets.Routing.ResolvePodRouteCommand'
}

Describe 'Resolve-PodRoute' {
    Context 'the route of the reference Service''s pod' {
        BeforeAll {
            $route = Resolve-PodRoute -PodIP 10.244.120.67 -Snapshot $node
        }

        It 'is one typed object' {
            $route | Should -HaveCount 1
            $route | Should -BeOfType 'NetPath.Core.Routing.PodRoute'
        }

        It 'has <Property> <Expected>' -ForEach @(
            @{ Property = 'PodIP'; Expected = '10.244.120.67' }
            @{ Property = 'Pod'; Expected = 'numbers-api-5d8f4c6d9b-x2x7k' }
            @{ Property = 'Node'; Expected = 'minikube' }
            @{ Property = 'Result'; Expected = 'Found' }
            @{ Property = 'PolicyRule'; Expected = '32766: from all lookup main' }
            @{ Property = 'Table'; Expected = 'main' }
            @{ Property = 'Route'; Expected = '10.244.120.67 dev cali693e13cd073 scope link' }
            @{ Property = 'Interface'; Expected = 'cali693e13cd073' }
            @{ Property = 'InterfaceIndex'; Expected = 17 }
            @{ Property = 'NextHop'; Expected = $null }
            @{ Property = 'Probability'; Expected = 1 }
            @{ Property = 'IsLocal'; Expected = $true }
            @{ Property = 'Encapsulation'; Expected = $null }
            @{ Property = 'Mtu'; Expected = 1500 }
            @{ Property = 'Problem'; Expected = $null }
        ) {
            $route.$Property | Should -Be $Expected
        }

        It 'shows the route and the policy rule in the snapshot' {
            $route.Evidence.File | Should -Be @('host/routing/route4.json', 'host/routing/rule4.json')
            $route.Evidence[0].Text | Should -BeLike '*"dst":"10.244.120.67","dev":"cali693e13cd073"*'
        }

        It 'reads well as text' {
            "$route" | Should -Be '10.244.120.67: 10.244.120.67 dev cali693e13cd073 scope link (table main)'
        }
    }

    Context 'other addresses' {
        It 'gives the next hop of a pod that is not here' {
            $route = Resolve-PodRoute 10.244.104.30 -Snapshot $node
            $route.Route | Should -BeLike '10.244.104.0/26 via 192.168.49.3 dev eth0*'
            $route.NextHop | Should -Be '192.168.49.3'
            $route.Interface | Should -Be 'eth0'
        }

        It 'says that Calico''s block route swallows an address that no pod has' {
            $route = Resolve-PodRoute 10.244.120.99 -Snapshot $node
            $route.Result | Should -Be 'Blackhole'
            $route.Interface | Should -BeNullOrEmpty
            $route.Problem | Should -BeLike "*'blackhole 10.244.120.64/26 proto 80' lets no packet to 10.244.120.99 through"
        }

        It 'says that there is no route' {
            $route = Resolve-PodRoute fd00::1 -Snapshot $node
            $route.Result | Should -Be 'NoRoute'
            $route.Problem | Should -Be 'no route of minikube leads to fd00::1'
        }

        It 'says that an address is the node''s own' {
            $route = Resolve-PodRoute 192.168.49.2 -Snapshot $node
            $route.Table | Should -Be 'local'
            $route.Interface | Should -Be 'lo'
            $route.IsLocal | Should -BeTrue
        }
    }

    Context 'the pipeline' {
        It 'takes Services' {
            (Get-KubeServiceChain numbers-pair -Snapshot $node | Resolve-PodRoute).Interface | Should -Be @('cali693e13cd073', 'cali5be3ae70b79')
        }

        It 'takes endpoints' {
            ((Get-KubeServiceChain numbers-pair -Snapshot $node).Endpoints | Resolve-PodRoute).PodIP | Should -Be @('10.244.120.67', '10.244.120.69')
        }

        It 'takes addresses as text and as objects' {
            ('10.244.120.67', [ipaddress] '10.244.120.68' | Resolve-PodRoute -Snapshot $node).Interface | Should -Be @('cali693e13cd073', 'cali241865e94fd')
        }

        It 'takes objects with a property <_>' -ForEach @('PodIP', 'IPAddress') {
            ([pscustomobject] @{ $_ = '10.244.120.67' } | Resolve-PodRoute -Snapshot $node).Interface | Should -Be 'cali693e13cd073'
        }

        It 'takes snapshots' {
            ($node, $node | Resolve-PodRoute 10.244.120.67).Node | Should -Be @('minikube', 'minikube')
        }

        It 'takes -Snapshot as a path' {
            (Resolve-PodRoute 10.244.120.67 -Snapshot $sample).InterfaceIndex | Should -Be 17
        }
    }

    Context 'errors' {
        It 'says that a text is no address, and goes on' {
            $found = '10.244.120.67', 'numbers-api', '10.244.120.68' | Resolve-PodRoute -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue
            $found.PodIP | Should -Be @('10.244.120.67', '10.244.120.68')
            $problems | Should -HaveCount 1
            $problems[0].FullyQualifiedErrorId | Should -Be "AddressInvalid,$id"
            $problems[0].Exception.Message | Should -BeLike "'numbers-api' is no IP address.*"
        }

        It 'says that a Service has no endpoint, and goes on' {
            $found = Get-KubeServiceChain numbers-empty, numbers-api -Snapshot $node | Resolve-PodRoute -ErrorVariable problems -ErrorAction SilentlyContinue
            $found.PodIP | Should -Be '10.244.120.67'
            $problems[0].FullyQualifiedErrorId | Should -Be "ServiceWithoutEndpoints,$id"
            $problems[0].Exception.Message | Should -BeLike 'default/numbers-empty has no endpoint to resolve: kube-proxy rejects its connections*'
        }

        It 'says what it needs when nothing is asked' {
            Resolve-PodRoute -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be "NothingAsked,$id"
            $problems[0].Exception.Message | Should -BeLike 'Resolve-PodRoute needs -PodIP*'
        }

        It 'refuses an object that it does not understand' {
            3 | Resolve-PodRoute -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be "InputNotUnderstood,$id"
        }

        It 'ends with -ErrorAction Stop' {
            { Resolve-PodRoute nope -Snapshot $node -ErrorAction Stop } | Should -Throw -ErrorId "AddressInvalid,$id"
        }
    }

    Context 'snapshots with something missing' {
        BeforeAll {
            $folder = New-TestFolder
            $bare = Expand-Sample $folder 'bare'
            Remove-Section $bare 'routing'
            $blind = Expand-Sample $folder 'blind'
            Remove-Section $blind 'links'
            $garbage = Expand-Sample $folder 'garbage'
            Set-Part $garbage 'host/routing/route4.json' "no such command`n"
        }

        AfterAll {
            Remove-TestFolder $folder
        }

        It 'says that the routes were not collected' {
            Resolve-PodRoute 10.244.120.67 -Snapshot $bare -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be "SectionNotCollected,$id"
            $problems[0].TargetObject | Should -Not -BeNullOrEmpty
            $problems[0].Exception.Message | Should -BeLike "*the section 'routing' was not collected*"
        }

        It 'says that it cannot tell the pod without addresses' {
            $route = Resolve-PodRoute 10.244.120.67 -Snapshot $blind
            $route.Route | Should -Be '10.244.120.67 dev cali693e13cd073 scope link'
            $route.Pod | Should -BeNullOrEmpty
            $route.Problem | Should -BeLike 'whose 10.244.120.67 is cannot be told*'
        }

        It 'says where garbage is' {
            Resolve-PodRoute 10.244.120.67 -Snapshot $garbage -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be "SnapshotPartUnreadable,$id"
            $problems[0].Exception.Message | Should -BeLike '*host/routing/route4.json, line 1:*no such command*'
        }
    }

    Context 'the command' {
        It 'says what it writes' {
            (Get-Command Resolve-PodRoute).OutputType.Name | Should -Be 'NetPath.Core.Routing.PodRoute'
        }

        It 'has this syntax' {
            (Get-Command Resolve-PodRoute -Syntax).Trim() | Should -Be 'Resolve-PodRoute [[-PodIP] <string[]>] [-InputObject <psobject>] [-Snapshot <SnapshotSource[]>] [<CommonParameters>]'
        }
    }
}
