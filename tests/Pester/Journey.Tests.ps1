BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')
    $node = Import-NodeSnapshot -Path $sample
}

# A packet leaves a pod for http://numbers-api/. Each step's fact is one that a person would find on the node with iptables-save, ip and cat.
Describe 'The reference journey' {
    Context 'step by step' {
        It 'starts at a Service with a virtual IP and one endpoint' {
            $service = Get-KubeServiceChain numbers-api -Snapshot $node
            $service.Name | Should -Be 'default/numbers-api'
            $service.ClusterIP | Should -Be '10.109.60.134'
            "$($service.Port)/$($service.Protocol)" | Should -Be '80/Tcp'
            $service.Endpoints | Should -HaveCount 1
        }

        It 'leads from KUBE-SERVICES to the Service''s chain' {
            $rule = (Get-KubeServiceChain numbers-api -Snapshot $node).Evidence[0].Text
            $rule | Should -Match '-A KUBE-SERVICES -d 10\.109\.60\.134/32 .* -j KUBE-SVC-BE5LIK4X2OAKIEFX$'
        }

        It 'leads on to the endpoint''s chain, without statistic' {
            $rule = (Get-KubeServiceChain numbers-api -Snapshot $node).Endpoints[0].Evidence[0].Text
            $rule | Should -Match '-A KUBE-SVC-BE5LIK4X2OAKIEFX .*"default/numbers-api -> 10\.244\.120\.67:80" -j KUBE-SEP-E4SSCTGR3GJGHN43$'
            $rule | Should -Not -Match 'statistic'
        }

        It 'translates to the pod, where kube-proxy''s part ends' {
            $rule = (Get-KubeServiceChain numbers-api -Snapshot $node).Endpoints[0].Evidence[-1].Text
            $rule | Should -Match '-A KUBE-SEP-E4SSCTGR3GJGHN43 -p tcp .*-j DNAT --to-destination 10\.244\.120\.67:80$'
        }

        It 'follows the host route that Calico wrote' {
            $route = Get-KubeServiceChain numbers-api -Snapshot $node | Resolve-PodRoute
            $route.Route | Should -Be '10.244.120.67 dev cali693e13cd073 scope link'
            $route.InterfaceIndex | Should -Be 17
        }

        It 'goes through the veth pair into the pod' {
            $peer = Get-KubeServiceChain numbers-api -Snapshot $node | Resolve-PodRoute | Get-VethPeer
            "$peer" | Should -Be '17: cali693e13cd073@if11 (minikube) <-> 11: eth0@if17 (numbers-api-5d8f4c6d9b-x2x7k)'
            $peer.Proven | Should -BeTrue
            $peer.PeerAddresses[0] | Should -Be '10.244.120.67/32'
        }

        It 'comes back through conntrack, for which there is room' {
            $usage = Get-ConntrackUsage -Namespace minikube -Snapshot $node
            $usage.Count | Should -BeLessThan $usage.Max
            $usage.Max | Should -Be 262144
        }
    }

    Context 'as one walk' {
        BeforeAll {
            $outcome = (Get-KubeServiceChain numbers-api -Snapshot $node | Trace-ServicePacket -From client-66d9c8b7f4-8wz5k).Outcomes[0]
        }

        It 'takes these steps there' {
            $outcome.Hops | Where-Object IsDetail -EQ $false | ForEach-Object { "$($_.Place): $($_.Description)" } | Should -BeExactly @(
                'client-66d9c8b7f4-8wz5k: sends tcp 10.244.120.68:* -> 10.109.60.134:80'
                'client-66d9c8b7f4-8wz5k: route main: default via 169.254.1.1 dev eth0'
                'client-66d9c8b7f4-8wz5k: veth 12: eth0@if18 -> 18: cali241865e94fd@if12'
                'minikube: nat PREROUTING #1 -> KUBE-SERVICES'
                'minikube: nat KUBE-SERVICES #5 -> KUBE-SVC-BE5LIK4X2OAKIEFX'
                'minikube: nat KUBE-SVC-BE5LIK4X2OAKIEFX #2 -> KUBE-SEP-E4SSCTGR3GJGHN43'
                'minikube: nat KUBE-SEP-E4SSCTGR3GJGHN43 #2 DNAT 10.109.60.134:80 -> 10.244.120.67:80'
                'minikube: route main: 10.244.120.67 dev cali693e13cd073 scope link'
                'minikube: filter FORWARD policy ACCEPT'
                'minikube: veth 17: cali693e13cd073@if11 -> 11: eth0@if17'
                'numbers-api-5d8f4c6d9b-x2x7k: route local: 10.244.120.67 is an address here'
                'numbers-api-5d8f4c6d9b-x2x7k: socket tcp 0.0.0.0:80 listens'
            )
        }

        It 'takes these steps back' {
            $outcome.ReplyHops | Where-Object IsDetail -EQ $false | ForEach-Object { "$($_.Place): $($_.Description)" } | Should -BeExactly @(
                'numbers-api-5d8f4c6d9b-x2x7k: answers tcp 10.244.120.67:80 -> 10.244.120.68:*'
                'numbers-api-5d8f4c6d9b-x2x7k: route main: default via 169.254.1.1 dev eth0'
                'numbers-api-5d8f4c6d9b-x2x7k: veth 11: eth0@if17 -> 17: cali693e13cd073@if11'
                'minikube: route main: 10.244.120.68 dev cali241865e94fd scope link'
                'minikube: filter FORWARD #2 -> KUBE-FORWARD'
                'minikube: filter KUBE-FORWARD #3 ACCEPT'
                'minikube: conntrack un-DNAT: source 10.244.120.67:80 -> 10.109.60.134:80'
                'minikube: veth 18: cali241865e94fd@if12 -> 12: eth0@if18'
                'client-66d9c8b7f4-8wz5k: route local: 10.244.120.68 is an address here'
                'client-66d9c8b7f4-8wz5k: gets the answer tcp 10.109.60.134:80 -> 10.244.120.68:*'
            )
        }

        It 'is the same from the snapshot''s path and after another export and import' {
            $folder = New-TestFolder
            try {
                $file = $node | Export-NodeSnapshot -Path $folder -PassThru
                $again = (Trace-ServicePacket numbers-api -From client-66d9c8b7f4-8wz5k -Snapshot $file.FullName).Outcomes[0]
                $again.Hops.Description | Should -BeExactly $outcome.Hops.Description
                $again.ReplyHops.Description | Should -BeExactly $outcome.ReplyHops.Description
            }
            finally {
                Remove-TestFolder $folder
            }
        }
    }

    Context 'through the pipeline' {
        It 'reads one snapshot once' {
            $peer = Get-KubeServiceChain numbers-api -Snapshot $sample | Resolve-PodRoute | Get-VethPeer
            $peer.PeerPod | Should -Be 'numbers-api-5d8f4c6d9b-x2x7k'
        }

        It 'traces every Service of the node' {
            $traces = Get-KubeServiceChain -Snapshot $node | Trace-ServicePacket -From client-66d9c8b7f4-8wz5k
            $traces | Where-Object Passed -EQ $false | ForEach-Object Service | Should -Be @('default/numbers-sticky:http', 'default/numbers-empty')
        }
    }
}
