<#
.SYNOPSIS
    The part of build.ps1 that keeps the version the same everywhere. Its one place is VersionPrefix in Directory.Build.props.
#>

# Files that must name the version in their own text, since they are used as they lie in the tree, and the line that does.
$versionLines = [ordered]@{
    'NetPath.psd1'                      = "(?m)^(?<before>\s*ModuleVersion\s*=\s*')(?<version>[0-9.]+)(?=')"
    'src/Collector/netpath-collect.sh'  = '(?m)^(?<before>version=)(?<version>[0-9.]+)$'
}

function Get-ProjectVersion {
    <#
    .SYNOPSIS
        The version in Directory.Build.props, by which MSBuild also marks the assemblies.
    #>
    [OutputType([string])]
    param()

    $document = [xml]::new()
    $document.Load([IO.Path]::Combine($root, 'Directory.Build.props'))
    $text = "$($document.SelectSingleNode('/Project/PropertyGroup/VersionPrefix').InnerText)".Trim()
    if ($text -notmatch '^\d+\.\d+\.\d+$') {
        throw "VersionPrefix in Directory.Build.props is '$text'; it must be three numbers, such as 1.2.0."
    }

    $text
}

function Update-VersionLine {
    <#
    .SYNOPSIS
        Writes the version into the files that must name it; touches only those that name another.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A step of the build.')]
    param()

    $version = Get-ProjectVersion
    foreach ($file in $versionLines.Keys) {
        $path = [IO.Path]::Combine($root, $file)
        $text = [IO.File]::ReadAllText($path)
        $found = [regex]::Match($text, $versionLines[$file])
        if (-not $found.Success) { throw "'$file' does not name the version in the way that tools/Build/Version.ps1 looks for." }
        if ($found.Groups['version'].Value -eq $version) { continue }

        Write-Step "$file named version $($found.Groups['version'].Value); it is $version now."
        $number = $found.Groups['version']
        [IO.File]::WriteAllText($path, $text.Remove($number.Index, $number.Length).Insert($number.Index, $version))
    }
}
