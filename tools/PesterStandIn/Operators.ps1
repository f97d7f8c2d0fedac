# What each operator of Should compares, and how it says what it expected. {0} is the expected value.
# In Test, $actual is the value that came in, or with TakesList all that came in. Without TakesList each value must pass for itself, as in Pester.

function Test-Same {
    <# .SYNOPSIS
        Equality of two values or lists of values: element by element, by -eq or -ceq. Null, nothing and a list of one null are the same. #>
    [OutputType([bool])]
    param([object[]] $Actual, [object[]] $Expected, [switch] $CaseSensitive)

    $isNothing = foreach ($list in $Actual, $Expected) { $null -eq $list -or $list.Count -eq 0 -or ($list.Count -eq 1 -and $null -eq $list[0]) }
    if ($isNothing -contains $true) { return $isNothing -notcontains $false }
    if ($Actual.Count -ne $Expected.Count) { return $false }
    for ($index = 0; $index -lt $Actual.Count; $index++) {
        $left, $right = $Actual[$index], $Expected[$index]
        # Only arrays are looked into; another list is compared as one value, as -eq does.
        $isSame = if ($left -is [array] -or $right -is [array]) { Test-Same $left $right -CaseSensitive:$CaseSensitive }
        elseif ($CaseSensitive) { $right -ceq $left } else { $right -eq $left }
        if (-not $isSame) { return $false }
    }

    $true
}

function Test-Empty {
    <# .SYNOPSIS
        True for no value, for one value without text, and for an empty hashtable. #>
    [OutputType([bool])]
    param([object[]] $Item)

    if ($Item.Count -ne 1) { return $Item.Count -eq 0 }
    if ($Item[0] -is [hashtable]) { return $Item[0].Count -eq 0 }
    [string]::IsNullOrEmpty($Item[0])
}

function ConvertTo-ExpectedType {
    <# .SYNOPSIS
        The type that -BeOfType names, as a type or as text. #>
    [OutputType([type])]
    param($Expected)

    if ($Expected -is [type]) { return $Expected }
    $type = "$Expected".Trim('[', ']') -as [type]
    if ($null -eq $type) { throw [ArgumentException]::new("Could not find type [$Expected].") }
    $type
}

$script:operators = @{
    Be               = @{ TakesList = $true; Text = 'Expected {0}'; Test = { Test-Same $actual $expected } }
    BeExactly        = @{ TakesList = $true; Text = 'Expected exactly {0}'; Test = { Test-Same $actual $expected -CaseSensitive } }
    BeNullOrEmpty    = @{ TakesList = $true; Text = 'Expected $null or empty'; Test = { Test-Empty $actual } }
    BeTrue           = @{ Text = 'Expected $true'; Test = { [bool] $actual } }
    BeFalse          = @{ Text = 'Expected $false'; Test = { -not $actual } }
    BeGreaterThan    = @{ Text = 'Expected the actual value to be greater than {0}'; Test = { $actual -gt $expected } }
    BeLessThan       = @{ Text = 'Expected the actual value to be less than {0}'; Test = { $actual -lt $expected } }
    BeGreaterOrEqual = @{ Text = 'Expected the actual value to be greater than or equal to {0}'; Test = { $actual -ge $expected } }
    BeLessOrEqual    = @{ Text = 'Expected the actual value to be less than or equal to {0}'; Test = { $actual -le $expected } }
    BeLike           = @{ Text = 'Expected like wildcard {0}'; Test = { "$actual" -like "$expected" } }
    BeLikeExactly    = @{ Text = 'Expected case sensitively like wildcard {0}'; Test = { "$actual" -clike "$expected" } }
    Match            = @{ Text = 'Expected regular expression {0} to match'; Test = { "$actual" -match "$expected" } }
    MatchExactly     = @{ Text = 'Expected regular expression {0} to case sensitively match'; Test = { "$actual" -cmatch "$expected" } }
    Contain          = @{ TakesList = $true; Text = 'Expected {0} to be found in the collection'; Test = { @($actual) -contains $expected } }
    BeIn             = @{ Text = 'Expected the actual value to be in {0}'; Test = { @($expected) -contains $actual } }
    HaveCount        = @{ TakesList = $true; Text = 'Expected a collection with size {0}'; Test = { $actual.Count -eq [int] $expected } }
    Exist            = @{ Text = 'Expected the path to exist'; Test = { Test-Path -Path $actual } }
    BeOfType         = @{ Text = 'Expected the value to have type {0} or any of its subtypes'; Test = { $actual -is (ConvertTo-ExpectedType $expected) } }
}
