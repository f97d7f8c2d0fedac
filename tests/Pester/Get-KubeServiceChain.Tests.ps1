[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidGlobalVars', '', Justification = 'Completion looks variables up where the prompt is.')]
param()

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')
    $node = Import-NodeSnapshot -Path $sample
    $id = 'NetPath.Cmdlets.Services.GetKubeServiceChainCommand'
}

Describe 'Get-KubeServiceChain' {
    Context 'the reference Service' {
        BeforeAll {
            $service = Get-KubeServiceChain -Name numbers-api -Snapshot $node
        }

        It 'is one typed object' {
            $service | Should -HaveCount 1
            $service | Should -BeOfType 'NetPath.Core.Services.KubeServiceChain'
        }

        It 'has <Property> <Expected>' -ForEach @(
            @{ Property = 'Name'; Expected = 'default/numbers-api' }
            @{ Property = 'Namespace'; Expected = 'default' }
            @{ Property = 'Service'; Expected = 'numbers-api' }
            @{ Property = 'PortName'; Expected = '' }
            @{ Property = 'ClusterIP'; Expected = '10.109.60.134' }
            @{ Property = 'Port'; Expected = 80 }
            @{ Property = 'Protocol'; Expected = 'Tcp' }
            @{ Property = 'State'; Expected = 'HasEndpoints' }
            @{ Property = 'Chain'; Expected = 'KUBE-SVC-BE5LIK4X2OAKIEFX' }
            @{ Property = 'ExternalChain'; Expected = $null }
            @{ Property = 'NodePort'; Expected = $null }
            @{ Property = 'SessionAffinitySeconds'; Expected = $null }
            @{ Property = 'InternalTrafficPolicy'; Expected = 'Cluster' }
            @{ Property = 'MasqueradesOutsideTraffic'; Expected = $true }
            @{ Property = 'Family'; Expected = 'IPv4' }
            @{ Property = 'PodIP'; Expected = '10.244.120.67' }
        ) {
            $service.$Property | Should -Be $Expected
        }

        It 'has the one endpoint, which gets every connection' {
            $service.Endpoints | Should -HaveCount 1
            $service.Endpoints[0].Target | Should -Be '10.244.120.67:80'
            $service.Endpoints[0].PodIP | Should -Be '10.244.120.67'
            $service.Endpoints[0].TargetPort | Should -Be 80
            $service.Endpoints[0].Chain | Should -Be 'KUBE-SEP-E4SSCTGR3GJGHN43'
            $service.Endpoints[0].Probability | Should -Be 1
            $service.Endpoints[0].HairpinMasquerade | Should -BeTrue
        }

        It 'shows the rules that say so' {
            $service.Evidence[0].File | Should -Be 'host/netfilter/iptables-nft-save.txt'
            $service.Evidence[0].Line | Should -BeGreaterThan 0
            $service.Evidence[0].Text | Should -BeLike '*-A KUBE-SERVICES -d 10.109.60.134/32 *-j KUBE-SVC-BE5LIK4X2OAKIEFX'
            $service.Evidence.Text -match 'default/numbers-api -> 10\.244\.120\.67:80' | Should -HaveCount 1
        }

        It 'has nothing wrong with it' {
            $service.Problems | Should -BeNullOrEmpty
        }

        It 'reads well as text' {
            "$service" | Should -Be 'default/numbers-api 10.109.60.134:80/TCP'
            "$($service.Endpoints[0])" | Should -BeLike '10.244.120.67:80 (100*%)'
        }
    }

    Context 'other kinds of Service' {
        It 'multiplies probabilities along the statistic rules' {
            $endpoints = (Get-KubeServiceChain numbers-pair -Snapshot $node).Endpoints
            $endpoints.Target | Should -Be @('10.244.120.67:80', '10.244.120.69:80')
            $endpoints.Probability | Should -Be @(0.5, 0.5)
        }

        It 'reads session affinity' {
            (Get-KubeServiceChain numbers-sticky -Snapshot $node).SessionAffinitySeconds | Should -Be 10800
        }

        It 'reads a node port' {
            $service = Get-KubeServiceChain numbers-nodeport -Snapshot $node
            $service.NodePort | Should -Be 30080
            $service.ExternalChain | Should -Be 'KUBE-EXT-BJIOKD4NKKOKSIAZ'
            $service.ExternalTrafficPolicy | Should -Be 'Cluster'
        }

        It 'reads a load balancer with its source ranges' {
            $service = Get-KubeServiceChain numbers-lb -Snapshot $node
            $service.LoadBalancerIPs | Should -Be '203.0.113.50'
            $service.SourceRanges | Should -Be '192.168.49.0/24'
        }

        It 'reads an external traffic policy Local without a local endpoint' {
            $service = Get-KubeServiceChain numbers-remote -Snapshot $node
            $service.ExternalTrafficPolicy | Should -Be 'Local'
            $service.ExternalEndpoints | Should -BeNullOrEmpty
            $service.Endpoints.Target | Should -Be '10.244.104.30:8080'
        }

        It 'says that a Service has no endpoints' {
            $service = Get-KubeServiceChain numbers-empty -Snapshot $node
            $service.State | Should -Be 'NoEndpoints'
            $service.Endpoints | Should -BeNullOrEmpty
            $service.Chain | Should -BeNullOrEmpty
        }
    }

    Context 'choosing Services' {
        It 'gives all of them, in the order of the rules' {
            $names = (Get-KubeServiceChain -Snapshot $node).Name
            $names | Should -HaveCount 11
            $names[0] | Should -Be 'default/kubernetes:https'
            $names[-1] | Should -Be 'default/numbers-empty'
        }

        It 'takes <Name>' -ForEach @(
            @{ Name = 'numbers-api'; Expected = @('default/numbers-api') }
            @{ Name = 'NUMBERS-API'; Expected = @('default/numbers-api') }
            @{ Name = 'default/numbers-api'; Expected = @('default/numbers-api') }
            @{ Name = 'kube-dns'; Expected = @('kube-system/kube-dns:dns', 'kube-system/kube-dns:dns-tcp', 'kube-system/kube-dns:metrics') }
            @{ Name = 'kube-dns:dns'; Expected = @('kube-system/kube-dns:dns') }
            @{ Name = 'kube-system/kube-dns:metrics'; Expected = @('kube-system/kube-dns:metrics') }
            @{ Name = 'kube-system/*'; Expected = @('kube-system/kube-dns:dns', 'kube-system/kube-dns:dns-tcp', 'kube-system/kube-dns:metrics') }
            @{ Name = '*:dns*'; Expected = @('kube-system/kube-dns:dns', 'kube-system/kube-dns:dns-tcp') }
            @{ Name = 'numbers-?p*'; Expected = @('default/numbers-api') }
        ) {
            (Get-KubeServiceChain $Name -Snapshot $node).Name | Should -Be $Expected
        }

        It 'takes -Service for -Name and -n for -Namespace' {
            (Get-KubeServiceChain -Service kube-* -n kube-system -Snapshot $node) | Should -HaveCount 3
        }

        It 'takes a namespace, and patterns of it' {
            (Get-KubeServiceChain -Namespace 'kube-*' -Snapshot $node).Namespace | Should -Be @('kube-system', 'kube-system', 'kube-system')
        }

        It 'finds the Service of <What>' -ForEach @(
            @{ What = 'a cluster IP'; Address = '10.109.60.134'; Expected = 'default/numbers-api' }
            @{ What = 'the address of a load balancer'; Address = '203.0.113.50'; Expected = 'default/numbers-lb:http' }
        ) {
            (Get-KubeServiceChain -ClusterIP $Address -Snapshot $node).Name | Should -Be $Expected
        }

        It 'finds a Service by its port, and by its node port' {
            (Get-KubeServiceChain -Port 8080 -Snapshot $node).Name | Should -Be 'default/numbers-pair:http'
            (Get-KubeServiceChain -Port 30080 -Snapshot $node).Name | Should -Be 'default/numbers-nodeport:http'
        }

        It 'takes a protocol in any case of letters' {
            (Get-KubeServiceChain -Protocol UDP -Snapshot $node).Name | Should -Be 'kube-system/kube-dns:dns'
        }

        It 'asks all conditions together' {
            Get-KubeServiceChain kube-dns -Port 53 -Protocol Tcp -Snapshot $node | ForEach-Object PortName | Should -Be 'dns-tcp'
        }

        It 'gives nothing for a pattern that nothing matches' {
            Get-KubeServiceChain 'x*' -Snapshot $node -ErrorVariable problems | Should -BeNullOrEmpty
            $problems | Should -BeNullOrEmpty
        }
    }

    Context 'where the snapshot comes from' {
        It 'takes -Snapshot as <What>' -ForEach @(
            @{ What = 'a path'; Make = { $sample } }
            @{ What = 'a path with wildcards'; Make = { Join-Path ([IO.Path]::GetDirectoryName($sample)) 'reference-*.tar.gz' } }
            @{ What = 'a file object'; Make = { [IO.FileInfo]::new($sample) } }
            @{ What = 'an object'; Make = { $node } }
            @{ What = 'another answer'; Make = { Get-VethPeer cali693e13cd073 -Snapshot $node } }
        ) {
            (Get-KubeServiceChain numbers-api -Snapshot (& $Make)).ClusterIP | Should -Be '10.109.60.134'
        }

        It 'takes snapshots from the pipeline' {
            ($node, $node | Get-KubeServiceChain numbers-api).Name | Should -Be @('default/numbers-api', 'default/numbers-api')
        }

        It 'takes names from the pipeline' {
            ('numbers-api', 'numbers-pair' | Get-KubeServiceChain -Snapshot $node).Name | Should -Be @('default/numbers-api', 'default/numbers-pair:http')
        }
    }

    Context 'errors' {
        It 'says that a Service does not exist, and what does' {
            Get-KubeServiceChain nope -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problems | Should -HaveCount 1
            $problems[0].FullyQualifiedErrorId | Should -Be "ServiceNotFound,$id"
            $problems[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $problems[0].Exception.Message | Should -BeLike "*minikube hold no Service named 'nope'. They hold 11 Service ports: default/kubernetes:https,*"
        }

        It 'names the Services that come close' {
            Get-KubeServiceChain numbers -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].Exception.Message | Should -BeLike '*Of their 11 Service ports these come close: default/numbers-api, *'
        }

        It 'goes on after a name that is not there' {
            $found = 'numbers-api', 'nope', 'numbers-pair' | Get-KubeServiceChain -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue
            $found.Service | Should -Be @('numbers-api', 'numbers-pair')
            $problems | Should -HaveCount 1
        }

        It 'names each that is not there of several' {
            $found = Get-KubeServiceChain numbers-api, nope, nada -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue
            $found.Service | Should -Be 'numbers-api'
            $problems.Exception.Message -match "named '(nope|nada)'" | Should -HaveCount 2
        }

        It 'says that an address is no virtual IP' {
            Get-KubeServiceChain -ClusterIP 10.109.60.135 -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be "AddressNotVirtual,$id"
            $problems[0].Exception.Message | Should -BeLike '*with the address 10.109.60.135: it is no virtual IP there.*Resolve-PodRoute*'
        }

        It 'says that a text is no address' {
            Get-KubeServiceChain -ClusterIP '10.109.60' -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be "AddressInvalid,$id"
            $problems[0].Exception.Message | Should -BeLike "'10.109.60' is no IP address.*"
        }

        It 'says that a namespace has no Services' {
            Get-KubeServiceChain -Namespace nope -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be "ServiceNotFound,$id"
            $problems[0].Exception.Message | Should -BeLike "*no Service in namespace 'nope'*"
        }

        It 'refuses port <_>' -ForEach @(0, 65536) {
            { Get-KubeServiceChain -Port $_ -Snapshot $node } | Should -Throw -ErrorId "ParameterArgumentValidationError,$id"
        }

        It 'names the protocols that there are, and no others, when one is none of them' {
            foreach ($wrong in 'foo', 'Icmp') {
                $problem = { Get-KubeServiceChain -Protocol $wrong -Snapshot $node } | Should -Throw -ErrorId "CannotConvertArgumentNoMessage,$id" -PassThru
                $problem.Exception.Message | Should -Match 'again:\s+Tcp, Udp, Sctp"'
            }
        }

        It 'refuses an object that is neither a name nor a snapshot, and goes on' {
            $found = 3, 'numbers-api' | Get-KubeServiceChain -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue
            $found.Service | Should -Be 'numbers-api'
            $problems[0].FullyQualifiedErrorId | Should -Be "InputNotUnderstood,$id"
            $problems[0].Exception.Message | Should -BeLike "'3' (Int32) is nothing that this cmdlet takes*"
        }

        It 'ends with -ErrorAction Stop' {
            { Get-KubeServiceChain nope -Snapshot $node -ErrorAction Stop } | Should -Throw -ErrorId "ServiceNotFound,$id"
        }

        It 'says that a snapshot is not there' {
            { Get-KubeServiceChain -Snapshot 'nope.tar.gz' } | Should -Throw "There is no snapshot 'nope.tar.gz'.*" -ErrorId "SnapshotNotFound,$id"
        }

        It 'does not read this machine when the snapshot that was given is null' {
            { Get-KubeServiceChain numbers-api -Snapshot $null } | Should -Throw -ErrorId "ParameterArgumentValidationError,$id"
        }
    }

    Context 'snapshots with something missing' {
        BeforeAll {
            $folder = New-TestFolder
            $bare = Expand-Sample $folder 'bare'
            Remove-Section $bare 'netfilter'
            $half = Expand-Sample $folder 'half'
            $rules = [IO.File]::ReadAllText((Join-Path $half 'host/netfilter/iptables-nft-save.txt'))
            $end = $rules.IndexOf('-A KUBE-SVC-BE5LIK4X2OAKIEFX -m comment') + 40
            Set-Part $half 'host/netfilter/iptables-nft-save.txt' $rules.Substring(0, $end)
            $garbage = Expand-Sample $folder 'garbage'
            Set-Part $garbage 'host/netfilter/iptables-nft-save.txt' "<html>no such page</html>`n"
            $other = Expand-Sample $folder 'other'
            Set-Part $other 'host/netfilter/iptables-nft-save.txt' "*filter`n:INPUT ACCEPT [0:0]`n-A INPUT -j ACCEPT`nCOMMIT`n"
        }

        AfterAll {
            Remove-TestFolder $folder
        }

        It 'says that the rules were not collected' {
            Get-KubeServiceChain numbers-api -Snapshot $bare -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be "SectionNotCollected,$id"
            $problems[0].TargetObject | Should -BeOfType 'NetPath.Core.Snapshots.NodeSnapshot'
            $problems[0].CategoryInfo.Category | Should -Be 'ResourceUnavailable'
            $problems[0].Exception.Message | Should -BeLike "*'host/netfilter/iptables-nft-save.txt'*the section 'netfilter' was not collected*Get-NodeSnapshot as root*"
        }

        It 'warns of rules that were cut off, and shows a Service whose rules are broken' {
            $service = Get-KubeServiceChain numbers-api -Snapshot $half -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings[0].Message | Should -BeLike 'The rules of minikube are not whole.*ends before COMMIT*'
            $service.State | Should -Be 'Broken'
            $service.Endpoints | Should -BeNullOrEmpty
            $service.Problems[0] | Should -BeLike 'the dump ends before COMMIT*iptables-nft-save.txt, line *'
        }

        It 'says where garbage is' {
            Get-KubeServiceChain numbers-api -Snapshot $garbage -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be "NoServiceRules,$id"
            $problems[0].Exception.Message | Should -BeLike '*host/netfilter/iptables-nft-save.txt, line 1: this is no iptables-save output*no such page*'
        }

        It 'says that a node has rules, but none of kube-proxy' {
            Get-KubeServiceChain numbers-api -Snapshot $other -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be "NoServiceRules,$id"
            $problems[0].Exception.Message | Should -BeLike '*there are iptables rules, but none of kube-proxy*'
        }
    }

    Context 'completion' {
        It 'completes <What>' -ForEach @(
            @{ What = 'names of Services'; Words = '-Name numbers-a'; Expected = @('numbers-api') }
            @{ What = 'names with namespace and port'; Words = '-Name kube-system/kube-dns:m'; Expected = @('kube-system/kube-dns:metrics') }
            @{ What = 'a first word'; Words = 'numbers-e'; Expected = @('numbers-empty') }
            @{ What = 'namespaces'; Words = '-Namespace k'; Expected = @('kube-system') }
            @{ What = 'protocols'; Words = '-Protocol '; Expected = @('Sctp', 'Tcp', 'Udp') }
        ) {
            $line = "Get-KubeServiceChain -Snapshot '$sample' $Words"
            $matching = [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches
            $matching.CompletionText | Sort-Object | Should -Be $Expected
        }

        It 'completes from a snapshot in a variable' {
            $global:netPathTestNode = $node
            try {
                $line = 'Get-KubeServiceChain -Snapshot $netPathTestNode -Name numbers-a'
                $matching = [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches
                $matching.CompletionText | Should -Be 'numbers-api'
            }
            finally {
                $global:netPathTestNode = $null
            }
        }
    }

    Context 'the command' {
        It 'says what it writes' {
            (Get-Command Get-KubeServiceChain).OutputType.Name | Should -Be 'NetPath.Core.Services.KubeServiceChain'
        }

        It 'has this syntax' {
            $syntax = (Get-Command Get-KubeServiceChain -Syntax).Trim() -replace '\s+', ' '
            $syntax | Should -Be ('Get-KubeServiceChain [[-Name] <string[]>] [-Namespace <string[]>] [-ClusterIP <string[]>] [-Port <int[]>] ' +
                '[-Protocol <ServiceProtocol[]>] [-InputObject <psobject>] [-Snapshot <SnapshotSource[]>] [<CommonParameters>]')
        }
    }
}
