<#
.SYNOPSIS
    Writes what PowerShell knows of a module's commands as JSON, for tools/HelpBuilder.
.PARAMETER Path
    The module's manifest.
.PARAMETER Destination
    The file to write.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $Destination
)

$ErrorActionPreference = 'Stop'
$allSets = [System.Management.Automation.ParameterAttribute]::AllParameterSets

function Test-ValidDefault {
    <#
    .SYNOPSIS
        Whether a parameter could be given the value that it has when it is not given; else that value only means "not given".
    #>
    param([object] $Value, [object[]] $Attributes)

    foreach ($attribute in $Attributes) {
        if ($attribute -is [ValidateRange] -and $null -ne $attribute.MinRange -and $Value -lt $attribute.MinRange) { return $false }
        if ($attribute -is [ValidateSet] -and "$Value" -notin $attribute.ValidValues) { return $false }
    }

    $Value -isnot [enum] -or [enum]::IsDefined($Value.GetType(), $Value)
}

function Get-DefaultText {
    <#
    .SYNOPSIS
        A parameter's value in a new cmdlet, as text; empty for none.
    #>
    param([object] $Cmdlet, [System.Management.Automation.ParameterMetadata] $Parameter)

    if ($Parameter.SwitchParameter) { return 'False' }
    $property = $Cmdlet.GetType().GetProperty($Parameter.Name)
    if ($null -eq $property) { return '' }
    $values = @($property.GetValue($Cmdlet))
    foreach ($value in $values) {
        if ($null -eq $value -or -not (Test-ValidDefault $value $Parameter.Attributes)) { return '' }
    }

    $values -join ', '
}

function Get-AcceptedValue {
    <#
    .SYNOPSIS
        The only values that a parameter takes: those of its set, or the names of its enumeration.
    #>
    [OutputType([string])]
    param([System.Management.Automation.ParameterMetadata] $Parameter)

    $sets = @($Parameter.Attributes | Where-Object { $_ -is [ValidateSet] })
    if ($sets) { return $sets.ValidValues }
    $type = $Parameter.ParameterType
    if ($type.IsArray) { $type = $type.GetElementType() }
    if ($type.IsEnum) { [enum]::GetNames($type) }
}

function Get-ParameterFact {
    <#
    .SYNOPSIS
        What a parameter's declaration says.
    #>
    param([System.Management.Automation.CmdletInfo] $Command, [object] $Cmdlet, [System.Management.Automation.ParameterMetadata] $Parameter)

    $sets = foreach ($name in $Parameter.ParameterSets.Keys | Sort-Object) {
        $set = $Parameter.ParameterSets[$name]
        [ordered]@{
            name                            = if ($name -eq $allSets) { '(All)' } else { $name }
            position                        = if ($set.Position -eq [int]::MinValue) { 'Named' } else { "$($set.Position)" }
            isRequired                      = $set.IsMandatory
            valueFromPipeline               = $set.ValueFromPipeline
            valueFromPipelineByPropertyName = $set.ValueFromPipelineByPropertyName
            valueFromRemainingArguments     = $set.ValueFromRemainingArguments
        }
    }

    $attributes = $Parameter.Attributes
    [ordered]@{
        name              = $Parameter.Name
        type              = $Parameter.ParameterType.ToString()
        defaultValue      = Get-DefaultText $Cmdlet $Parameter
        supportsWildcards = @($attributes | Where-Object { $_ -is [SupportsWildcards] }).Count -gt 0
        aliases           = [string[]]@($Parameter.Aliases)
        parameterSets     = @($sets)
        dontShow          = @($attributes | Where-Object { $_ -is [Parameter] -and $_.DontShow }).Count -gt 0
        acceptedValues    = [string[]]@(Get-AcceptedValue $Parameter)
        helpMessage       = "$(@($attributes | Where-Object { $_ -is [Parameter] -and $_.HelpMessage } | ForEach-Object HelpMessage)[0])"
    }
}

function Get-CommandFact {
    <#
    .SYNOPSIS
        What a command's declaration says.
    #>
    param([System.Management.Automation.CmdletInfo] $Command)

    $cmdlet = $Command.ImplementingType::new()
    $common = [System.Management.Automation.Cmdlet]::CommonParameters
    $parameters = foreach ($parameter in $Command.Parameters.Values | Sort-Object Name) {
        if ($parameter.Name -notin $common) { Get-ParameterFact $Command $cmdlet $parameter }
    }

    $syntax = foreach ($set in $Command.ParameterSets) {
        [ordered]@{ parameterSet = $set.Name; isDefault = $set.IsDefault; text = "$($Command.Name) $set" }
    }

    [ordered]@{
        name       = $Command.Name
        outputs    = [string[]]@($Command.OutputType.Name)
        syntax     = @($syntax)
        parameters = @($parameters)
    }
}

$module = Import-Module -Name $Path -Force -PassThru
$facts = [ordered]@{
    name     = $module.Name
    guid     = "$($module.Guid)"
    commands = @($module.ExportedCmdlets.Values | Sort-Object Name | ForEach-Object { Get-CommandFact $_ })
}

[IO.File]::WriteAllText($Destination, (ConvertTo-Json -InputObject $facts -Depth 8))
