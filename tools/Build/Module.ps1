<#
.SYNOPSIS
    The part of build.ps1 that builds the solution and lays the module out in out/NetPath.
#>

function Write-Step {
    <#
    .SYNOPSIS
        Tells what the build is doing.
    #>
    param([Parameter(Mandatory)] [AllowEmptyString()] [string] $Message)

    Write-Information $Message -InformationAction Continue
}

function Invoke-SolutionBuild {
    <#
    .SYNOPSIS
        Builds every project of the solution in its Release configuration.
    #>
    Invoke-DotnetBuild ([IO.Path]::Combine($root, 'NetPath.slnx'))
}

function Invoke-DotnetBuild {
    <#
    .SYNOPSIS
        Builds a project or solution; says nothing unless that fails.
    #>
    param([Parameter(Mandatory)] [string] $Path)

    $log = @(& dotnet build $Path -c Release --nologo -v quiet 2>&1 | ForEach-Object { "$_" })
    if ($LASTEXITCODE -ne 0) {
        $errors = @($log -match ': error ')
        throw "'$Path' did not build:`n$($(if ($errors) { $errors | Sort-Object -Unique } else { $log }) -join "`n")"
    }
}

function Get-SourceState {
    <#
    .SYNOPSIS
        Describes the files that the module is made of: how many, and when the newest was written.
    #>
    [OutputType([string])]
    param()

    $count = 0
    $newest = 0L
    $places = 'src', 'samples', 'deploy', 'docs/help', 'tools/HelpBuilder', 'NetPath.psd1', 'LICENSE', 'THIRD-PARTY-NOTICES.md', 'Directory.Build.props', 'Directory.Packages.props'
    foreach ($place in $places) {
        $path = [IO.Path]::Combine($root, $place)
        $files = if ([IO.Directory]::Exists($path)) { [IO.Directory]::GetFiles($path, '*', 'AllDirectories') } else { @($path) }
        foreach ($file in $files) {
            if ($file -match '[\\/](bin|obj)[\\/]') { continue }
            $count++
            $newest = [Math]::Max($newest, [IO.File]::GetLastWriteTimeUtc($file).Ticks)
        }
    }

    "$count files, newest $newest"
}

function Copy-ToModule {
    <#
    .SYNOPSIS
        Puts one file into the module's folder, in one step: a session that has the old file loaded keeps it whole.
    #>
    param([Parameter(Mandatory)] [string] $Source, [Parameter(Mandatory)] [string] $Target)

    $path = [IO.Path]::Combine($moduleFolder, $Target)
    $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($path))
    [IO.File]::Copy($Source, "$path.new", $true)
    [IO.File]::Move("$path.new", $path, $true)
}

function Copy-FolderToModule {
    <#
    .SYNOPSIS
        Puts the files of a folder that match a pattern into a folder of the module; a folder that does not exist gives none.
    #>
    param([Parameter(Mandatory)] [string] $Source, [string] $Pattern = '*', [Parameter(Mandatory)] [AllowEmptyString()] [string] $Target)

    $folder = [IO.Path]::Combine($root, $Source)
    if (-not [IO.Directory]::Exists($folder)) { return }
    foreach ($file in [IO.Directory]::GetFiles($folder, $Pattern, 'AllDirectories')) {
        Copy-ToModule $file ([IO.Path]::Combine($Target, [IO.Path]::GetRelativePath($folder, $file)))
    }
}

function Update-Module {
    <#
    .SYNOPSIS
        Makes out/NetPath from what is in the tree; does nothing when nothing changed.
    #>
    Update-VersionLine
    $state = Get-SourceState
    $manifest = [IO.Path]::Combine($moduleFolder, 'NetPath.psd1')
    if ([IO.File]::Exists($manifest) -and [IO.File]::Exists($moduleStamp) -and [IO.File]::ReadAllText($moduleStamp) -eq $state) {
        return
    }

    if ([IO.File]::Exists($moduleStamp)) { [IO.File]::Delete($moduleStamp) }
    Write-Step 'Building the module'
    Invoke-DotnetBuild ([IO.Path]::Combine($root, 'src', 'Cmdlets', 'NetPath.csproj'))

    Copy-FolderToModule -Source 'src/Cmdlets/bin/Release/net8.0' -Pattern 'NetPath*.dll' -Target ''
    # What the Kubernetes and Dns rooms bring along; nothing of .NET or PowerShell is among it, since they bring that themselves.
    Copy-FolderToModule -Source 'src/Kubernetes/bin/Release/net8.0' -Pattern '*.dll' -Target 'dependencies'
    Copy-FolderToModule -Source 'src/Dns/bin/Release/net8.0' -Pattern '*.dll' -Target 'dependencies'
    Copy-FolderToModule -Source 'src/Formats' -Pattern '*.ps1xml' -Target 'Formats'
    Copy-FolderToModule -Source 'src/Collector' -Pattern '*.sh' -Target ''
    Copy-FolderToModule -Source 'samples' -Pattern '*' -Target 'samples'
    Copy-FolderToModule -Source 'deploy' -Pattern '*.yaml' -Target 'deploy'
    Update-ModuleHelp
    foreach ($file in 'LICENSE', 'THIRD-PARTY-NOTICES.md', 'NetPath.psd1') { Copy-ToModule ([IO.Path]::Combine($root, $file)) $file }
    [IO.File]::WriteAllText($moduleStamp, $state)
}
