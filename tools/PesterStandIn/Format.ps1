# How values are shown in titles and failure messages.

function Format-Value {
    <# .SYNOPSIS
        A value as a person would write it in PowerShell. #>
    [OutputType([string])]
    param($Value, [switch] $InTitle, [int] $Depth = 0)

    if ($null -eq $Value) { return '$null' }
    if ($Value -is [bool]) { return $(if ($Value) { '$true' } else { '$false' }) }
    if ($Value -is [string]) { return $(if ($InTitle) { $Value } else { "'$Value'" }) }
    if ($Value -is [type]) { return "[$($Value.FullName)]" }
    if ($Value -is [scriptblock]) { return "{$Value}" }
    if ($Value -is [IFormattable]) { return $Value.ToString($null, [Globalization.CultureInfo]::InvariantCulture) }
    if ($Depth -ge 2) { return "[$($Value.GetType().FullName)]" }
    if ($Value -is [Collections.IDictionary]) {
        $entries = foreach ($key in $Value.Keys) { "$key=$(Format-Value $Value[$key] -Depth ($Depth + 1))" }
        return "@{$($entries -join '; ')}"
    }

    if ($Value -is [Collections.IEnumerable]) {
        $elements = @(foreach ($element in $Value) { Format-Value $element -Depth ($Depth + 1) })
        $shown = $elements | Select-Object -First 10
        return "@($($shown -join ', ')$(if ($elements.Count -gt 10) { ', ' + [char] 0x2026 }))"
    }

    "$Value"
}

function Format-Because {
    <# .SYNOPSIS
        The reason that a test gave, as a clause of the failure message. #>
    [OutputType([string])]
    param([string] $Because)

    if ($Because) { " because $($Because -replace '^because\s+', '')," } else { '' }
}
