<#
.SYNOPSIS
    The part of build.ps1 that makes the NuGet package which the PowerShell Gallery takes, and proves that building again gives the same bytes.
#>

. ([IO.Path]::Combine($PSScriptRoot, 'PackageParts.ps1'))

# Every entry has this time: the package depends on what is in it, not on when it was made. Zip knows no time before 1980.
$entryTime = [DateTimeOffset]::new(1980, 1, 1, 0, 0, 0, [TimeSpan]::Zero)

function Get-PackagePath {
    <#
    .SYNOPSIS
        Where the package of a version lies.
    #>
    [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Version)

    [IO.Path]::Combine($out, "NetPath.$Version.nupkg")
}

function Get-ModuleFile {
    <#
    .SYNOPSIS
        The files of a folder by their path in it, with forward slashes, in ordinal order.
    #>
    [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Folder)

    $files = [string[]]@(foreach ($file in [IO.Directory]::GetFiles($Folder, '*', 'AllDirectories')) {
            [IO.Path]::GetRelativePath($Folder, $file).Replace('\', '/')
        })
    [Array]::Sort($files, [StringComparer]::Ordinal)
    $files
}

function Add-PackageEntry {
    <#
    .SYNOPSIS
        Adds one file to the package.
    #>
    param([Parameter(Mandatory)] [IO.Compression.ZipArchive] $Archive, [Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [byte[]] $Content)

    $entry = $Archive.CreateEntry($Name, [IO.Compression.CompressionLevel]::Optimal)
    $entry.LastWriteTime = $entryTime
    # Mode in the upper half, as Unix tools read it: -rw-r--r--, and -rwxr-xr-x for the collector.
    $entry.ExternalAttributes = if ($Name.EndsWith('.sh')) { 0x81ED -shl 16 } else { 0x81A4 -shl 16 }
    $stream = $entry.Open()
    try { $stream.Write($Content, 0, $Content.Length) } finally { $stream.Dispose() }
}

function New-ModulePackage {
    <#
    .SYNOPSIS
        Makes the package of the module in out/NetPath, and gives its path. An old package of any version is removed.
    #>
    [OutputType([string])]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A step of the build.')]
    param()

    foreach ($old in [IO.Directory]::GetFiles($out, 'NetPath.*.nupkg')) { [IO.File]::Delete($old) }
    $manifest = Test-ModuleManifest -Path ([IO.Path]::Combine($moduleFolder, 'NetPath.psd1'))
    $files = @(Get-ModuleFile $moduleFolder)
    $path = Get-PackagePath $manifest.Version
    $stream = [IO.File]::Create($path)
    try {
        $archive = [IO.Compression.ZipArchive]::new($stream, [IO.Compression.ZipArchiveMode]::Create, $true)
        try {
            foreach ($part in (Get-PackagePart -Manifest $manifest -File $files).GetEnumerator()) {
                Add-PackageEntry -Archive $archive -Name $part.Key -Content $part.Value
            }

            foreach ($file in $files) {
                Add-PackageEntry -Archive $archive -Name $file -Content ([IO.File]::ReadAllBytes([IO.Path]::Combine($moduleFolder, $file)))
            }
        }
        finally { $archive.Dispose() }
    }
    finally { $stream.Dispose() }

    $path
}

function Publish-ModuleFolder {
    <#
    .SYNOPSIS
        Makes out/NetPath and the package anew: what the Gallery would be given.
    #>
    if ([IO.Directory]::Exists($moduleFolder)) { [IO.Directory]::Delete($moduleFolder, $true) }
    Update-Module
    Write-Step "The module is in $moduleFolder, its package is $(New-ModulePackage)"
}

function Copy-Tree {
    <#
    .SYNOPSIS
        Copies the tree without what is built in it.
    #>
    param([Parameter(Mandatory)] [string] $Source, [Parameter(Mandatory)] [string] $Target)

    $null = [IO.Directory]::CreateDirectory($Target)
    foreach ($file in [IO.Directory]::GetFiles($Source)) {
        [IO.File]::Copy($file, [IO.Path]::Combine($Target, [IO.Path]::GetFileName($file)))
    }

    foreach ($folder in [IO.Directory]::GetDirectories($Source)) {
        $name = [IO.Path]::GetFileName($folder)
        if ($name -notin '.git', 'bin', 'obj', 'out', 'TestResults') { Copy-Tree $folder ([IO.Path]::Combine($Target, $name)) }
    }
}

function Compare-Build {
    <#
    .SYNOPSIS
        Names the files in which two output folders differ: those of the module, and the package.
    #>
    [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Left, [Parameter(Mandatory)] [string] $Right)

    $names = foreach ($folder in $Left, $Right) {
        Get-ModuleFile ([IO.Path]::Combine($folder, 'NetPath')) | ForEach-Object { "NetPath/$_" }
        [IO.Directory]::GetFiles($folder, 'NetPath.*.nupkg') | ForEach-Object { [IO.Path]::GetFileName($_) }
    }

    foreach ($name in [Linq.Enumerable]::Distinct([string[]]@($names))) {
        $contents = foreach ($folder in $Left, $Right) {
            $file = [IO.Path]::Combine($folder, $name)
            if ([IO.File]::Exists($file)) { [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([IO.File]::ReadAllBytes($file))) } else { 'absent' }
        }

        if ($contents[0] -ne $contents[1]) { $name }
    }
}

function Test-Reproducible {
    <#
    .SYNOPSIS
        Packages a copy of the tree in another folder, and throws when any byte comes out different from what is in out.
    #>
    $copy = [IO.Path]::Combine([IO.Path]::GetTempPath(), "netpath-built-again-$PID", 'a', 'deeper', 'folder')
    try {
        Copy-Tree $root $copy
        $log = @(& ([Environment]::ProcessPath) -NoProfile -NonInteractive -File ([IO.Path]::Combine($copy, 'build.ps1')) Package -Once 2>&1)
        if ($LASTEXITCODE -ne 0) { throw "A copy of the tree did not build:`n$($log -join "`n")" }
        $different = @(Compare-Build $out ([IO.Path]::Combine($copy, 'out')))
        if ($different.Count -gt 0) { throw "Built in another folder, these files come out different: $($different -join ', ')" }
        Write-Step 'Built again in another folder, it is the same to the byte.'
    }
    finally {
        $made = [IO.Path]::Combine([IO.Path]::GetTempPath(), "netpath-built-again-$PID")
        if ([IO.Directory]::Exists($made)) { [IO.Directory]::Delete($made, $true) }
    }
}
