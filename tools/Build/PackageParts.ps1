<#
.SYNOPSIS
    The parts of a NuGet package that are not files of the module: the nuspec, and what the Open Packaging Conventions (ECMA-376, part 2) ask for.
#>

$nuspecNamespace = 'http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd'
$contentTypesNamespace = 'http://schemas.openxmlformats.org/package/2006/content-types'
$relationshipsNamespace = 'http://schemas.openxmlformats.org/package/2006/relationships'
$corePropertiesNamespace = 'http://schemas.openxmlformats.org/package/2006/metadata/core-properties'
$corePropertiesType = 'http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties'
$corePropertiesPath = 'package/services/metadata/core-properties/netpath.psmdcp'

function ConvertTo-XmlPart {
    <#
    .SYNOPSIS
        Runs a script that writes elements into the XmlWriter it is given, and gives the document as UTF-8.
    #>
    [OutputType([byte[]])]
    param([Parameter(Mandatory)] [scriptblock] $Write)

    $settings = [Xml.XmlWriterSettings]::new()
    $settings.Encoding = [Text.UTF8Encoding]::new($false)
    $settings.Indent = $true
    $settings.NewLineChars = "`n"
    $stream = [IO.MemoryStream]::new()
    $writer = [Xml.XmlWriter]::Create($stream, $settings)
    & $Write $writer
    $writer.Dispose()
    , $stream.ToArray()
}

function Get-PackageTag {
    <#
    .SYNOPSIS
        The tags by which the Gallery finds a module: its own, and one for each cmdlet.
    #>
    [OutputType([string])]
    param([Parameter(Mandatory)] [Management.Automation.PSModuleInfo] $Manifest)

    $Manifest.Tags | Where-Object { $_ -ne 'PSEdition_Core' }
    'PSModule'
    foreach ($edition in $Manifest.CompatiblePSEditions) { "PSEdition_$edition" }
    $cmdlets = [string[]]@($Manifest.ExportedCmdlets.Keys)
    [Array]::Sort($cmdlets, [StringComparer]::Ordinal)
    foreach ($name in $cmdlets) {
        "PSCmdlet_$name"
        "PSCommand_$name"
    }

    if ($cmdlets.Count -gt 0) { 'PSIncludes_Cmdlet' }
}

function Get-Nuspec {
    <#
    .SYNOPSIS
        The package's description, made of the module's manifest.
    #>
    [OutputType([byte[]])]
    param([Parameter(Mandatory)] [Management.Automation.PSModuleInfo] $Manifest)

    $elements = [ordered]@{
        id                       = $Manifest.Name
        version                  = "$($Manifest.Version)"
        authors                  = $Manifest.Author
        owners                   = $Manifest.CompanyName
        requireLicenseAcceptance = 'false'
        licenseUrl               = "$($Manifest.LicenseUri)"
        projectUrl               = "$($Manifest.ProjectUri)"
        description              = $Manifest.Description
        releaseNotes             = $Manifest.ReleaseNotes
        copyright                = $Manifest.Copyright
        tags                     = @(Get-PackageTag $Manifest) -join ' '
    }

    ConvertTo-XmlPart {
        param([Xml.XmlWriter] $writer)
        $writer.WriteStartElement('package', $nuspecNamespace)
        $writer.WriteStartElement('metadata', $nuspecNamespace)
        foreach ($name in $elements.Keys) { $writer.WriteElementString($name, $nuspecNamespace, $elements[$name]) }
        $writer.WriteEndElement()
        $writer.WriteEndElement()
    }
}

