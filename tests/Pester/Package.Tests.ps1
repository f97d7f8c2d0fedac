BeforeDiscovery {
    $package = @(Get-ChildItem -Path (Join-Path $PSScriptRoot '../../out') -Filter 'NetPath.*.nupkg' -ErrorAction Ignore)
    $hasPackage = $package.Count -eq 1
}

BeforeAll {
    $root = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..'))
    $properties = [xml] [IO.File]::ReadAllText([IO.Path]::Combine($root, 'Directory.Build.props'))
    $version = "$($properties.SelectSingleNode('//VersionPrefix').InnerText)"
    $packagePath = [IO.Path]::Combine($root, 'out', "NetPath.$version.nupkg")

    # What an installer does: unpack below the module path, and leave out what only the package needs.
    $modulePath = [IO.Path]::Combine([IO.Path]::GetTempPath(), "netpath-package-test-$PID")
    $installed = [IO.Path]::Combine($modulePath, 'NetPath', $version)
    if ([IO.File]::Exists($packagePath)) {
        [IO.Compression.ZipFile]::ExtractToDirectory($packagePath, $installed)
        $nuspec = [xml] [IO.File]::ReadAllText([IO.Path]::Combine($installed, 'NetPath.nuspec'))
        $metadata = $nuspec.package.metadata
        foreach ($name in '[Content_Types].xml', 'NetPath.nuspec') { [IO.File]::Delete([IO.Path]::Combine($installed, $name)) }
        foreach ($name in '_rels', 'package') { [IO.Directory]::Delete([IO.Path]::Combine($installed, $name), $true) }
    }

    function Invoke-Fresh {
        <# .SYNOPSIS
            Runs a command in a new process whose module path is the test's own; gives its output and, in $LASTEXITCODE, its exit code. #>
        param([string] $Command)

        $before = $env:PSModulePath
        try {
            $env:PSModulePath = $modulePath
            & ([Environment]::ProcessPath) -NoProfile -NonInteractive -Command $Command 2>&1 | ForEach-Object { "$_" }
        }
        finally { $env:PSModulePath = $before }
    }
}

AfterAll {
    if ([IO.Directory]::Exists($modulePath)) { [IO.Directory]::Delete($modulePath, $true) }
}

Describe 'The version' {
    It 'is the same in <_>' -ForEach @('NetPath.psd1', 'src/Collector/netpath-collect.sh', 'out/NetPath/NetPath.psd1', 'out/NetPath/netpath-collect.sh') {
        $text = [IO.File]::ReadAllText([IO.Path]::Combine($root, $_))
        $text | Should -Match "(?m)^(\s*ModuleVersion\s*=\s*'|version=)$([regex]::Escape($version))('|$)"
    }

    It 'is the same in <_>' -ForEach @('NetPath.dll', 'NetPath.Core.dll', 'NetPath.Linux.dll', 'dependencies/NetPath.Kubernetes.dll', 'dependencies/NetPath.Dns.dll') {
        $file = [IO.Path]::Combine($root, 'out', 'NetPath', $_)
        $assembly = [Diagnostics.FileVersionInfo]::GetVersionInfo($file)
        $assembly.ProductVersion | Should -Be $version
        $assembly.FileVersion | Should -Be "$version.0"
    }
}

