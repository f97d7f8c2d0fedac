BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')
    $node = Import-NodeSnapshot -Path $sample
    $client = 'client-66d9c8b7f4-8wz5k'
    $id = 'NetPath.Cmdlets.Diagnosis.TestKubeServicePathCommand'
}

Describe 'Test-KubeServicePath' {
    Context 'the reference node' {
        BeforeAll {
            $tests = Test-KubeServicePath -Snapshot $node -From $client
        }

        It 'is a typed row for each endpoint of each Service port' {
            $tests | Should -BeOfType 'NetPath.Core.Tracing.Sweep.ServicePathTest'
            $tests | Should -HaveCount 13
            ($tests | Where-Object Name -EQ 'default/numbers-pair:http').Endpoint | Should -Be @('10.244.120.67:80', '10.244.120.69:80')
        }

        It 'passes where the client is connected for certain' {
            $test = $tests | Where-Object Name -EQ 'default/numbers-api'
            $test.Service | Should -Be 'numbers-api'
            $test.Namespace | Should -Be 'default'
            $test.ClusterIP | Should -Be '10.109.60.134'
            $test.Port | Should -Be 80
            $test.Protocol | Should -Be 'Tcp'
            $test.From | Should -Be $client
            $test.Probability | Should -Be 1
            $test.Passed | Should -BeTrue
            $test.Result | Should -Be 'Passed'
            $test.Disposition | Should -Be 'Delivered'
            $test.Cause | Should -Be $null
        }

        It 'names the cause where it does not' {
            $failed = $tests | Where-Object -not Passed
            $failed.Name | Should -Be 'default/numbers-empty'
            $failed.Endpoint | Should -Be $null
            $failed.Cause | Should -Be 'NP2002'
            $failed.Symptom | Should -Be 'ConnectionRefused'
            $failed.Findings[0].Code | Should -Be 'NP2002'
            $failed.Findings[0].Evidence[0].Text | Should -Match 'has no endpoints'
        }

        It 'judges each endpoint of a Service with session affinity, whoever the client was before' {
            ($tests | Where-Object Name -EQ 'default/numbers-sticky:http').Passed | Should -Be @($true, $true)
            ($tests | Where-Object Name -EQ 'default/numbers-sticky:http').Probability | Should -Be @(0.5, 0.5)
        }

        It 'groups by cause' {
            $groups = @($tests | Where-Object -not Passed | Group-Object Cause)
            $groups | Should -HaveCount 1
            $groups[0].Name | Should -Be 'NP2002'
            $groups[0].Count | Should -Be 1
        }

        It 'reads well as text' {
            "$($tests | Where-Object -not Passed)" | Should -Be "$client -> default/numbers-empty: Failed, ConnectionRefused, NP2002"
        }
    }

    Context 'choosing' {
        It 'takes <Why>' -ForEach @(
            @{ Why = 'names'; Arguments = @{ Name = 'numbers-api' }; Names = @('default/numbers-api') }
            @{ Why = 'wildcards'; Arguments = @{ Name = 'numbers-[ae]*' }; Names = @('default/numbers-api', 'default/numbers-empty') }
            @{ Why = 'namespaces'; Arguments = @{ Namespace = 'kube-system'; Port = 53 }; Names = @('kube-system/kube-dns:dns', 'kube-system/kube-dns:dns-tcp') }
            @{ Why = 'protocols'; Arguments = @{ Protocol = 'Udp' }; Names = @('kube-system/kube-dns:dns') }
        ) {
            (Test-KubeServicePath @Arguments -Snapshot $node -From $client).Name | Should -Be $Names
        }

        It 'starts at the node without -From' {
            (Test-KubeServicePath numbers-api -Snapshot $node).From | Should -Be 'minikube'
        }

        It 'starts at the node and each pod with *' {
            (Test-KubeServicePath numbers-api -Snapshot $node -From *).From | Should -HaveCount 6
        }

        It 'starts at several clients' {
            (Test-KubeServicePath numbers-api -Snapshot $node -From node, 'client*').From | Should -Be @('minikube', $client)
        }

        It 'takes a client as a trace does: <From>' -ForEach @(
            @{ From = 'minikube'; Expected = 'minikube' }
            @{ From = '10.244.120.68'; Expected = 'client-66d9c8b7f4-8wz5k' }
            @{ From = 'outside'; Expected = 'outside' }
        ) {
            (Test-KubeServicePath numbers-api -Snapshot $node -From $From).From | Should -Be $Expected
        }

        It 'tests Services of both IP versions from a machine outside' {
            $two = Import-NodeSnapshot (Join-Path ([IO.Path]::GetDirectoryName($sample)) 'two-nodes/node2.tar.gz')
            (Test-KubeServicePath far -Snapshot $two -From outside).From | Select-Object -Unique | Should -Be @('192.0.2.1', '2001:db8::1')
        }

        It 'takes a name of the DNS for a Service' {
            (Test-KubeServicePath numbers-api.default.svc.cluster.local -Snapshot $node).Name | Should -Be 'default/numbers-api'
        }
    }

    Context 'the pipeline' {
        It 'takes snapshots' {
            ($node | Test-KubeServicePath numbers-api).Passed | Should -BeTrue
        }

        It 'takes Services' {
            (Get-KubeServiceChain numbers-api, numbers-empty -Snapshot $node | Test-KubeServicePath).Passed | Should -Be @($true, $false)
        }

        It 'takes names' {
            ('numbers-api', 'numbers-empty' | Test-KubeServicePath -Snapshot $node).Passed | Should -Be @($true, $false)
        }

        It 'gives rows that bring the snapshot along' {
            (Test-KubeServicePath numbers-api -Snapshot $node | Get-ConntrackUsage minikube).Namespace | Should -Be 'minikube'
        }
    }

    Context 'a broken node' {
        BeforeAll {
            $folder = New-TestFolder
            $broken = Expand-Sample $folder 'broken'
            Set-Part $broken 'pods/4026532974/sockets/tcp.txt' ([IO.File]::ReadAllLines((Join-Path $broken 'pods/4026532974/sockets/tcp.txt'))[0] + "`n")
            Set-Part $broken 'pods/4026532974/sockets/tcp6.txt' ([IO.File]::ReadAllLines((Join-Path $broken 'pods/4026532974/sockets/tcp6.txt'))[0] + "`n")
        }

        AfterAll {
            Remove-TestFolder $folder
        }

        It 'fails the endpoint that is broken, and passes the other' {
            $tests = Test-KubeServicePath numbers-pair -Snapshot $broken -From $client
            ($tests | Where-Object Endpoint -EQ '10.244.120.67:80').Result | Should -Be 'Failed'
            ($tests | Where-Object Endpoint -EQ '10.244.120.67:80').Cause | Should -Be 'NP8001'
            ($tests | Where-Object Endpoint -EQ '10.244.120.69:80').Result | Should -Be 'Passed'
        }
    }

    Context 'errors' {
        It 'says that there is no such Service, and tests the others' {
            $found = Test-KubeServicePath nope, numbers-api -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue
            $found.Name | Should -Be 'default/numbers-api'
            $problems[0].FullyQualifiedErrorId | Should -Be "ServiceNotFound,$id"
        }

        It 'says that there is no such client' {
            Test-KubeServicePath numbers-api -Snapshot $node -From nobody -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problems[0].FullyQualifiedErrorId | Should -Be "TraceImpossible,$id"
        }

        It 'says what it cannot take from the pipeline' {
            3 | Test-KubeServicePath -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problems[0].FullyQualifiedErrorId | Should -Be "InputNotUnderstood,$id"
        }
    }

    Context 'the command' {
        It 'says what it writes' {
            (Get-Command Test-KubeServicePath).OutputType.Name | Should -Be 'NetPath.Core.Tracing.Sweep.ServicePathTest'
        }
    }
}
