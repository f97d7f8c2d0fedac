BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')
    $node = Import-NodeSnapshot -Path $sample
    $folder = New-TestFolder
    $broken = Expand-Sample $folder 'broken'
    Edit-Part $broken 'host/sysctl.txt' 'net/ipv4/ip_forward = 1' 'net/ipv4/ip_forward = 0'
    Edit-Part $broken 'host/sysctl.txt' 'conf/eth0/forwarding = 1' 'conf/eth0/forwarding = 0'
    Edit-Part $broken 'host/sysctl.txt' 'conf/cali693e13cd073/forwarding = 1' 'conf/cali693e13cd073/forwarding = 0'
}

AfterAll {
    Remove-TestFolder $folder
}

Describe 'Test-NodeNetwork' {
    It 'finds no error and no warning on a healthy node' {
        Test-NodeNetwork Error, Warning -Snapshot $node | Should -BeNullOrEmpty
    }

    It 'writes typed findings with evidence and what to do' {
        $found = @(Test-NodeNetwork Error -Snapshot $broken)
        $found | Should -BeOfType 'NetPath.Core.Diagnosis.Finding'
        $forwarding = $found | Where-Object Code -EQ 'NP3005' | Select-Object -First 1
        $forwarding.Node | Should -Be 'minikube'
        $forwarding.Evidence[0].File | Should -Be 'host/sysctl.txt'
        $forwarding.Remedy | Should -Not -BeNullOrEmpty
    }

    It 'says what could not be decided since it was not collected' {
        $bare = Expand-Sample $folder 'bare'
        Remove-Section $bare 'routing'
        $found = @(Test-NodeNetwork -Snapshot $bare | Where-Object Code -EQ 'NP9001')
        $found | Should -Not -BeNullOrEmpty
        $found.Severity | Select-Object -Unique | Should -Be 'Information'
    }

    It 'filters by severity' {
        Test-NodeNetwork Information -Snapshot $broken | Where-Object Severity -NE 'Information' | Should -BeNullOrEmpty
    }

    It 'takes snapshots and paths from the pipeline, each once' {
        @($broken, $broken | Test-NodeNetwork Error | Where-Object Code -EQ 'NP3005').Count | Should -BeGreaterThan 0
        ($node, $node | Test-NodeNetwork Error) | Should -BeNullOrEmpty
    }

    It 'finds addresses that two nodes have' {
        $other = Expand-Sample $folder 'other'
        Edit-Part $other 'manifest.json' '"node":"minikube"' '"node":"minikube-m02"'
        $found = @($node, (Import-NodeSnapshot -Path $other) | Test-NodeNetwork Error | Where-Object Code -EQ 'NP4008')
        $found | Should -Not -BeNullOrEmpty
    }

    It 'says what it writes' {
        (Get-Command Test-NodeNetwork).OutputType.Name | Should -Be 'NetPath.Core.Diagnosis.Finding'
    }
}