function Get-ContentType {
    <#
    .SYNOPSIS
        [Content_Types].xml: a type for each extension, and one for each file that has none.
    #>
    [OutputType([byte[]])]
    param([Parameter(Mandatory)] [string[]] $File)

    $extensions = [Collections.Generic.SortedDictionary[string, string]]::new([StringComparer]::Ordinal)
    $extensions['rels'] = 'application/vnd.openxmlformats-package.relationships+xml'
    $extensions['psmdcp'] = 'application/vnd.openxmlformats-package.core-properties+xml'
    $bare = foreach ($name in @($File) + 'NetPath.nuspec') {
        $extension = [IO.Path]::GetExtension($name).TrimStart('.').ToLowerInvariant()
        if (-not $extension) { $name }
        elseif (-not $extensions.ContainsKey($extension)) { $extensions[$extension] = 'application/octet' }
    }

    ConvertTo-XmlPart {
        param([Xml.XmlWriter] $writer)
        $writer.WriteStartElement('Types', $contentTypesNamespace)
        foreach ($extension in $extensions.Keys) {
            $writer.WriteStartElement('Default', $contentTypesNamespace)
            $writer.WriteAttributeString('Extension', $extension)
            $writer.WriteAttributeString('ContentType', $extensions[$extension])
            $writer.WriteEndElement()
        }

        foreach ($name in $bare) {
            $writer.WriteStartElement('Override', $contentTypesNamespace)
            $writer.WriteAttributeString('PartName', "/$name")
            $writer.WriteAttributeString('ContentType', 'application/octet')
            $writer.WriteEndElement()
        }

        $writer.WriteEndElement()
    }
}

function Get-Relationship {
    <#
    .SYNOPSIS
        _rels/.rels: says which part is the nuspec and which are the core properties.
    #>
    [OutputType([byte[]])]
    param()

    ConvertTo-XmlPart {
        param([Xml.XmlWriter] $writer)
        $writer.WriteStartElement('Relationships', $relationshipsNamespace)
        $parts = [ordered]@{ '/NetPath.nuspec' = 'http://schemas.microsoft.com/packaging/2010/07/manifest'; "/$corePropertiesPath" = $corePropertiesType }
        $number = 0
        foreach ($target in $parts.Keys) {
            $number++
            $writer.WriteStartElement('Relationship', $relationshipsNamespace)
            $writer.WriteAttributeString('Type', $parts[$target])
            $writer.WriteAttributeString('Target', $target)
            $writer.WriteAttributeString('Id', "R$number")
            $writer.WriteEndElement()
        }

        $writer.WriteEndElement()
    }
}

function Get-CoreProperty {
    <#
    .SYNOPSIS
        The core properties: what tools that know packages but not NuGet show.
    #>
    [OutputType([byte[]])]
    param([Parameter(Mandatory)] [Management.Automation.PSModuleInfo] $Manifest)

    ConvertTo-XmlPart {
        param([Xml.XmlWriter] $writer)
        $dublinCore = 'http://purl.org/dc/elements/1.1/'
        $writer.WriteStartElement('coreProperties', $corePropertiesNamespace)
        $writer.WriteElementString('dc', 'creator', $dublinCore, $Manifest.Author)
        $writer.WriteElementString('dc', 'description', $dublinCore, $Manifest.Description)
        $writer.WriteElementString('dc', 'identifier', $dublinCore, $Manifest.Name)
        $writer.WriteElementString('version', $corePropertiesNamespace, "$($Manifest.Version)")
        $writer.WriteElementString('keywords', $corePropertiesNamespace, @(Get-PackageTag $Manifest) -join ' ')
        $writer.WriteEndElement()
    }
}

function Get-PackagePart {
    <#
    .SYNOPSIS
        The parts by their path in the package, in the order in which they are written.
    #>
    [OutputType([Collections.Specialized.OrderedDictionary])]
    param([Parameter(Mandatory)] [Management.Automation.PSModuleInfo] $Manifest, [Parameter(Mandatory)] [string[]] $File)

    [ordered]@{
        '[Content_Types].xml' = Get-ContentType $File
        '_rels/.rels'         = Get-Relationship
        'NetPath.nuspec'      = Get-Nuspec $Manifest
        $corePropertiesPath   = Get-CoreProperty $Manifest
    }
}
