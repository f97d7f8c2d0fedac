BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')
    $node = Import-NodeSnapshot -Path $sample
    $objects = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../../samples/reference-node-objects.json'))
    $id = 'NetPath.Cmdlets.Dns.ResolveKubeServiceNameCommand'
}

Describe 'Resolve-KubeServiceName' {
    Context 'the name of the reference Service' {
        BeforeAll {
            $name = Resolve-KubeServiceName -Name numbers-api -From client -Snapshot $node
        }

        It 'is one typed object' {
            $name | Should -HaveCount 1
            $name | Should -BeOfType 'NetPath.Core.Dns.ServiceNameResolution'
        }

        It 'has <Property> <Expected>' -ForEach @(
            @{ Property = 'Name'; Expected = 'numbers-api' }
            @{ Property = 'From'; Expected = 'client-66d9c8b7f4-8wz5k' }
            @{ Property = 'Node'; Expected = 'minikube' }
            @{ Property = 'Library'; Expected = 'Glibc' }
            @{ Property = 'Verdict'; Expected = 'Resolved' }
            @{ Property = 'Passed'; Expected = $true }
            @{ Property = 'ResolvedName'; Expected = 'numbers-api.default.svc.cluster.local' }
            @{ Property = 'Address'; Expected = '10.109.60.134' }
            @{ Property = 'VirtualIP'; Expected = '10.109.60.134' }
            @{ Property = 'Service'; Expected = 'numbers-api' }
            @{ Property = 'Namespace'; Expected = 'default' }
            @{ Property = 'Ndots'; Expected = 5 }
            @{ Property = 'Zone'; Expected = 'cluster.local' }
            @{ Property = 'WaitSeconds'; Expected = 0 }
            @{ Property = 'QueryVerdict'; Expected = $null }
        ) {
            $name.$Property | Should -Be $Expected
        }

        It 'has the queries in order' {
            $name.Queries.Type | Should -Be @('A', 'AAAA')
            $name.Queries.Answer | Should -Be @('Found', 'NoData')
        }

        It 'has traced the way to the server' {
            $name.Servers.Service | Should -Be 'kube-system/kube-dns:dns'
            $name.Servers.Symptom | Should -Be 'Connected'
            $name.Servers[0].GetTrace().Outcomes[0].Endpoint | Should -Be '10.244.120.65:53'
        }

        It 'has no finding' {
            $name.Findings | Should -HaveCount 0
            $name.Cause | Should -BeNullOrEmpty
        }

        It 'reads as people say it' {
            "$name" | Should -Be 'numbers-api from client-66d9c8b7f4-8wz5k: Resolved 10.109.60.134'
        }
    }

    Context 'the pipeline' {
        It 'takes names' {
            ('numbers-api', 'kubernetes' | Resolve-KubeServiceName -From client -Snapshot $node).VirtualIP | Should -Be @('10.109.60.134', '10.96.0.1')
        }

        It 'takes Services, by their names with their namespaces' {
            (Get-KubeServiceChain -Name kube-dns:dns -Snapshot $node | Resolve-KubeServiceName -From client).Name | Should -Be 'kube-dns.kube-system'
        }

        It 'goes on to the Service''s chain, and to its trace' {
            (Resolve-KubeServiceName -Name numbers-api -From client -Snapshot $node | Get-KubeServiceChain).Name | Should -Be 'default/numbers-api'
            (Resolve-KubeServiceName -Name numbers-api -From client -Snapshot $node | Trace-ServicePacket -From client).Service | Should -Be 'default/numbers-api'
        }

        It 'says so when a name leads to no Service' {
            Resolve-KubeServiceName -Name missing -From client -Snapshot $node | Get-KubeServiceChain -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failed[0].FullyQualifiedErrorId | Should -Be 'NameWithoutService,NetPath.Cmdlets.Services.GetKubeServiceChainCommand'
        }
    }

    Context 'with the API''s objects' {
        It 'knows which names do not exist, and why' {
            $name = Resolve-KubeServiceName -Name missing -From client -Snapshot ($node | Add-KubernetesObject -Path $objects)
            $name.Verdict | Should -Be 'NotFound'
            $name.Cause.Code | Should -Be 'NP1008'
        }
    }

    Context 'other resolvers and types' {
        It 'knows musl, which does not search for a name with enough dots' {
            (Resolve-KubeServiceName -Name a.b.c.d.e.f -From client -Library Musl -Snapshot $node).Queries.Name | Select-Object -Unique | Should -Be 'a.b.c.d.e.f'
        }

        It 'asks for ports where a name begins with an underscore' {
            (Resolve-KubeServiceName -Name _dns-tcp._tcp.kube-dns.kube-system.svc.cluster.local. -From client -Snapshot $node).Answers.Data | Should -Be '? ? 53 kube-dns.kube-system.svc.cluster.local'
        }

        It 'asks for the type that is wanted' {
            (Resolve-KubeServiceName -Name numbers-api -From client -Type A -Snapshot $node).Queries | Should -HaveCount 1
        }
    }

    Context 'views' {
        It 'shows the servers and the queries' {
            $text = Resolve-KubeServiceName -Name missing -From client -Snapshot $node | Out-String -Width 80
            $text | Should -BeLike '*10.96.0.10 UDP  kube-system/kube-dns:dns: can answer*'
            $text | Should -BeLike '*missing.cluster.local*A+AAAA  no such name*'
        }

        It 'has one line for each name in the view Summary' {
            $lines = @((Resolve-KubeServiceName -Name numbers-api, kube-dns.kube-system -From client -Snapshot $node | Format-Table -View Summary | Out-String -Width 80) -split "`n" | Where-Object { $_ -match '^(numbers|kube)' })
            $lines | Should -HaveCount 2
            $lines[0].TrimEnd() | Should -Be 'numbers-api                    Resolved               10.109.60.134'
            $lines[1].TrimEnd() | Should -Be 'kube-dns.kube-system           Resolved (conditional) 10.96.0.10'
        }
    }

    Context 'errors' {
        It 'says <Says> of <Name>' -ForEach @(
            @{ Name = '10.1.2.3'; Says = 'is an address already' }
            @{ Name = 'default/numbers-api'; Says = 'numbers-api.default' }
            @{ Name = 'a..b'; Says = 'empty part' }
        ) {
            Resolve-KubeServiceName -Name $Name -From client -Snapshot $node -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failed[0].FullyQualifiedErrorId | Should -Be "NameUnusable,$id"
            $failed[0].Exception.Message | Should -BeLike "*$Says*"
        }

        It 'goes on with the next name' {
            (Resolve-KubeServiceName -Name 'a..b', numbers-api -From client -Snapshot $node -ErrorAction SilentlyContinue).Name | Should -Be 'numbers-api'
        }

        It 'names the pods when there is none of that name' {
            Resolve-KubeServiceName -Name numbers-api -From nobody -Snapshot $node -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failed[0].FullyQualifiedErrorId | Should -Be "TraceImpossible,$id"
        }

        It 'needs a name' {
            Resolve-KubeServiceName -Snapshot $node -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failed[0].FullyQualifiedErrorId | Should -Be "NothingAsked,$id"
        }

        It 'does not ask name servers of another machine' {
            Resolve-KubeServiceName -Name numbers-api -From client -Snapshot $node -Query -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failed[0].FullyQualifiedErrorId | Should -Be "NameNotQueried,$id"
        }
    }

    Context 'several nodes' {
        BeforeAll {
            $nodes = Import-NodeSnapshot (Join-Path ([IO.Path]::GetDirectoryName($sample)) 'two-nodes/*.tar.gz')
        }

        It 'asks only the node that has the client: <From>' -ForEach @(
            @{ From = 'client-7d9c5b4f6-z5n3h' }
            @{ From = '10.244.2.10' }
        ) {
            $name = Resolve-KubeServiceName web -From $From -Snapshot $nodes -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems | Should -HaveCount 0
            $name.From | Should -Be 'client-7d9c5b4f6-z5n3h'
            $name.Node | Should -Be 'node2'
        }

        It 'asks the same node when the snapshots come down the pipeline' {
            ($nodes | Resolve-KubeServiceName web -From client-7d9c5b4f6-z5n3h).Node | Should -Be 'node2'
        }

        It 'says once <What>, as a trace does' -ForEach @(
            @{ What = 'what there is when nobody is the client'; From = 'nope'; Message = "No pod or node of the snapshots is called 'nope'. They hold node1, * on node1, node2, *" }
            @{ What = 'that a client is not clear'; From = 'client'; Message = "'client' names 2 network namespaces of the snapshots: * on node1, * on node2. Give the whole name." }
        ) {
            Resolve-KubeServiceName web -From $From -Snapshot $nodes -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problems | Should -HaveCount 1
            $problems[0].Exception.Message | Should -BeLike $Message
            Test-KubeServicePath web -From $From -Snapshot $nodes -ErrorVariable others -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $others | Should -HaveCount 1
            $others[0].Exception.Message | Should -Be $problems[0].Exception.Message
        }
    }

    Context 'the trace that begins with the name' {
        It 'has the name as its first hop' {
            $hop = (Trace-ServicePacket -Service numbers-api -From client -FromName -Snapshot $node).Outcomes[0].Hops[0]
            $hop.Kind | Should -Be 'Name'
            $hop.Layer | Should -Be 'L7'
            $hop.Owner | Should -Be 'DNS'
            $hop.Description | Should -Be 'numbers-api resolves to 10.109.60.134 after 2 queries to 10.96.0.10'
        }

        It 'ends with the name where that has no address' {
            $trace = Trace-ServicePacket -Service numbers-api -FromName -Snapshot $node
            $trace.Symptom | Should -Be 'NameNotResolved'
            $trace.Cause.Code | Should -Be 'NP1002'
        }
    }

    It 'loads the DNS client on first use only' {
        [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name | Should -Not -Contain 'DnsClient'
    }
}