Describe 'The package' -Skip:(-not $hasPackage) {
    It 'is named for the version' {
        $packagePath | Should -Exist
    }

    It 'holds what the module needs and nothing else' {
        $allowed = '^(NetPath(\.Core|\.Linux)?\.dll|dependencies/(NetPath\.(Kubernetes|Dns)|KubernetesClient|YamlDotNet|Fractions|DnsClient)\.dll|NetPath\.psd1|netpath-collect\.sh|LICENSE|THIRD-PARTY-NOTICES\.md|' +
            '(Formats|Types)/NetPath(\.\w+)?\.(Format|Types)\.ps1xml|en-US/(NetPath\.dll-Help\.xml|about_\w+\.help\.txt)|' +
            'deploy/[\w-]+\.yaml|samples/(two-nodes/)?[\w-]+\.(ps1|txt|tar\.gz|json)|samples/runbooks/[\w-]+\.ps1)$'
        $files = [IO.Directory]::GetFiles($installed, '*', 'AllDirectories') | ForEach-Object { [IO.Path]::GetRelativePath($installed, $_).Replace('\', '/') }
        $files | Where-Object { $_ -notmatch $allowed } | Should -BeNullOrEmpty
        foreach ($name in 'NetPath.dll', 'NetPath.psd1', 'netpath-collect.sh', 'LICENSE', 'THIRD-PARTY-NOTICES.md', 'samples/demo.ps1') {
            $files | Should -Contain $name
        }
    }

    It 'holds the same bytes as out/NetPath' {
        $folder = [IO.Path]::Combine($root, 'out', 'NetPath')
        foreach ($file in [IO.Directory]::GetFiles($folder, '*', 'AllDirectories')) {
            $unpacked = [IO.Path]::Combine($installed, [IO.Path]::GetRelativePath($folder, $file))
            $hashes = foreach ($path in $unpacked, $file) { [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([IO.File]::ReadAllBytes($path))) }
            $hashes[0] | Should -Be $hashes[1] -Because $file
        }
    }

    It 'tells the Gallery what the manifest tells' {
        $manifest = Test-ModuleManifest -Path ([IO.Path]::Combine($root, 'out', 'NetPath', 'NetPath.psd1'))
        $metadata.id | Should -Be 'NetPath'
        $metadata.version | Should -Be $version
        $metadata.authors | Should -Be $manifest.Author
        $metadata.description | Should -Be $manifest.Description
        $metadata.licenseUrl | Should -Be "$($manifest.LicenseUri)"
        $metadata.projectUrl | Should -Be "$($manifest.ProjectUri)"
    }

    It 'is found by its cmdlets' {
        $tags = $metadata.tags -split ' '
        foreach ($tag in 'PSModule', 'PSEdition_Core', 'PSIncludes_Cmdlet', 'PSCmdlet_Trace-ServicePacket', 'PSCommand_Trace-ServicePacket', 'Kubernetes') {
            $tags | Should -Contain $tag
        }

        @($tags | Group-Object | Where-Object Count -GT 1).Count | Should -Be 0
    }

    It 'does not depend on when it was made' {
        $archive = [IO.Compression.ZipFile]::OpenRead($packagePath)
        try { $years = @($archive.Entries | ForEach-Object { $_.LastWriteTime.Year } | Sort-Object -Unique) } finally { $archive.Dispose() }
        $years | Should -Be 1980
    }
}

Describe 'The installed module' -Skip:(-not $hasPackage) {
    It 'is found and imported by its name' {
        $said = @(Invoke-Fresh "Import-Module NetPath -ErrorAction Stop; (Get-Module NetPath).ModuleBase; (Get-Module NetPath).Version.ToString()")
        $LASTEXITCODE | Should -Be 0 -Because ($said -join "`n")
        $said[0] | Should -Be $installed
        $said[1] | Should -Be $version
    }

    It 'loads by itself when a command of it is called' {
        $said = @(Invoke-Fresh "(Get-Command Trace-ServicePacket).ModuleName")
        $LASTEXITCODE | Should -Be 0 -Because ($said -join "`n")
        $said[-1] | Should -Be 'NetPath'
    }

    It 'shows the reference journey' {
        $said = @(Invoke-Fresh "Import-Module NetPath -ErrorAction Stop; & (Join-Path (Get-Module NetPath).ModuleBase 'samples/demo.ps1')") -join "`n"
        $LASTEXITCODE | Should -Be 0 -Because $said
        foreach ($fact in '10.109.60.134', 'KUBE-SVC-BE5LIK4X2OAKIEFX', 'KUBE-SEP-E4SSCTGR3GJGHN43', '10.244.120.67', 'cali693e13cd073', 'eth0') {
            $said | Should -Match ([regex]::Escape($fact))
        }
    }

    It 'walks the journey to its end' {
        $snapshot = [IO.Path]::Combine($installed, 'samples', 'reference-node.tar.gz')
        $said = @(Invoke-Fresh "Import-Module NetPath -ErrorAction Stop; foreach (`$o in (Trace-ServicePacket numbers-api -From client-66d9c8b7f4-8wz5k -Snapshot '$snapshot').Outcomes) { `"`$(`$o.Disposition) `$(`$o.Symptom) `$(`$o.Endpoint)`" }")
        $LASTEXITCODE | Should -Be 0 -Because ($said -join "`n")
        $said | Should -Be 'Delivered Connected 10.244.120.67:80'
    }
}
