BeforeDiscovery {
    # A named pipe that nobody writes to is a file that never answers.
    $cannotBlock = -not $IsLinux
    $readers = @(
        @{ Name = 'Import-NodeSnapshot'; Line = 'Import-NodeSnapshot -LiteralPath {0} -Verbose' }
        @{ Name = 'Export-NodeSnapshot'; Line = 'Export-NodeSnapshot -Path ([IO.Path]::GetTempPath()) -Snapshot {0} -Verbose' }
        @{ Name = 'Get-KubeServiceChain'; Line = 'Get-KubeServiceChain -Snapshot {0} -Verbose' }
        @{ Name = 'Resolve-PodRoute'; Line = 'Resolve-PodRoute -PodIP 10.244.120.67 -Snapshot {0} -Verbose' }
        @{ Name = 'Get-VethPeer'; Line = 'Get-VethPeer -Snapshot {0} -Verbose' }
        @{ Name = 'Get-ConntrackUsage'; Line = 'Get-ConntrackUsage -Snapshot {0} -Verbose' }
        @{ Name = 'Trace-ServicePacket'; Line = 'Trace-ServicePacket -Service numbers-api -Snapshot {0} -Verbose' }
        @{ Name = 'Test-KubeServicePath'; Line = 'Test-KubeServicePath -Snapshot {0} -Verbose' }
        @{ Name = 'Test-NodeNetwork'; Line = 'Test-NodeNetwork -Snapshot {0} -Verbose' }
        @{ Name = 'Compare-NodeSnapshot'; Line = 'Compare-NodeSnapshot {0} -Verbose' }
    )
    $machine = @(
        @{ Name = 'Get-NodeSnapshot'; Line = 'Get-NodeSnapshot -Section links, routing' }
        @{ Name = 'Get-VethPeer'; Line = 'Get-VethPeer' }
        @{ Name = 'Trace-ServicePacket'; Line = 'Trace-ServicePacket -Service numbers-api' }
    )
}

BeforeAll {
    $manifest = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1'))
    Import-Module $manifest -Force
    . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')

    function Wait-Until {
        <# .SYNOPSIS
            Waits for something to become true, and says whether it did. #>
        [OutputType([bool])]
        param([scriptblock] $Condition)

        for ($try = 0; $try -lt 600; $try++) {
            if (& $Condition) { return $true }
            Start-Sleep -Milliseconds 50
        }

        return $false
    }

    function Invoke-AndStop {
        <# .SYNOPSIS
            Runs a command in a runspace of its own, stops it as Ctrl+C does once it is at work, and tells how that went. #>
        param([string] $Command, [scriptblock] $IsAtWork)

        $session = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
        $session.ImportPSModule($manifest)
        $shell = [powershell]::Create($session).AddScript($Command)
        $null = $shell.BeginInvoke()
        $began = Wait-Until { & $IsAtWork $shell }
        $stop = $shell.BeginStop($null, $null)
        [pscustomobject] @{
            Began   = $began
            # What is waited for would take a minute, or for ever.
            Stopped = $stop.AsyncWaitHandle.WaitOne([timespan]::FromSeconds(20))
            State   = "$($shell.InvocationStateInfo.State)"
            Shell   = $shell
        }
    }
}

Describe 'Ctrl+C while a file does not answer (skipped where there are no named pipes)' -Skip:$cannotBlock {
    BeforeAll {
        $folder = New-TestFolder
        $pipe = Join-Path $folder 'node1'
        mkfifo $pipe
    }

    AfterAll {
        Remove-TestFolder $folder
    }

    It 'ends <Name>' -ForEach $readers {
        $run = Invoke-AndStop ($Line -f "'$pipe'") { @($args[0].Streams.Verbose -like "*Reading the snapshot*$pipe*").Count -gt 0 }
        $run.Began | Should -BeTrue
        $run.Stopped | Should -BeTrue
        $run.State | Should -Be 'Stopped'
    }

    It 'has shown meanwhile what is read' {
        $run = Invoke-AndStop "Get-KubeServiceChain -Snapshot '$pipe'" { $args[0].Streams.Progress.Count -gt 0 }
        $run.Began | Should -BeTrue
        $run.Shell.Streams.Progress[0].Activity | Should -Be 'Reading node1'
        $run.Stopped | Should -BeTrue
    }
}

Describe 'Ctrl+C while this machine is read (skipped where that is not Linux)' -Skip:$cannotBlock {
    BeforeAll {
        $folder = New-TestFolder
        $mark = Join-Path $folder 'started'
        $slow = Join-Path $folder 'ip'
        [IO.File]::WriteAllText($slow, "#!/bin/sh`necho `$`$ >> '$mark'`nexec sleep 60`n")
        chmod +x $slow
        $path = $env:PATH
        $env:PATH = "$folder$([IO.Path]::PathSeparator)$path"
    }

    AfterAll {
        $env:PATH = $path
        Remove-TestFolder $folder
    }

    It 'ends <Name>, and the commands that it had started' -ForEach $machine {
        if ([IO.File]::Exists($mark)) { [IO.File]::Delete($mark) }
        $run = Invoke-AndStop "$Line -WarningAction SilentlyContinue" { [IO.File]::Exists($mark) }
        $run.Began | Should -BeTrue
        $run.Stopped | Should -BeTrue
        $run.State | Should -Be 'Stopped'
        foreach ($id in [IO.File]::ReadAllLines($mark)) {
            Wait-Until { -not [IO.Directory]::Exists("/proc/$id") } | Should -BeTrue
        }
    }
}

Describe 'Ctrl+C while a plugin for credentials waits (skipped where there is no shell to write one in)' -Skip:$cannotBlock {
    BeforeAll {
        . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')
        $folder = New-TestFolder
        $mark = Join-Path $folder 'started'
        $plugin = Join-Path $folder 'login'
        [IO.File]::WriteAllText($plugin, "#!/bin/sh`necho `$`$ >> '$mark'`nexec sleep 60`n")
        chmod +x $plugin
        $config = Join-Path $folder 'config'
        $lines = 'apiVersion: v1', 'kind: Config', 'current-context: here', 'clusters:', '- {name: here, cluster: {server: "http://127.0.0.1:1"}}',
        'contexts:', '- {name: here, context: {cluster: here, user: me}}', 'users:',
        '- {name: me, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login, interactiveMode: Never}}}'
        [IO.File]::WriteAllLines($config, [string[]] $lines)
    }

    AfterAll {
        foreach ($id in [IO.File]::ReadAllLines($mark)) { kill $id }
        Remove-TestFolder $folder
    }

    It 'ends <Name>' -ForEach @(
        @{ Name = 'Add-KubernetesObject'; Line = "Add-KubernetesObject -Snapshot '{0}' -KubeConfig '{1}'" }
        @{ Name = 'Get-NodeSnapshot'; Line = "Get-NodeSnapshot -Node node1 -KubeConfig '{1}'" }
    ) {
        if ([IO.File]::Exists($mark)) { foreach ($id in [IO.File]::ReadAllLines($mark)) { kill $id } ; [IO.File]::Delete($mark) }
        $run = Invoke-AndStop ($Line -f $sample, $config) { [IO.File]::Exists($mark) }
        $run.Began | Should -BeTrue
        $run.Stopped | Should -BeTrue
        $run.State | Should -Be 'Stopped'
    }
}
