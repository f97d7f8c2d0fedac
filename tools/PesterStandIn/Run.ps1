# The run: goes through what discovery noted.

# Both frames run in the session state of the test file's own module. What they dot-source shares their scope; what Next runs sees it.
$script:blockFrame = {
    foreach ($StandInName in $args[0].Data.Keys) { Set-Variable -Name $StandInName -Value $args[0].Data[$StandInName] }
    try { do { foreach ($StandInPart in $args[0].BeforeAll) { $null = . $StandInPart } } until ($true) }
    catch { $args[0].Error = $_ }
    & $args[0].Next
    try { do { foreach ($StandInPart in $args[0].AfterAll) { $null = . $StandInPart } } until ($true) }
    catch { if ($null -eq $args[0].Error) { $args[0].Error = $_ } }
}

$script:testFrame = {
    foreach ($StandInName in $args[0].Data.Keys) { Set-Variable -Name $StandInName -Value $args[0].Data[$StandInName] }
    # The loop that runs once keeps a stray break or continue in a test from reaching the runner's loops.
    try { do { foreach ($StandInPart in $args[0].Parts) { $null = . $StandInPart } } until ($true) }
    catch { $args[0].Error = $_ }
    try { do { foreach ($StandInPart in $args[0].AfterEach) { $null = . $StandInPart } } until ($true) }
    catch { if ($null -eq $args[0].Error) { $args[0].Error = $_ } }
}

class SkippedTestException : System.Exception {
    SkippedTestException([string] $message) : base($message) {}
}

function Set-ItResult {
    <# .SYNOPSIS
        Ends the running test as skipped. #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Throws only.')]
    [CmdletBinding()]
    param([Parameter(Mandatory)] [switch] $Skipped, [string] $Because)

    $null = $Skipped
    throw [SkippedTestException]::new($(if ($Because) { "is skipped, because $Because" } else { 'is skipped' }))
}

function Get-AllTest {
    <# .SYNOPSIS
        The tests of a block and of the blocks within it, in order. #>
    param($Block)

    foreach ($item in $Block.Items) {
        if ($item.IsTest) { $item } else { Get-AllTest $item }
    }
}

function Get-ErrorText {
    <# .SYNOPSIS
        An error's message, and where in the test file it arose. #>
    param([Management.Automation.ErrorRecord] $ErrorRecord, [string] $File, [int] $Line)

    $frame = @("$($ErrorRecord.ScriptStackTrace)" -split "`n" -match [regex]::Escape("$File") | Select-Object -First 1)
    $place = if ($frame -and $frame[0] -match 'line (\d+)') { $Matches[1] } else { $Line }
    "$($ErrorRecord.Exception.Message)`nat ${File}:$place"
}

function Invoke-Test {
    <# .SYNOPSIS
        Runs one test with the BeforeEach and AfterEach of all blocks around it. #>
    param($Test, $Block)

    if ($Test.Skip) { $Test.Result = 'Skipped'; return }
    $before = $after = @()
    for ($around = $Block; $around; $around = $around.Parent) {
        $before = @($around.BeforeEach) + $before
        $after = $after + @($around.AfterEach)
    }

    $state = @{ Data = $Test.Data; Parts = $before + $Test.Body; AfterEach = $after; Error = $null }
    & $Block.Sandbox.NewBoundScriptBlock($script:testFrame) $state
    if ($null -eq $state.Error) {
        $Test.Result = 'Passed'
    }
    elseif ($state.Error.Exception -is [SkippedTestException]) {
        $Test.Result = 'Skipped'
        $Test.Message = $state.Error.Exception.Message
    }
    else {
        $Test.Result = 'Failed'
        $Test.Message = Get-ErrorText $state.Error $Test.File $Test.Line
    }
}

function Invoke-Block {
    <# .SYNOPSIS
        Runs a block's set-up, tests, inner blocks and clearing up. A set-up that fails, fails all tests in the block. #>
    param($Block)

    $tests = @(Get-AllTest $Block)
    if (@($tests | Where-Object { -not $_.Skip }).Count -eq 0) {
        foreach ($test in $tests) { $test.Result = 'Skipped' }
        return
    }

    $state = @{ Data = $Block.Data; BeforeAll = $Block.BeforeAll; AfterAll = $Block.AfterAll; Error = $null }
    $state.Next = {
        if ($null -ne $state.Error) { return }
        foreach ($item in $Block.Items) {
            if ($item.IsTest) { Invoke-Test $item $Block } else { Invoke-Block $item }
        }
    }
    & $Block.Sandbox.NewBoundScriptBlock($script:blockFrame) $state
    if ($null -eq $state.Error) { return }
    foreach ($test in $tests) {
        # Also when only AfterAll failed: a pass that left its traces behind is none.
        if ($test.Skip) { $test.Result = 'Skipped'; continue }
        $test.Result = 'Failed'
        $test.Message = "The set-up or clearing up of '$($Block.Name)' failed: " + (Get-ErrorText $state.Error $test.File $test.Line)
    }
}

function Get-FullName {
    <# .SYNOPSIS
        A test's title with those of the blocks around it. #>
    param($Block, [string] $Prefix = '')

    foreach ($item in $Block.Items) {
        $name = "$Prefix$($item.Name)"
        if ($item.IsTest) { @{ Name = $name; Test = $item } } else { Get-FullName $item "$name." }
    }
}

function Invoke-TestFile {
    <# .SYNOPSIS
        Discovers and runs one test file; one result for each test, or one failure for a file that cannot be discovered. #>
    param([string] $Path)

    $leaf = [IO.Path]::GetFileName($Path)
    $sandbox = New-Module -Name "StandIn.$leaf" -ScriptBlock {}
    $file = New-Block $null $leaf @{} $false $sandbox
    $script:block = $file
    try {
        $errors = $null
        $ast = [Management.Automation.Language.Parser]::ParseFile($Path, [ref] $null, [ref] $errors)
        if ($errors) { throw "$($errors[0].Message) at line $($errors[0].Extent.StartLineNumber)" }
        $null = & $sandbox.NewBoundScriptBlock($ast.GetScriptBlock())
    }
    catch {
        return [pscustomobject]@{ Name = $leaf; Result = 'Failed'; Message = "Discovery failed: $_`n$($_.ScriptStackTrace)"; File = $Path; Line = 0 }
    }
    finally {
        $script:block = $null
    }

    Invoke-Block $file
    foreach ($entry in Get-FullName $file) {
        $test = $entry.Test
        if ($null -eq $test.Result) { $test.Result = 'Failed'; $test.Message = 'The test was never run.' }
        [pscustomobject]@{ Name = $entry.Name; Result = $test.Result; Message = $test.Message; File = $test.File; Line = $test.Line }
    }
}

function Invoke-StandInTest {
    <# .SYNOPSIS
        Runs test files, or the *.Tests.ps1 files of folders; writes a result for each test. #>
    [CmdletBinding()]
    [OutputType([pscustomobject])]
    param([Parameter(Mandatory, Position = 0)] [string[]] $Path)

    foreach ($place in $Path) {
        $full = [IO.Path]::GetFullPath($place, $PWD.ProviderPath)
        if ([IO.File]::Exists($full)) { Invoke-TestFile $full; continue }
        foreach ($file in [IO.Directory]::GetFiles($full, '*.Tests.ps1', 'AllDirectories') | Sort-Object) { Invoke-TestFile $file }
    }
}
