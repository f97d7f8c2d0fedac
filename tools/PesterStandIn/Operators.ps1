# What each operator of Should compares, and how it says what it expected. {0} is the expected value.
# In Test, $actual is the value that came in (a list when several came), $items are the values one by one.

function Test-Same {
    <# .SYNOPSIS
        Equality of two values: lists element by element, all else by -eq or -ceq. #>
    [OutputType([bool])]
    param($Actual, $Expected, [switch] $CaseSensitive)

    $isList = $Actual -is [Collections.IList]
    if ($isList -and $Actual.Count -eq 1 -and $Expected -isnot [Collections.IList]) {
        return Test-Same $Actual[0] $Expected -CaseSensitive:$CaseSensitive
    }

    if ($Expected -is [Collections.IList] -and $Expected.Count -eq 1 -and -not $isList) {
        return Test-Same $Actual $Expected[0] -CaseSensitive:$CaseSensitive
    }

    if ($isList -and $Expected -is [Collections.IList]) {
        if ($Actual.Count -ne $Expected.Count) { return $false }
        for ($index = 0; $index -lt $Actual.Count; $index++) {
            if (-not (Test-Same $Actual[$index] $Expected[$index] -CaseSensitive:$CaseSensitive)) { return $false }
        }

        return $true
    }

    if ($isList -or $Expected -is [Collections.IList]) { return $false }
    if ($CaseSensitive) { $Expected -ceq $Actual } else { $Expected -eq $Actual }
}

function Test-Empty {
    <# .SYNOPSIS
        True for null, an empty text and an empty collection. #>
    [OutputType([bool])]
    param($Actual)

    $null -eq $Actual -or ($Actual -is [string] -and $Actual -eq '') -or ($Actual -is [Collections.ICollection] -and $Actual.Count -eq 0)
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
    Be               = @{ Text = 'Expected {0}'; Test = { Test-Same $actual $expected } }
    BeExactly        = @{ Text = 'Expected exactly {0}'; Test = { Test-Same $actual $expected -CaseSensitive } }
    BeNullOrEmpty    = @{ Text = 'Expected $null or empty'; Test = { Test-Empty $actual } }
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
    Contain          = @{ Text = 'Expected {0} to be found in the collection'; Test = { @($actual) -contains $expected } }
    BeIn             = @{ Text = 'Expected the actual value to be in {0}'; Test = { @($expected) -contains $actual } }
    HaveCount        = @{ Text = 'Expected a collection with size {0}'; Test = { $items.Count -eq $expected } }
    Exist            = @{ Text = 'Expected the path to exist'; Test = { Test-Path -Path $actual } }
    BeOfType         = @{
        Text = 'Expected the value to have type {0} or any of its subtypes'
        Test = {
            $type = ConvertTo-ExpectedType $expected
            $items.Count -gt 0 -and @($items | Where-Object { $_ -isnot $type }).Count -eq 0
        }
    }
}
