BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')
    $node = Import-NodeSnapshot -Path $sample
    $log = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../../samples/reference-trace.txt'))
    $client = 'client-66d9c8b7f4-8wz5k'
    $before = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'
    # Where PowerShell breaks a long line, and how it writes a number, depends on the language: in English between words.
    $cultures = [CultureInfo]::CurrentCulture, [CultureInfo]::CurrentUICulture
    [CultureInfo]::CurrentCulture = [CultureInfo]::CurrentUICulture = [CultureInfo]::new('en-US')

    function Get-Line {
        <# .SYNOPSIS
            What a terminal of this width would show, line by line; empty lines and trailing blanks are left out. #>
        param([int] $Width, [Parameter(ValueFromPipeline)] $InputObject)

        begin { $objects = [Collections.Generic.List[object]]::new() }
        process { $objects.Add($InputObject) }
        end { ($objects | Out-String -Width $Width) -split '\r?\n' | ForEach-Object { $_.TrimEnd() } | Where-Object { $_ } }
    }
}

AfterAll {
    $PSStyle.OutputRendering = $before
    [CultureInfo]::CurrentCulture, [CultureInfo]::CurrentUICulture = $cultures
}

Describe 'Formatting' {
    Context 'tables of 80 columns' {
        BeforeAll {
            $columns = $env:COLUMNS
        }

        AfterEach {
            $env:COLUMNS = $columns
        }

        It 'shows Services' {
            Get-KubeServiceChain numbers-api, numbers-nodeport, numbers-empty -Snapshot $node | Get-Line -Width 80 | Should -BeExactly @(
                'Name                          ClusterIP        Port      Endpoints'
                '----                          ---------        ----      ---------'
                'default/numbers-api           10.109.60.134    80/TCP    10.244.120.67:80'
                'default/numbers-nodeport:http 10.104.88.11     80/TCP    10.244.120.67:80'
                'default/numbers-empty         10.106.0.1       80/TCP    NoEndpoints'
            )
        }

        It 'says of which node Services are where snapshots were read together' {
            $two = Import-NodeSnapshot (Join-Path ([IO.Path]::GetDirectoryName($sample)) 'two-nodes/*.tar.gz')
            $expected = @('   Node: node1', '   Node: node2')
            (Get-KubeServiceChain -Snapshot $two | Get-Line -Width 80) -like '   *: *' | Should -BeExactly $expected
            ($two | Get-KubeServiceChain far | Get-Line -Width 80) -like '   *: *' | Should -BeExactly $expected
            (Get-KubeServiceChain far -Snapshot $two).Node | Select-Object -Unique | Should -BeExactly @('node1', 'node2')
        }

        It 'says of which namespace connection tracking entries are, unless only one node is asked' {
            Get-ConntrackEntry -Snapshot $node | Out-String -Width 80 | Should -Not -Match 'Namespace'
            $two = Import-NodeSnapshot (Join-Path ([IO.Path]::GetDirectoryName($sample)) 'two-nodes/*.tar.gz')
            (Get-ConntrackEntry -Snapshot $two | Get-Line -Width 80) -like '   *: *' | Should -BeExactly @('   Namespace: node1', '   Namespace: node2')
        }

        It 'says who answers and as whom the client is seen, a line each' {
            $two = Import-NodeSnapshot (Join-Path ([IO.Path]::GetDirectoryName($sample)) 'two-nodes/node1.tar.gz')
            (Get-ConntrackEntry -Nat Both -Snapshot $two | Get-Line -Width 80)[2..4] | Should -BeExactly @(
                'tcp   TIME_WAIT       119 Both 172.18.0.1:56092 -> 172.18.0.2:30080'
                '                                 answered by 10.244.2.11:8080'
                '                                 seen as 10.244.1.0:32037'
            )
        }

        It 'breaks no line within an endpoint''s port' {
            # A host that goes by COLUMNS has the width from here on.
            $env:COLUMNS = '80'
            if ($Host.UI.RawUI.BufferSize.Width -ne 80) {
                Set-ItResult -Skipped -Because 'this terminal does not have the 80 columns that the test is about'
                return
            }

            $two = Import-NodeSnapshot (Join-Path ([IO.Path]::GetDirectoryName($sample)) 'two-nodes/node1.tar.gz')
            $services = Get-KubeServiceChain far, web -Snapshot $two | Where-Object Family -EQ IPv6
            $services | Get-Line -Width 79 | Should -BeExactly @(
                'Name                          ClusterIP        Port      Endpoints'
                '----                          ---------        ----      ---------'
                'default/web:http              fd00:10:96::80   80/TCP    [fd00:10:244:1::11]'
                '                                                           :8080,'
                '                                                         [fd00:10:244:2::11]'
                '                                                           :8080'
                'default/far:http              fd00:10:96::81   80/TCP    [fd00:10:244:2::11]'
                '                                                           :8080'
            )
            ($services.Endpoints | Get-Line -Width 79)[2] | Should -BeLike '`[fd00:10:244:1::11`]:8080 * 50 % *KUBE-SEP-*'
        }

        It 'shows tests of paths: the cause and the symptom of those that fail, and no more of the others' {
            Test-KubeServicePath numbers-empty, numbers-pair, kube-dns:dns -Snapshot $node | Get-Line -Width 79 | Should -BeExactly @(
                '   From: minikube'
                'Result  Cause  Service                       Endpoint, symptom'
                '------  -----  -------                       -----------------'
                'Passed         kube-system/kube-dns:dns/UDP  10.244.120.65:53'
                'Passed         default/numbers-pair:http     10.244.120.67:80'
                'Passed         default/numbers-pair:http     10.244.120.69:80'
                'Failed  NP2002 default/numbers-empty         ConnectionRefused'
            )
            $broken = Test-KubeServicePath numbers-api -Snapshot $node | ForEach-Object { $_.PSObject.Copy() }
            $failed = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($broken))
            $failed.Result, $failed.Cause, $failed.Symptom = 'Failed', 'NP8001', 'ConnectionRefused'
            ($failed | Get-Line -Width 79)[3] | Should -BeExactly 'Failed  NP8001 default/numbers-api           10.244.120.67:80 ConnectionRefused'
        }

        It 'shows tests of IPv6 paths in a line each' {
            $two = Import-NodeSnapshot (Join-Path ([IO.Path]::GetDirectoryName($sample)) 'two-nodes/*.tar.gz')
            $lines = Test-KubeServicePath far -Snapshot $two | Get-Line -Width 79
            $lines -like 'Passed *' | Should -BeExactly @(
                'Passed         default/far:http              10.244.2.11:8080'
                'Passed         default/far:http              [fd00:10:244:2::11]:8080'
                'Passed         default/far:http              10.244.2.11:8080'
                'Passed         default/far:http              [fd00:10:244:2::11]:8080'
            )
            $lines | Should -HaveCount 10
        }

        It 'shows the first endpoints of a Service that has many' {
            $service = Get-KubeServiceChain numbers-api -Snapshot $node
            $many = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($service))
            foreach ($count in 5, 6) {
                $many.Endpoints = 1..$count | ForEach-Object { [pscustomobject] @{ Target = "10.0.0.${_}:80" } }
                ($many | Get-Line -Width 200) -like 'default/*' | Should -BeLike $(if ($count -eq 5) { '* 10.0.0.1:80, *, 10.0.0.5:80' } else { '* 10.0.0.1:80, 10.0.0.2:80, 10.0.0.3:80, 10.0.0.4:80 and 2 more' })
            }
        }

        It 'shows endpoints' {
            $lines = (Get-KubeServiceChain numbers-pair -Snapshot $node).Endpoints | Get-Line -Width 80
            $lines[0] | Should -BeExactly 'Target                     Share Condition   Packets Chain'
            $lines[2] | Should -Match '^10\.244\.120\.67:80            50 % +\d+ KUBE-SEP-56UHFYMZMRXNS5Q3$'
            $lines[3] | Should -Match '^10\.244\.120\.69:80            50 % +\d+ KUBE-SEP-ZZG6GULPC2H7PA6Z$'
        }

        It 'shows what the API says of endpoints, the odd ones first' {
            $with = Add-KubernetesObject (Join-Path $PSScriptRoot '../../samples/reference-node-objects.json') -Snapshot $node
            $pair = Get-KubeServiceChain numbers-pair -Snapshot $with
            ($pair | Get-Line -Width 200) -like 'default/*' | Should -BeLike '* 10.244.120.69:80 (Stale), 10.244.120.70:80 (Missing), 10.244.120.67:80'
            ($pair.Endpoints | Get-Line -Width 80)[2, 3] -match ' % (Ready|Stale) ' | Should -HaveCount 2
        }

        It 'shows routes, and the whole of a pod''s name' {
            Resolve-PodRoute 10.244.120.67 -Snapshot $node | Get-Line -Width 80 | Should -BeExactly @(
                '   Node: minikube'
                'PodIP              Table  Route'
                '-----              -----  -----'
                '10.244.120.67      main   10.244.120.67 dev cali693e13cd073 scope link'
                '                            to numbers-api-5d8f4c6d9b-x2x7k'
            )
        }

        It 'shows the whole of a problem' {
            $lines = Resolve-PodRoute 10.244.120.99 -Snapshot $node | Get-Line -Width 80
            $lines[3].Substring(26) + ' ' + $lines[4].Substring(26) | Should -BeExactly "the route 'blackhole 10.244.120.64/26 proto 80' lets no packet to 10.244.120.99 through"
        }

        It 'shows veth pairs' {
            Get-VethPeer cali693e13cd073 -Snapshot $node | Get-Line -Width 80 | Should -BeExactly @(
                '   Namespace: minikube'
                'Interface            Peer       Proven PeerNamespace'
                '---------            ----       ------ -------------'
                '17: cali693e13cd073  11: eth0   True   numbers-api-5d8f4c6d9b-x2x7k'
                '                                         10.244.120.67/32'
            )
        }

        It 'shows why an interface has no peer in few lines' {
            $two = Import-NodeSnapshot (Join-Path ([IO.Path]::GetDirectoryName($sample)) 'two-nodes/node1.tar.gz')
            $lines = (Get-VethPeer eth0 -Snapshot $two | Get-Line -Width 79)[3..9]
            # Where lines break depends on the culture.
            $lines -join ' ' -replace '\s+', ' ' | Should -BeExactly '2: eth0 False the namespace that eth0 names (id 0) is not in the snapshot, and no interface of another one fits'
            $lines | Should -HaveCount 3
        }

        It 'shows connection tracking' {
            $lines = Get-ConntrackUsage minikube -Snapshot $node | Get-Line -Width 80
            $lines[0] | Should -BeExactly '   Count      Max  Percent InsertFailed   Drop EarlyDrop Namespace'
            $lines[2] | Should -Match '^ +\d+   262144 +\d+\.\d %( +\d+){3} minikube$'
        }

        It 'says which Service each route and each veth pair is for' {
            $routes = Get-KubeServiceChain numbers-api, numbers-nodeport -Snapshot $node | Resolve-PodRoute
            ($routes | Get-Line -Width 80) -like '   Service:*' | Should -BeExactly @('   Service: default/numbers-api on minikube', '   Service: default/numbers-nodeport:http on minikube')
            ($routes | Get-VethPeer | Get-Line -Width 80) -like '   Service:*' | Should -BeExactly @('   Service: default/numbers-api on minikube', '   Service: default/numbers-nodeport:http on minikube')
        }

        It 'says of which node each route and each veth pair is' {
            $two = Import-NodeSnapshot (Join-Path ([IO.Path]::GetDirectoryName($sample)) 'two-nodes/*.tar.gz')
            $routes = Get-KubeServiceChain far -Snapshot $two | Resolve-PodRoute
            $expected = @('   Service: default/far:http on node1', '   Service: default/far:http on node2')
            ($routes | Get-Line -Width 80) -like '   Service:*' | Should -BeExactly $expected
            ($routes | Get-VethPeer | Get-Line -Width 80) -like '   Service:*' | Should -BeExactly $expected
        }

        It 'shows each address of a pod in a line of its own' {
            $two = Import-NodeSnapshot (Join-Path ([IO.Path]::GetDirectoryName($sample)) 'two-nodes/node1.tar.gz')
            $lines = Get-KubeServiceChain near -Protocol Tcp -Snapshot $two | Select-Object -First 1 | Resolve-PodRoute | Get-VethPeer | Get-Line -Width 80
            $lines[3] | Should -BeLike '* web-6f8d9c7b5-m4t7z'
            $lines[4..5].Trim() | Should -BeExactly @('10.244.1.11/32', 'fd00:10:244:1::11/128')
        }

        It 'names no Service where none was asked for' {
            Resolve-PodRoute 10.244.120.67 -Snapshot $node | Get-VethPeer | Out-String -Width 80 | Should -Not -Match 'Service'
        }

        It 'sums many traces up, a row each' {
            Get-KubeServiceChain numbers-api, numbers-empty, numbers-sticky -Snapshot $node | Trace-ServicePacket -From $client | Format-Table -View Summary | Get-Line -Width 240 | Should -BeExactly @(
                '   From: client-66d9c8b7f4-8wz5k on minikube'
                'Service                      Symptom           Reason'
                '-------                      -------           ------'
                'default/numbers-api          Connected         tcp 0.0.0.0:80 of numbers-api-5d8f4c6d9b-x2x7k takes the packet'
                'default/numbers-sticky:http  Connected         tcp 0.0.0.0:80 of numbers-api-5d8f4c6d9b-x2x7k takes the packet; tcp 0.0.0.0:80 of numbers-pair-84c5f9d6b7-k9w4t takes the packet'
                '                             (conditional)'
                'default/numbers-empty        ConnectionRefused filter KUBE-SERVICES rule 1 rejects the packet with icmp-port-unreachable (default/numbers-empty has no endpoints)'
            )
        }

        It 'shows snapshots' {
            $lines = $node | Get-Line -Width 80
            $lines[0] | Should -BeExactly 'Node             Captured             Pods Problems Source'
            $lines[2] | Should -Match '^minikube         \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ    5 0        reference-node.tar.gz$'
        }

        It 'shows namespaces' {
            $lines = $node.Pods | Get-Line -Width 80
            $lines[0] | Should -BeExactly 'Name                                 NetnsId       Inode Path'
            $lines[4] | Should -Match '^numbers-api-5d8f4c6d9b-x2x7k               2  \d{10} pods/\d{10}$'
        }

        It 'shows outcomes, and which of them are conditional' {
            $lines = (Trace-ServicePacket numbers-empty -From $client -Snapshot $node).Outcomes | Get-Line -Width 80
            $lines[0] | Should -BeExactly '  Share Endpoint               Symptom            Reason'
            # The reason goes on in further lines.
            $lines[2] | Should -Match '^  100 % 10\.106\.0\.1:80          ConnectionRefused  filter KUBE-SERVICES rule 1'
            $conditional = (Trace-ServicePacket numbers-sticky -From $client -Snapshot $node).Outcomes[0] | Get-Line -Width 120
            $conditional -join '' -replace '\s' | Should -BeLike '*takesthepacket(conditional:seeAssumptions)'
        }

        It 'shows hops' {
            $lines = (Trace-ServicePacket numbers-api -From $client -Snapshot $node).Outcomes[0].Hops[3..4] | Get-Line -Width 100
            $lines | Should -BeExactly @(
                '  # Place            Layer Owner       Description'
                '  - -----            ----- -----       -----------'
                '  4 minikube         L4    kube-proxy  nat PREROUTING #1 -> KUBE-SERVICES'
                '  5 minikube         L4    kube-proxy  nat KUBE-SERVICES #5 -> KUBE-SVC-BE5LIK4X2OAKIEFX'
            )
        }
    }

    Context 'packets that the kernel traced' {
        It 'shows headers, the rules that decided, and the end' {
            # Where lines break depends on the host's width.
            $lines = Import-KernelTrace $log -Snapshot $node | Where-Object { $_.Packet.Destination -eq '10.109.60.134' } | Get-Line -Width 80
            $lines -join ' ' -replace '\s+', ' ' | Should -BeExactly (@(
                    'tcp 10.244.120.68:39416 -> 10.109.60.134:80 SYN'
                    'default/numbers-api in by cali241865e94fd on minikube'
                    'kube-proxy nat PREROUTING #1 -> KUBE-SERVICES'
                    'kube-proxy nat KUBE-SERVICES #5 -> KUBE-SVC-BE5LIK4X2OAKIEFX'
                    'kube-proxy nat KUBE-SVC-BE5LIK4X2OAKIEFX #2 -> KUBE-SEP-E4SSCTGR3GJGHN43'
                    'kube-proxy nat KUBE-SEP-E4SSCTGR3GJGHN43 #2 DNAT 10.109.60.134:80 -> 10.244.120.67:80'
                    'accepted, leaves by cali693e13cd073'
                ) -join ' ')
        }

        It 'shows steps' {
            $lines = ((Import-KernelTrace $log -Snapshot $node)[3].Steps | Get-Line -Width 80)
            $lines[0] | Should -BeExactly '  # Owner       Description'
            $lines[-1] | Should -BeExactly ' 10 kube-proxy  filter KUBE-SERVICES #1 REJECT'
        }
    }

    Context 'tables of 120 columns' {
        It 'shows all endpoints of a Service' {
            (Get-KubeServiceChain numbers-pair -Snapshot $node | Get-Line -Width 120)[2] |
                Should -BeExactly 'default/numbers-pair:http     10.98.14.20      8080/TCP  10.244.120.67:80, 10.244.120.69:80'
        }
    }

    Context 'the trace' {
        BeforeAll {
            $trace = Trace-ServicePacket numbers-api -From $client -Snapshot $node
            $plain = [NetPath.Core.Rendering.TextStyle]::Plain
        }

        It 'shows the way there' {
            $lines = [NetPath.Core.Rendering.TraceText]::Render($trace, 80, $plain) -split "`n"
            $lines[0..21] | Should -BeExactly @(
                'default/numbers-api  tcp 10.244.120.68:* -> 10.109.60.134:80'
                'from client-66d9c8b7f4-8wz5k on minikube'
                '  100 %  10.244.120.67:80  connected (Delivered)'
                '         tcp 0.0.0.0:80 of numbers-api-5d8f4c6d9b-x2x7k takes the packet'
                ''
                'There'
                ' client-66d9c8b7f4-8wz5k'
                '  L7 application sends tcp 10.244.120.68:* -> 10.109.60.134:80'
                '  L3 kernel      route main: default via 169.254.1.1 dev eth0'
                '  L2 Calico      veth 12: eth0@if18 -> 18: cali241865e94fd@if12'
                ' minikube'
                '  L4 kube-proxy  nat PREROUTING #1 -> KUBE-SERVICES'
                '  L4 kube-proxy  nat KUBE-SERVICES #5 -> KUBE-SVC-BE5LIK4X2OAKIEFX'
                '  L4 kube-proxy  nat KUBE-SVC-BE5LIK4X2OAKIEFX #2 -> KUBE-SEP-E4SSCTGR3GJGHN43'
                '  L4 kube-proxy  nat KUBE-SEP-E4SSCTGR3GJGHN43 #2 DNAT 10.109.60.134:80 ->'
                '                 10.244.120.67:80'
                '  L3 Calico      route main: 10.244.120.67 dev cali693e13cd073 scope link'
                '  L4 kernel      filter FORWARD policy ACCEPT'
                '  L2 Calico      veth 17: cali693e13cd073@if11 -> 11: eth0@if17'
                ' numbers-api-5d8f4c6d9b-x2x7k'
                '  L3 kernel      route local: 10.244.120.67 is an address here'
                '  L7 application socket tcp 0.0.0.0:80 listens'
            )
        }

        It 'shows the way back and the conntrack entry' {
            $lines = $trace | Get-Line -Width 120
            $lines | Should -Contain '  L4 kernel      conntrack un-DNAT: source 10.244.120.67:80 -> 10.109.60.134:80'
            $lines[-2..-1] | Should -BeExactly @(
                '    tcp 10.244.120.68:* -> 10.109.60.134:80'
                '    tcp 10.244.120.67:80 -> 10.244.120.68:* (reply)'
            )
        }

        It 'says the size of packets where it was asked for' {
            $lines = Trace-ServicePacket numbers-api -From $client -PacketSize 1400 -Snapshot $node | Get-Line -Width 80
            $lines[1] | Should -BeExactly 'from client-66d9c8b7f4-8wz5k on minikube, packets of 1400 bytes'
            ($trace | Get-Line -Width 80)[1] | Should -BeExactly 'from client-66d9c8b7f4-8wz5k on minikube'
        }

        It 'tells what two nodes track alike once' {
            $two = Import-NodeSnapshot (Join-Path ([IO.Path]::GetDirectoryName($sample)) 'two-nodes/*.tar.gz')
            $lines = @(Trace-ServicePacket far -From client-7d9c5b4f6-k2x8w -Snapshot $two)[0] | Get-Line -Width 80
            $start = [array]::IndexOf($lines, 'Conntrack')
            $lines[$start..$lines.Length] | Should -BeExactly @(
                'Conntrack'
                '  node1'
                '    tcp 10.244.1.10:* -> 10.96.0.81:80'
                '    tcp 10.244.2.11:8080 -> 10.244.1.10:* (reply)'
                '  node2'
                '    tcp 10.244.1.10:* -> 10.244.2.11:8080'
                '  node1, node2'
                '    udp 172.18.0.2:* -> 172.18.0.3:4789'
                '    udp 172.18.0.3:* -> 172.18.0.2:4789'
            )
        }

        It 'marks what is conditional' {
            $text = Trace-ServicePacket numbers-sticky -From $client -Snapshot $node | Out-String -Width 120
            $text | Should -BeLike '*connected (Delivered, conditional)*'
            $text | Should -BeLike '*? taken to match: KUBE-SVC-A2VY5JWIVEVM34NS rule 2*'
        }

        It 'fits <Width> columns' -ForEach @(@{ Width = 60 }, @{ Width = 80 }, @{ Width = 120 }) {
            foreach ($each in Get-KubeServiceChain -Snapshot $node | Trace-ServicePacket -From $client) {
                $lines = [NetPath.Core.Rendering.TraceText]::Render($each, $Width, $plain) -split "`n"
                ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessThan $Width
            }
        }
    }

    Context 'width' {
        It 'shows no line of <What> longer than <Width> columns' -ForEach @(
            foreach ($width in 80, 120) {
                @{ Width = $width; What = 'snapshots'; Make = { $node } }
                @{ Width = $width; What = 'namespaces'; Make = { $node.GetNamespaces() } }
                @{ Width = $width; What = 'Services'; Make = { Get-KubeServiceChain -Snapshot $node } }
                @{ Width = $width; What = 'endpoints'; Make = { (Get-KubeServiceChain -Snapshot $node).Endpoints } }
                @{ Width = $width; What = 'routes'; Make = { Resolve-PodRoute 10.244.120.67, 10.244.104.30, 10.244.120.99, fd00::1 -Snapshot $node } }
                @{ Width = $width; What = 'veth pairs'; Make = { Get-VethPeer * -Snapshot $node } }
                @{ Width = $width; What = 'connection tracking'; Make = { Get-ConntrackUsage -Snapshot $node } }
                @{ Width = $width; What = 'traces'; Make = { Get-KubeServiceChain -Snapshot $node | Trace-ServicePacket -From $client } }
                @{ Width = $width; What = 'outcomes'; Make = { (Get-KubeServiceChain -Snapshot $node | Trace-ServicePacket -From $client).Outcomes } }
                @{ Width = $width; What = 'packets of the kernel'; Make = { Import-KernelTrace $log -Snapshot $node } }
                @{ Width = $width; What = 'their steps'; Make = { (Import-KernelTrace $log -Snapshot $node).Steps } }
                @{ Width = $width; What = 'hops'; Make = { (Trace-ServicePacket numbers-api -From $client -Snapshot $node).Outcomes[0].Hops } }
            }
        ) {
            $lines = & $Make | Get-Line -Width $Width
            $lines.Count | Should -BeGreaterThan 2
            ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual $Width
        }
    }

    Context 'colour' {
        AfterEach {
            $PSStyle.OutputRendering = 'PlainText'
        }

        It 'is there when the terminal takes it' {
            $PSStyle.OutputRendering = 'Ansi'
            $text = Trace-ServicePacket numbers-empty -From $client -Snapshot $node | Out-String
            $text | Should -Match "$([regex]::Escape($PSStyle.Foreground.Red)).*connection refused"
        }

        It 'is not there in plain text' {
            $text = Trace-ServicePacket numbers-empty -From $client -Snapshot $node | Out-String
            $text.Contains([char] 27) | Should -BeFalse
        }
    }

    Context 'text from the node' {
        BeforeAll {
            $folder = New-TestFolder
            $evil = Expand-Sample $folder 'evil'
            $escape = "`u{1b}]0;owned`u{7}`u{1b}[31m`u{202e}"
            $rules = 'host/netfilter/iptables-nft-save.txt'
            Edit-Part $evil $rules '"default/numbers-api cluster IP"' "`"default/numbers-api$escape cluster IP`""
            Edit-Part $evil $rules '"default/numbers-empty has no endpoints"' "`"default/numbers-empty has no endpoints$escape`""
            Edit-Part $evil $rules '"default/numbers-nodeport:http"' "`"default/numbers-nodeport:http$escape`""
            $json = '\u001b]0;owned\u0007\u001b[31m\u202e'
            Edit-Part $evil 'manifest.json' '"node":"minikube"' "`"node`":`"minikube$json`""
            Edit-Part $evil 'manifest.json' 'numbers-api-5d8f4c6d9b-x2x7k' "numbers-api$json"
            Edit-Part $evil 'host/links/link.json' '"cali241865e94fd"' "`"cali$json`""
            $other = Import-NodeSnapshot $evil -WarningAction SilentlyContinue
            $controls = '[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]'
        }

        AfterAll {
            Remove-TestFolder $folder
        }

        It 'reaches the terminal of <What> without control characters' -ForEach @(
            @{ What = 'snapshots'; Make = { $other } }
            @{ What = 'namespaces'; Make = { $other.GetNamespaces() } }
            @{ What = 'Services'; Make = { Get-KubeServiceChain -Snapshot $other } }
            @{ What = 'Services as a list'; Make = { Get-KubeServiceChain -Snapshot $other | Format-List } }
            @{ What = 'routes'; Make = { Resolve-PodRoute 10.244.120.67, 10.244.120.68, 10.244.120.99 -Snapshot $other } }
            @{ What = 'veth pairs'; Make = { Get-VethPeer -Snapshot $other } }
            @{ What = 'veth pairs as a list'; Make = { Get-VethPeer -Snapshot $other | Format-List } }
            @{ What = 'connection tracking'; Make = { Get-ConntrackUsage -Snapshot $other } }
            @{ What = 'traces'; Make = { Trace-ServicePacket numbers-empty, numbers-nodeport -From $client -Snapshot $other } }
            @{ What = 'outcomes'; Make = { (Trace-ServicePacket numbers-empty -From $client -Snapshot $other).Outcomes } }
            @{ What = 'packets of the kernel'; Make = { (Get-Content $log) -replace 'cali241865e94fd', "cali$escape" | Import-KernelTrace -Snapshot $other } }
            @{ What = 'hops'; Make = { (Trace-ServicePacket numbers-nodeport -From $client -Snapshot $other).Outcomes.Hops } }
        ) {
            $text = & $Make | Out-String -Width 120
            $text.Length | Should -BeGreaterThan 50
            $text | Should -Not -Match $controls
        }

        It 'reaches an error message without control characters' {
            Get-KubeServiceChain nope -Snapshot $other -ErrorVariable problems -ErrorAction SilentlyContinue
            Get-VethPeer nope -Snapshot $other -ErrorVariable +problems -ErrorAction SilentlyContinue
            Trace-ServicePacket numbers-empty -From nope -Snapshot $other -ErrorVariable +problems -ErrorAction SilentlyContinue
            $problems | Should -HaveCount 3
            foreach ($problem in $problems) { $problem.Exception.Message | Should -Not -Match $controls }
        }
    }
}
