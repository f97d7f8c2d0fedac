# A command that finds nothing prints nothing. -Verbose says what was looked at, and errors name what was probably meant.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')
    $node = Import-NodeSnapshot -Path $sample
}

Describe 'A command that finds nothing' {
    It 'says with -Verbose what it looked at: <Name>' -ForEach @(
        @{ Name = 'Test-NodeNetwork'; Says = '*checks of minikube: nothing found.'; Command = { Test-NodeNetwork -Snapshot $node -Verbose 4>&1 } }
        @{ Name = 'Get-KubeServiceChain'; Says = '0 of 11 Service ports of minikube were asked for.'; Command = { Get-KubeServiceChain zz* -Snapshot $node -Verbose 4>&1 } }
        @{ Name = 'Trace-ServicePacket'; Says = '0 of 11 Service ports of minikube were asked for.'; Command = { Trace-ServicePacket zz* -Snapshot $node -Verbose 4>&1 } }
        @{ Name = 'Test-KubeServicePath'; Says = '0 of 11 Service ports of minikube were asked for.'; Command = { Test-KubeServicePath zz* -Snapshot $node -Verbose 4>&1 } }
        @{ Name = 'Get-VethPeer'; Says = "0 of 6 interfaces of minikube fit 'zz`*'."; Command = { Get-VethPeer zz* -Snapshot $node -Verbose 4>&1 } }
        @{ Name = 'Get-ConntrackEntry'; Says = '0 of 4 entries of minikube were asked for.'; Command = { Get-ConntrackEntry -Destination 192.0.2.1 -Snapshot $node -Verbose 4>&1 } }
        @{ Name = 'Compare-NodeSnapshot'; Says = 'Compared *: 0 differences.'; Command = { Compare-NodeSnapshot $node $node -Verbose 4>&1 } }
    ) {
        $said = @(& $Command)
        @($said | Where-Object { $_ -isnot [Management.Automation.VerboseRecord] }) | Should -BeNullOrEmpty
        @($said.Message -like $Says) | Should -Not -BeNullOrEmpty
    }

    It 'counts the checks of each node, and those between nodes' {
        $said = @(Test-NodeNetwork -Snapshot $node -Verbose 4>&1)
        $said | Should -HaveCount 2
        $said[0].Message | Should -Match '^\d\d checks of minikube: nothing found\.$'
        $said[1].Message | Should -Match "^\d checks of what shows only between nodes or against the API's objects: nothing found\.$"
    }
}

Describe 'An error about a name' {
    It 'asks whether <Meant> was meant' -ForEach @(
        @{ Meant = 'client-66d9c8b7f4-8wz5k'; Command = { Trace-ServicePacket numbers-api -From clinet -Snapshot $node } }
        @{ Meant = 'client-66d9c8b7f4-8wz5k'; Command = { Trace-ServicePacket -To clinet -Port 80 -Snapshot $node } }
        @{ Meant = 'client-66d9c8b7f4-8wz5k'; Command = { Get-VethPeer -Namespace clinet -Snapshot $node } }
        @{ Meant = 'cali693e13cd073'; Command = { Get-VethPeer cali693e13cd07 -Snapshot $node } }
        @{ Meant = 'NP2002'; Command = { Get-NetPathFinding 2002 } }
    ) {
        $ErrorActionPreference = 'Continue'
        $problems = @(& $Command 2>&1)
        $problems | Should -HaveCount 1
        $problems[0].Exception.Message | Should -BeLike "* Did you mean $Meant[?] *"
    }

    It 'says <Says>' -ForEach @(
        @{ Says = '*Of their 11 Service ports these come close: default/numbers-api. *'; Command = { Get-KubeServiceChain nubmers-api -Snapshot $node } }
        @{ Says = "* named 'numbers-api', on port 8080. There is default/numbers-api on 80/TCP."; Command = { Get-KubeServiceChain numbers-api -Port 8080 -Snapshot $node } }
        @{ Says = "* named 'numbers-api', over UDP. There is default/numbers-api on 80/TCP."; Command = { Trace-ServicePacket numbers-api -Protocol Udp -Snapshot $node } }
        @{ Says = "* in namespace 'prod'. Services are in the namespaces default, kube-system."; Command = { Test-KubeServicePath -Namespace prod -Snapshot $node } }
        @{ Says = "'numbers-api' is no IP address.*Get-KubeServiceChain NAME | Resolve-PodRoute"; Command = { Resolve-PodRoute numbers-api -Snapshot $node } }
        @{ Says = 'Compare-NodeSnapshot needs -Reference, *'; Command = { Compare-NodeSnapshot } }
    ) {
        $ErrorActionPreference = 'Continue'
        $problems = @(& $Command 2>&1)
        $problems | Should -HaveCount 1
        $problems[0].Exception.Message | Should -BeLike $Says
    }
}

Describe 'A name outside of the cluster' {
    It 'is said to be one, whatever the search list makes of it' {
        $name = Resolve-KubeServiceName example.com -From client -Snapshot $node
        $name.Verdict | Should -Be 'Unknown'
        $name.Reason | Should -BeExactly "example.com: it is a name outside of the cluster's zone cluster.local: the cluster's DNS asks other servers for it, and no snapshot holds what they answer"
    }
}
