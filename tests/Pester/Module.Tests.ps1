BeforeDiscovery {
    $commands = @(
        'Get-NodeSnapshot', 'Export-NodeSnapshot', 'Import-NodeSnapshot', 'Add-KubernetesObject', 'Get-KubeServiceChain'
        'Resolve-PodRoute', 'Get-VethPeer', 'Get-ConntrackUsage', 'Get-ConntrackEntry', 'Trace-ServicePacket', 'Watch-ServicePacket', 'Import-KernelTrace', 'Resolve-KubeServiceName'
        'Compare-NodeSnapshot', 'Test-KubeServicePath', 'Test-NodeNetwork', 'Get-NetPathFinding'
    )
}

BeforeAll {
    $folder = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../../out/NetPath'))
    $manifestPath = Join-Path $folder 'NetPath.psd1'
    Import-Module $manifestPath -Force
    $module = Get-Module NetPath
}

Describe 'The NetPath module' {
    It 'has a valid manifest' {
        $manifest = Test-ModuleManifest -Path $manifestPath
        $manifest.PowerShellVersion | Should -Be ([version] '7.4')
        $manifest.CompatiblePSEditions | Should -Be 'Core'
        $manifest.RootModule | Should -Be 'NetPath.dll'
    }

    It 'tells a gallery what it is' {
        $manifest = Test-ModuleManifest -Path $manifestPath
        $manifest.Description | Should -Not -BeNullOrEmpty
        $manifest.Author | Should -Be 'NetPath contributors'
        $manifest.Tags | Should -Contain 'Kubernetes'
        $manifest.LicenseUri | Should -Not -BeNullOrEmpty
        "$($manifest.ProjectUri)" | Should -Be 'https://github.com/netpath/netpath'
        $manifest.ReleaseNotes | Should -Not -BeNullOrEmpty
    }

    It 'is a binary module' {
        $module.ModuleType | Should -Be 'Binary'
    }

    It 'exports <_>' -ForEach $commands {
        $module.ExportedCmdlets.Keys | Should -Contain $_
    }

    It 'exports nothing else' {
        $module.ExportedCommands.Count | Should -Be 17
        $module.ExportedFunctions.Count | Should -Be 0
        $module.ExportedAliases.Count | Should -Be 0
        $module.ExportedVariables.Count | Should -Be 0
    }

    It 'uses an approved verb in <_>' -ForEach $commands {
        $verb = ($_ -split '-')[0]
        $classes = 'VerbsCommon', 'VerbsData', 'VerbsDiagnostic', 'VerbsLifecycle', 'VerbsCommunications', 'VerbsSecurity', 'VerbsOther'
        $approved = $classes | ForEach-Object { ([type] "System.Management.Automation.$_").GetFields().Name }
        $approved | Should -Contain $verb
    }

    It 'ships every file that its manifest names' {
        $manifest = Test-ModuleManifest -Path $manifestPath
        $manifest.ExportedFormatFiles | Should -HaveCount 10
        foreach ($file in $manifest.ExportedFormatFiles) { $file | Should -Exist }
    }

    It 'ships none of PowerShell''s or .NET''s own assemblies' {
        $names = [IO.Directory]::GetFiles($folder, '*.dll', 'AllDirectories') | ForEach-Object { [IO.Path]::GetRelativePath($folder, $_).Replace('\', '/') } | Sort-Object
        $names -join ' ' | Should -Be 'dependencies/DnsClient.dll dependencies/Fractions.dll dependencies/KubernetesClient.dll dependencies/NetPath.Dns.dll dependencies/NetPath.Kubernetes.dll dependencies/YamlDotNet.dll NetPath.Core.dll NetPath.dll NetPath.Linux.dll'
    }

    It 'ships its licence' {
        Join-Path $folder 'LICENSE' | Should -Exist
    }
}
