BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')
    $node = Import-NodeSnapshot -Path $sample
    $client = 'client-66d9c8b7f4-8wz5k'
    $id = 'NetPath.Cmdlets.Tracing.TraceServicePacketCommand'
}

Describe 'Trace-ServicePacket' {
    Context 'the reference journey' {
        BeforeAll {
            $trace = Trace-ServicePacket -Service numbers-api -From $client -Snapshot $node
            $outcome = $trace.Outcomes[0]
        }

        It 'is one typed object' {
            $trace | Should -HaveCount 1
            $trace | Should -BeOfType 'NetPath.Core.Tracing.PacketTrace'
        }

        It 'has <Property> <Expected>' -ForEach @(
            @{ Property = 'Service'; Expected = 'default/numbers-api' }
            @{ Property = 'From'; Expected = 'client-66d9c8b7f4-8wz5k' }
            @{ Property = 'Node'; Expected = 'minikube' }
            @{ Property = 'Disposition'; Expected = 'Delivered' }
            @{ Property = 'Symptom'; Expected = 'Connected' }
            @{ Property = 'Passed'; Expected = $true }
        ) {
            $trace.$Property | Should -Be $Expected
        }

        It 'starts with the packet for the virtual IP' {
            "$($trace.Packet)" | Should -Be 'tcp 10.244.120.68:* -> 10.109.60.134:80'
            $trace.Packet.Destination | Should -Be '10.109.60.134'
            $trace.Packet.DestinationPort | Should -Be 80
            $trace.Packet.SourcePort | Should -Be $null
        }

        It 'has one outcome, with <Property> <Expected>' -ForEach @(
            @{ Property = 'Probability'; Expected = 1 }
            @{ Property = 'Disposition'; Expected = 'Delivered' }
            @{ Property = 'ReplyDisposition'; Expected = 'Delivered' }
            @{ Property = 'Symptom'; Expected = 'Connected' }
            @{ Property = 'Endpoint'; Expected = '10.244.120.67:80' }
            @{ Property = 'EndsAt'; Expected = 'numbers-api-5d8f4c6d9b-x2x7k' }
            @{ Property = 'SourceSeen'; Expected = '10.244.120.68' }
            @{ Property = 'Reason'; Expected = 'tcp 0.0.0.0:80 of numbers-api-5d8f4c6d9b-x2x7k takes the packet' }
            @{ Property = 'Passed'; Expected = $true }
        ) {
            $trace.Outcomes | Should -HaveCount 1
            $outcome.$Property | Should -Be $Expected
        }

        It 'rests on no assumption' {
            $outcome.Assumptions | Should -BeNullOrEmpty
        }

        It 'numbers its hops from 1' {
            $outcome.Hops.Number | Should -Be (1..$outcome.Hops.Count)
            $outcome.ReplyHops.Number | Should -Be (1..$outcome.ReplyHops.Count)
        }

        It 'has typed hops that can be indexed' {
            $outcome.Hops[0] | Should -BeOfType 'NetPath.Core.Tracing.SocketHop'
            $outcome.Hops[1] | Should -BeOfType 'NetPath.Core.Tracing.RouteHop'
            $outcome.Hops[2] | Should -BeOfType 'NetPath.Core.Tracing.LinkHop'
            $outcome.Hops[3] | Should -BeOfType 'NetPath.Core.Tracing.RuleHop'
            $outcome.Hops[3].Chain | Should -Be 'PREROUTING'
            $outcome.Hops[3].RuleNumber | Should -Be 1
            $outcome.Hops[3].Target | Should -Be 'KUBE-SERVICES'
        }

        It 'tells who is responsible at which layer' {
            ($outcome.Hops | Where-Object Owner -EQ 'kube-proxy')[0].Layer | Should -Be 'L4'
            ($outcome.Hops | Where-Object Owner -EQ 'Calico')[0].Layer | Should -Be 'L2'
            $outcome.Hops[-1].Owner | Should -Be 'application'
            $outcome.Hops[-1].Layer | Should -Be 'L7'
        }

        It 'translates in one hop there, and in one back' {
            $rewrite = $outcome.Hops | Where-Object { $_.Rewrites -and $_.Layer -eq 'L4' }
            $rewrite | Should -HaveCount 1
            "$($rewrite.Before)" | Should -Be 'tcp 10.244.120.68:* -> 10.109.60.134:80'
            "$($rewrite.After)" | Should -Be 'tcp 10.244.120.68:* -> 10.244.120.67:80'
            $back = $outcome.ReplyHops | Where-Object Rewrites
            $back | Should -BeOfType 'NetPath.Core.Tracing.ConntrackHop'
            $back.Description | Should -Be 'conntrack un-DNAT: source 10.244.120.67:80 -> 10.109.60.134:80'
        }

        It 'gives evidence for each rule, route and link' {
            foreach ($hop in $outcome.Hops | Where-Object { $_.GetType().Name -in 'RuleHop', 'RouteHop', 'LinkHop' }) {
                $hop.Evidence | Should -Not -BeNullOrEmpty -Because "$hop"
                $hop.Evidence[0].File | Should -Match '^(host|pods/\d+)/(netfilter|routing|links)/'
            }
        }

        It 'predicts the conntrack entry' {
            $outcome.Conntrack | Should -HaveCount 1
            $outcome.Conntrack[0].Place | Should -Be 'minikube'
            $outcome.Conntrack[0].Original | Should -Be 'tcp 10.244.120.68:* -> 10.109.60.134:80'
            $outcome.Conntrack[0].Reply | Should -Be 'tcp 10.244.120.67:80 -> 10.244.120.68:*'
            $outcome.Conntrack[0].DestinationTranslated | Should -BeTrue
            $outcome.Conntrack[0].SourceTranslated | Should -BeFalse
        }

        It 'reads well as text' {
            "$trace" | Should -Be 'client-66d9c8b7f4-8wz5k -> default/numbers-api: Connected'
            "$($outcome.Hops[7])" | Should -Be '8 minikube: route main: 10.244.120.67 dev cali693e13cd073 scope link'
        }
    }

    Context 'other ways' {
        It 'starts at the node when nobody else is named, and masquerades' {
            $trace = Trace-ServicePacket numbers-api -Snapshot $node
            $trace.From | Should -Be 'minikube'
            "$($trace.Packet)" | Should -Be 'tcp 192.168.49.2:* -> 10.109.60.134:80'
            $trace.Outcomes[0].Hops.Target | Should -Contain 'MASQUERADE'
            $trace.Passed | Should -BeTrue
        }

        It 'starts at the pod that -From names by <What>' -ForEach @(
            @{ What = 'its name'; From = 'client-66d9c8b7f4-8wz5k' }
            @{ What = 'the beginning of its name'; From = 'client' }
            @{ What = 'its address'; From = '10.244.120.68' }
        ) {
            (Trace-ServicePacket numbers-api -From $From -Snapshot $node).From | Should -Be 'client-66d9c8b7f4-8wz5k'
        }

        It 'splits where statistic does, by the true shares' {
            $trace = Trace-ServicePacket numbers-pair -From $client -Snapshot $node
            $trace.Outcomes.Endpoint | Should -Be @('10.244.120.67:80', '10.244.120.69:80')
            $trace.Outcomes.Probability | Should -Be @(0.5, 0.5)
            $trace.Passed | Should -BeTrue
        }

        It 'makes what the snapshot does not know an assumption, and never a pass' {
            $trace = Trace-ServicePacket numbers-sticky -From $client -Snapshot $node
            $trace.Symptom | Should -Be 'Connected'
            $trace.Passed | Should -BeFalse
            $trace.Outcomes | Should -HaveCount 3
            $trace.Outcomes[0].Assumptions[0] | Should -BeLike 'taken to match: KUBE-SVC-A2VY5JWIVEVM34NS rule 2: 10.244.120.68 is in the list KUBE-SEP-CND5QR5IZ7GBHM2S*'
        }

        It 'says that a Service without endpoints refuses' {
            $trace = Trace-ServicePacket numbers-empty -From $client -Snapshot $node
            $trace.Disposition | Should -Be 'Rejected'
            $trace.Symptom | Should -Be 'ConnectionRefused'
            $trace.Passed | Should -BeFalse
            $trace.Outcomes[0].Reason | Should -BeLike 'filter KUBE-SERVICES rule 1 rejects the packet*'
            $trace.Outcomes[0].ReplyDisposition | Should -Be $null
            $trace.Outcomes[0].ReplyHops | Should -BeNullOrEmpty
        }

        It 'masquerades a pod that connects to itself' {
            (Trace-ServicePacket numbers-api -From numbers-api -Snapshot $node).Outcomes[0].SourceSeen | Should -Be '192.168.49.2'
        }

        It 'carries the source port that was given' {
            $trace = Trace-ServicePacket numbers-api -From $client -SourcePort 40000 -Snapshot $node
            $trace.Outcomes[0].Conntrack[0].Reply | Should -Be 'tcp 10.244.120.67:80 -> 10.244.120.68:40000'
        }
    }

    Context 'to an address' {
        It 'walks from outside through a node port' {
            $trace = Trace-ServicePacket -Destination 192.168.49.2 -Port 30080 -From 192.168.49.1 -Snapshot $node
            $trace.Service | Should -BeNullOrEmpty
            $trace.Outcomes[0].Endpoint | Should -Be '10.244.120.67:80'
            $trace.Outcomes[0].Hops.Chain | Should -Contain 'KUBE-NODEPORTS'
            $trace.Symptom | Should -Be 'Connected'
        }

        It 'says that a load balancer''s source range drops' {
            $trace = Trace-ServicePacket -Destination 203.0.113.50 -Port 80 -From 198.51.100.5 -Snapshot $node
            $trace.Disposition | Should -Be 'Dropped'
            $trace.Symptom | Should -Be 'TimedOut'
        }

        It 'says that nothing listens on a port' {
            $trace = Trace-ServicePacket -Destination 10.244.120.67 -Port 81 -From $client -Snapshot $node
            $trace.Disposition | Should -Be 'NotListening'
            $trace.Symptom | Should -Be 'ConnectionRefused'
        }

        It 'takes -Protocol in any letter case' -ForEach @('TCP', 'tcp', 'Tcp') {
            (Trace-ServicePacket kube-dns 53 -Protocol $_ -From $client -Snapshot $node).Service | Should -Be 'kube-system/kube-dns:dns-tcp'
        }

        It 'names the protocols that there are, and no others, when one is none of them' {
            $problem = { Trace-ServicePacket kube-dns -Protocol foo -Snapshot $node } | Should -Throw -ErrorId "CannotConvertArgumentNoMessage,$id" -PassThru
            $problem.Exception.Message | Should -Match 'again:\s+Tcp, Udp, Sctp"'
        }

        It 'takes -Protocol' {
            $trace = Trace-ServicePacket -Destination 10.96.0.10 -Port 53 -Protocol Udp -From $client -Snapshot $node
            $trace.Packet.Protocol | Should -Be 'Udp'
            $trace.Outcomes[0].Endpoint | Should -Be '10.244.120.65:53'
        }
    }

    Context 'choosing Services' {
        It 'traces each port of a Service' {
            (Trace-ServicePacket kube-dns -From $client -Snapshot $node).Service | Should -Be @('kube-system/kube-dns:dns', 'kube-system/kube-dns:dns-tcp', 'kube-system/kube-dns:metrics')
        }

        It 'takes a port and a protocol' {
            (Trace-ServicePacket kube-dns 53 -Protocol Tcp -From $client -Snapshot $node).Service | Should -Be 'kube-system/kube-dns:dns-tcp'
        }

        It 'takes wildcards, and -Name for -Service' {
            Trace-ServicePacket -Name 'numbers-*' -From $client -Snapshot $node | Should -HaveCount 7
        }
    }

    Context 'the pipeline' {
        It 'takes Services' {
            $traces = Get-KubeServiceChain -Snapshot $node | Trace-ServicePacket -From $client
            $traces | Should -HaveCount 11
            $traces | Where-Object Symptom -NE 'Connected' | ForEach-Object Service | Should -Be 'default/numbers-empty'
        }

        It 'takes names, and goes on after one that is not there' {
            $traces = 'numbers-api', 'nope', 'numbers-pair' | Trace-ServicePacket -From $client -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue
            $traces.Service | Should -Be @('default/numbers-api', 'default/numbers-pair:http')
            $problems | Should -HaveCount 1
        }

        It 'takes snapshots' {
            (Import-NodeSnapshot $sample | Trace-ServicePacket numbers-api -From $client).Symptom | Should -Be 'Connected'
        }

        It 'takes -Snapshot as a path' {
            (Trace-ServicePacket numbers-api -From $client -Snapshot $sample).Symptom | Should -Be 'Connected'
        }

        It 'gives the answer of each snapshot of one node' {
            $node, (Import-NodeSnapshot $sample) | Trace-ServicePacket numbers-api -From $client | Should -HaveCount 2
        }

        It 'walks once over the snapshots of several nodes' {
            $nodes = Join-Path ([IO.Path]::GetDirectoryName($sample)) 'two-nodes/*.tar.gz'
            $trace = Import-NodeSnapshot $nodes | Trace-ServicePacket -Destination 10.244.2.11 -Port 8080 -From client-7d9c5b4f6-k2x8w
            $trace | Should -HaveCount 1
            $trace.Symptom | Should -Be 'Connected'
            $trace.Passed | Should -BeTrue
            $trace.Outcomes[0].Hops.Node | Select-Object -Unique | Should -Be @('node1', 'node2')
        }

        It 'says once that a client is not clear, for all ports of a Service' {
            $nodes = Join-Path ([IO.Path]::GetDirectoryName($sample)) 'two-nodes/*.tar.gz'
            Trace-ServicePacket web -From client -Snapshot $nodes -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problems | Should -HaveCount 1
            $problems[0].Exception.Message | Should -BeLike "'client' names 2 network namespaces of the snapshots: * on node1, * on node2. Give the whole name."
        }

        It 'follows an entry to the other node' {
            $nodes = Import-NodeSnapshot (Join-Path ([IO.Path]::GetDirectoryName($sample)) 'two-nodes/*.tar.gz')
            $entry = Get-ConntrackEntry -Snapshot $nodes[0] | Where-Object { "$_" -match '10\.244\.1\.10:\d+ -> 10\.96\.0\.81:80' } | Select-Object -First 1
            $trace = Trace-ServicePacket -Entry $entry -Snapshot $nodes
            $trace | Should -HaveCount 1
            $trace.Outcomes[0].Hops.Node | Select-Object -Unique | Should -Be @('node1', 'node2')
        }

        It 'says where a path leaves what it was given' {
            $one = Join-Path ([IO.Path]::GetDirectoryName($sample)) 'two-nodes/node1.tar.gz'
            $trace = Trace-ServicePacket -To 10.244.2.11 -Port 8080 -From client-7d9c5b4f6-k2x8w -Snapshot $one
            $trace.Passed | Should -BeFalse
            $trace.Disposition | Should -Be 'LeavesSnapshot'
            $trace.Symptom | Should -Be 'Unknown'
            $trace.Outcomes[0].Reason | Should -Match 'towards 172\.18\.0\.3'
        }
    }

    Context 'names of the DNS' {
        It 'takes <Name> for the Service' -ForEach @(
            @{ Name = 'numbers-api.default' }
            @{ Name = 'numbers-api.default.svc.cluster.local' }
            @{ Name = 'NUMBERS-*.default' }
        ) {
            (Trace-ServicePacket $Name -Snapshot $node -From client).Service | Should -Contain 'default/numbers-api'
        }

        It 'says what was typed when there is no such Service' {
            Trace-ServicePacket nope.default -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problems[0].Exception.Message | Should -BeLike "*no Service named 'nope.default'*"
        }
    }

    Context 'errors' {
        It 'says <Id> for <What>' -ForEach @(
            @{ What = 'a Service that does not exist'; Id = 'ServiceNotFound'; Message = "*no Service named 'nope'*"; With = @{ Service = 'nope' } }
            @{ What = 'a port that the Service does not have'; Id = 'ServiceNotFound'; Message = '*named ''numbers-api'', on port 81*'; With = @{ Service = 'numbers-api'; Port = 81 } }
            @{ What = 'a client that does not exist'; Id = 'TraceImpossible'; Message = "No pod or node of the snapshot of minikube is called 'nope'. It holds minikube,*"; With = @{ Service = 'numbers-api'; From = 'nope' } }
            @{ What = 'a client that is not clear'; Id = 'TraceImpossible'; Message = "'num' names 2 network namespaces of the snapshot of minikube:*Give the whole name."; With = @{ Service = 'numbers-api'; From = 'num' } }
            @{ What = 'two IP versions'; Id = 'TraceImpossible'; Message = '*different IP versions.'; With = @{ Destination = 'fd00::1'; Port = 80; From = '10.244.120.68' } }
            @{ What = 'a Service where a pod is asked for'; Id = 'TraceImpossible'; Message = "'numbers-api' is a Service: trace it with -Service numbers-api, or give the whole name of a pod."; With = @{ Destination = 'numbers-api'; Port = 80 } }
            @{ What = 'a destination that does not exist'; Id = 'TraceImpossible'; Message = "No pod or node is called 'nope'. There are minikube,*An address, node and outside can be given as well."; With = @{ To = 'nope'; Port = 80 } }
            @{ What = 'a namespace that the snapshot cannot tell'; Id = 'TraceImpossible'; Message = "*The snapshot does not tell pods' namespaces: give the name alone, or add the API's objects with Add-KubernetesObject.*"; With = @{ To = 'default/numbers-api-5d8f4c6d9b-x2x7k'; Port = 80 } }
            @{ What = 'nothing asked'; Id = 'NothingAsked'; Message = 'Trace-ServicePacket needs -Service or -Destination*'; With = @{} }
        ) {
            Trace-ServicePacket @With -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problems | Should -HaveCount 1
            $problems[0].FullyQualifiedErrorId | Should -Be "$Id,NetPath.Cmdlets.Tracing.TraceServicePacketCommand"
            $problems[0].Exception.Message | Should -BeLike $Message
        }

        It 'refuses an object that it does not understand' {
            3 | Trace-ServicePacket -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be "InputNotUnderstood,$id"
        }

        It 'refuses <Name> <Value>' -ForEach @(
            @{ Name = 'Port'; Value = 0 }
            @{ Name = 'Port'; Value = 65536 }
            @{ Name = 'SourcePort'; Value = 0 }
        ) {
            $with = @{ $Name = $Value }
            { Trace-ServicePacket numbers-api @with -Snapshot $node } | Should -Throw -ErrorId "ParameterArgumentValidationError,$id"
        }

        It 'ends with -ErrorAction Stop' {
            { Trace-ServicePacket nope -Snapshot $node -ErrorAction Stop } | Should -Throw -ErrorId "ServiceNotFound,$id"
        }
    }

    Context 'snapshots with something missing' {
        BeforeAll {
            $folder = New-TestFolder
            foreach ($section in 'netfilter', 'routing', 'links', 'sockets', 'conntrack') {
                Remove-Section (Expand-Sample $folder $section) $section
            }

            $cut = Expand-Sample $folder 'cut'
            $rules = [IO.File]::ReadAllText((Join-Path $cut 'host/netfilter/iptables-nft-save.txt'))
            Set-Part $cut 'host/netfilter/iptables-nft-save.txt' $rules.Substring(0, $rules.LastIndexOf('COMMIT'))
            $odd = Expand-Sample $folder 'odd'
            Edit-Part $odd 'host/netfilter/iptables-nft-save.txt' '-m comment --comment "default/numbers-api -> 10.244.120.67:80" -j' '-m quota2 --name x -m comment --comment "default/numbers-api -> 10.244.120.67:80" -j'
        }

        AfterAll {
            Remove-TestFolder $folder
        }

        It 'is inconclusive without <Section>' -ForEach @(
            @{ Section = 'routing'; Reason = 'the routes of client* are not known*' }
            @{ Section = 'links'; Reason = '*client-66d9c8b7f4-8wz5k*' }
            @{ Section = 'sockets'; Reason = 'the listening sockets of numbers-api* were not collected' }
        ) {
            $trace = Trace-ServicePacket numbers-api -From $client -Snapshot (Join-Path $folder $Section)
            $trace.Disposition | Should -Be 'Inconclusive'
            $trace.Symptom | Should -Be 'Unknown'
            $trace.Passed | Should -BeFalse
            $trace.Outcomes[0].Reason | Should -BeLike $Reason
        }

        It 'says that the rules were not collected' {
            Trace-ServicePacket numbers-api -From $client -Snapshot (Join-Path $folder 'netfilter') -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].FullyQualifiedErrorId | Should -Be "SectionNotCollected,$id"
            $problems[0].TargetObject | Should -Not -BeNullOrEmpty
        }

        It 'passes nothing to an address either when the rules were not collected' {
            $trace = Trace-ServicePacket -Destination 10.244.120.67 -Port 80 -From $client -Snapshot (Join-Path $folder 'netfilter')
            $trace.Passed | Should -BeFalse
            $trace.Outcomes[0].Assumptions | Should -Contain 'taken to have no effect: the rules of minikube were not collected'
        }

        It 'needs no conntrack counters' {
            (Trace-ServicePacket numbers-api -From $client -Snapshot (Join-Path $folder 'conntrack')).Passed | Should -BeTrue
        }

        It 'warns of rules that were cut off, and passes nothing' {
            $trace = Trace-ServicePacket numbers-api -From $client -Snapshot $cut -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings[0].Message | Should -BeLike 'The rules of minikube are not whole.*'
            $trace.Passed | Should -BeFalse
            "$($trace.Outcomes[0].Assumptions)" | Should -BeLike '*the dump ends before COMMIT*'
        }

        It 'follows both branches of a rule that it does not understand' {
            $trace = Trace-ServicePacket numbers-api -From $client -Snapshot $odd
            $trace.Passed | Should -BeFalse
            $trace.Outcomes.Count | Should -BeGreaterThan 1
            "$($trace.Outcomes.Assumptions)" | Should -BeLike '*quota2*'
        }
    }

    Context 'with -Verify' {
        It 'is not verified without it' {
            (Trace-ServicePacket numbers-api -From $client -Snapshot $node).Verification | Should -Be $null
        }

        It 'changes nothing with -WhatIf, and gives the trace as it is' {
            $trace = Trace-ServicePacket numbers-api -From $client -Snapshot $node -Verify -WhatIf
            $trace.Passed | Should -BeTrue
            $trace.Verification | Should -Be $null
        }

        It 'refuses a snapshot of another machine, or an account that is not root' {
            $trace = Trace-ServicePacket numbers-api -From $client -Snapshot $node -Verify -Confirm:$false -ErrorVariable problems -ErrorAction SilentlyContinue
            $trace | Should -BeNullOrEmpty
            $problems[0].FullyQualifiedErrorId | Should -Be "TraceNotVerified,$id"
            $problems[0].Exception.Message | Should -Match 'is not of this machine, or is gone|needs root on the node'
        }

        It 'refuses a sender outside, from where it cannot send' {
            Trace-ServicePacket -Destination 192.168.49.2 -Port 30080 -From 198.51.100.77 -Snapshot $node -Verify -Confirm:$false -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].Exception.Message | Should -BeLike '*198.51.100.77 is not of this node. Start at a pod or at the node.*'
        }

        It 'asks, since it changes the machine' {
            $metadata = [System.Management.Automation.CommandMetadata]::new((Get-Command Trace-ServicePacket))
            $metadata.SupportsShouldProcess | Should -BeTrue
            $metadata.ConfirmImpact | Should -Be 'High'
        }
    }

    Context 'the command' {
        It 'says what it writes' {
            (Get-Command Trace-ServicePacket).OutputType.Name | Should -Be 'NetPath.Core.Tracing.PacketTrace'
        }

        It 'has the parameter sets Service (default), Destination and Entry' {
            $command = Get-Command Trace-ServicePacket
            $command.DefaultParameterSet | Should -Be 'Service'
            $command.ParameterSets.Name | Sort-Object | Should -Be @('Destination', 'Entry', 'Service')
        }

        It 'completes <What>' -ForEach @(
            @{ What = 'Services'; Words = 'numbers-a'; Expected = 'numbers-api' }
            @{ What = 'pods'; Words = '-From cl'; Expected = 'client-66d9c8b7f4-8wz5k' }
            @{ What = 'the node'; Words = '-From no'; Expected = 'node' }
        ) {
            $line = "Trace-ServicePacket -Snapshot '$sample' $Words"
            [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText | Should -Be $Expected
        }
    }
}
