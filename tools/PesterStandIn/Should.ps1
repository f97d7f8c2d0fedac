# Should: compares what came in with what the test expects, and throws when they do not agree.

function New-AssertionError {
    <# .SYNOPSIS
        The error of a failed comparison, by the id that Pester gives it. #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Makes an object only.')]
    param([string] $Message)

    [Management.Automation.ErrorRecord]::new([Exception]::new($Message), 'PesterAssertionFailed', 'InvalidResult', $null)
}

function Compare-Thrown {
    <# .SYNOPSIS
        What speaks against an error being the expected one; nothing when it is. #>
    [OutputType([string])]
    param([Management.Automation.ErrorRecord] $Thrown, [string] $Message, [string] $Id, [type] $Type)

    if ($null -eq $Thrown) { return 'no exception was thrown' }
    if ($Type -and $Thrown.Exception -isnot $Type) { "the exception type was $(Format-Value $Thrown.Exception.GetType())" }
    if ($Message -and $Thrown.Exception.Message -notlike $Message) { "the message was $(Format-Value $Thrown.Exception.Message)" }
    if ($Id -and $Thrown.FullyQualifiedErrorId -notlike $Id) { "the FullyQualifiedErrorId was $(Format-Value $Thrown.FullyQualifiedErrorId)" }
}

function Get-ThrowFailure {
    <# .SYNOPSIS
        The failure message of Should -Throw, or nothing when the error is the expected one. #>
    [OutputType([string])]
    param([Management.Automation.ErrorRecord] $Thrown, [string] $Message, [string] $Id, [type] $Type, [bool] $Not, [string] $Because)

    $reason = Format-Because $Because
    if ($Not) {
        if ($Thrown) { "Expected no exception to be thrown,$reason but an exception $(Format-Value $Thrown.Exception.Message) was thrown." }
        return
    }

    $against = @(Compare-Thrown $Thrown $Message $Id $Type)
    if ($against.Count -eq 0) { return }
    $wanted = @(
        if ($Type) { "type $(Format-Value $Type)" }
        if ($Message) { "message like $(Format-Value $Message)" }
        if ($Id) { "FullyQualifiedErrorId $(Format-Value $Id)" }
    )
    $with = if ($wanted) { ' with ' + ($wanted -join ' and ') } else { '' }
    "Expected an exception$with to be thrown,$reason but $($against -join ' and ')."
}

function Get-ValueFailure {
    <# .SYNOPSIS
        The failure message of a comparison, or nothing when it holds. #>
    [OutputType([string])]
    param([string] $Operator, [AllowNull()] $Actual, $Expected, [bool] $Not, [string] $Because)

    $description = $script:operators[$Operator]
    # The operators' blocks belong to this module and are run beneath this scope, so that they see these names.
    $holds = & { param($actual, $expected, $test) [bool] (& $test) } $Actual $Expected $description.Test
    if ($holds -ne $Not) { return }
    $shown = if ($Operator -eq 'BeOfType' -and $Expected -is [string]) { "[$($Expected.Trim('[', ']'))]" } else { Format-Value $Expected }
    $text = $description.Text -f $shown
    if ($Not) { $text = $text -replace '^Expected', 'Expected not:' }
    $got = if ($description['TakesList'] -and $Actual.Count -eq 1) { $Actual[0] } elseif ($description['TakesList'] -and $Actual.Count -eq 0) { $null } else { $Actual }
    "$text,$(Format-Because $Because) but got $(Format-Value $got)."
}

function Should {
    <# .SYNOPSIS
        Compares: value | Should -Be 5, value | Should -Not -BeNullOrEmpty, { code } | Should -Throw 'message*'. #>
    [CmdletBinding()]
    param(
        [Parameter(ValueFromPipeline)] [AllowNull()] $ActualValue,
        [Parameter(Position = 0)] [AllowNull()] [Alias('ExpectedMessage', 'ExpectedType', 'RegularExpression')] $ExpectedValue,
        [Parameter(Position = 1)] [string] $ErrorId,
        [Parameter(Position = 2)] [type] $ExceptionType,
        [switch] $Be, [switch] $BeExactly, [switch] $BeNullOrEmpty, [switch] $BeTrue, [switch] $BeFalse,
        [switch] $BeGreaterThan, [switch] $BeLessThan, [switch] $BeGreaterOrEqual, [switch] $BeLessOrEqual,
        [switch] $BeLike, [switch] $BeLikeExactly, [switch] $Match, [switch] $MatchExactly,
        [switch] $Contain, [switch] $BeIn, [switch] $HaveCount, [switch] $BeOfType, [switch] $Exist, [switch] $Throw,
        [switch] $Not, [switch] $PassThru, [string] $Because
    )

    begin {
        $items = [Collections.Generic.List[object]]::new()
    }
    process {
        # A list that is given by name is one value, and not its elements.
        $items.Add($ActualValue)
    }
    end {
        $chosen = @($script:operators.Keys + 'Throw' | Where-Object { $PSBoundParameters.ContainsKey($_) })
        if ($chosen.Count -ne 1) {
            throw [ArgumentException]::new("Should needs one operator, such as -Be or -Throw; it was given $($chosen.Count).")
        }

        $thrown = $null
        if ($Throw) {
            if ($items.Count -eq 0) { $items.Add($null) }
            foreach ($block in $items) {
                if ($block -isnot [scriptblock]) { throw [ArgumentException]::new('Should -Throw needs a script block: { code } | Should -Throw') }
                $thrown = $null
                try { do { $null = & $block } until ($true) } catch { $thrown = $_ }
                $failure = Get-ThrowFailure $thrown $ExpectedValue $ErrorId $ExceptionType $Not $Because
                if ($failure) { throw (New-AssertionError $failure) }
            }

            if ($PassThru -and $thrown) { $thrown }
            return
        }

        $operator = $chosen[0]
        if ($script:operators[$operator]['TakesList']) { $failure = Get-ValueFailure $operator $items.ToArray() $ExpectedValue $Not $Because }
        elseif ($items.Count -eq 0) { $failure = Get-ValueFailure $operator $null $ExpectedValue $Not $Because }
        else { $failure = foreach ($item in $items) { Get-ValueFailure $operator $item $ExpectedValue $Not $Because } }

        if ($failure) { throw (New-AssertionError @($failure)[0]) }
    }
}
