<#
.SYNOPSIS
    Tests the stand-in: runs the sample files and compares each outcome with what the test's own title says must become of it.
.DESCRIPTION
    A title is 'passes: ...', 'skips: ...' or 'fails: ... => MESSAGE', where MESSAGE is a wildcard for the failure message's first line. The
    comparison uses nothing of the stand-in. A sample's first line '# tests: N' says how many results the file must have; the title of a
    file that cannot be discovered is its name (without the colon, which Windows allows in no name), and its message is in a line
    '# message: ...'.
#>
[CmdletBinding()]
param([string] $ResultPath)

$ErrorActionPreference = 'Stop'
Import-Module ([IO.Path]::Combine($PSScriptRoot, '..', 'PesterStandIn.psm1')) -Force
# What a sample must not be able to see or change.
$global:StandInEvents = [Collections.Generic.List[string]]::new()

function Get-Mismatch {
    <# .SYNOPSIS
        How a result differs from its title; nothing when it does not. #>
    param($Result, [string] $FileMessage)

    $line = ("$($Result.Message)" -split "`n")[0]
    $title = ($Result.Name -split '(?<=^|\.)(?=passes: |fails:? |skips: )', 2)[-1]
    $wanted = switch -Regex ($title) { '^passes: ' { 'Passed' } '^fails:? ' { 'Failed' } '^skips: ' { 'Skipped' } }
    if ($Result.Result -ne $wanted) { return "should be $wanted, is $($Result.Result): $line" }
    $message = if ($title -match ' => (.*)$') { $Matches[1] } else { $FileMessage }
    if ($message -and $line -notlike $message) { return "should say '$message', says '$line'" }
}

$checks = foreach ($file in [IO.Directory]::GetFiles([IO.Path]::Combine($PSScriptRoot, 'samples'), '*.ps1') | Sort-Object) {
    $leaf = [IO.Path]::GetFileName($file)
    $head = [IO.File]::ReadAllLines($file)
    $fileMessage = if ($head[1] -match '^# message: (.*)') { $Matches[1] } else { '' }
    $results = @(Invoke-StandInTest -Path $file)
    foreach ($result in $results) {
        $mismatch = Get-Mismatch $result $fileMessage
        [pscustomobject]@{ Name = "$leaf $($result.Name)"; Result = if ($mismatch) { 'Failed' } else { 'Passed' }; Message = "$mismatch" }
    }

    $expected = if ($head[0] -match '^# tests: (\d+)') { [int] $Matches[1] } else { -1 }
    $isRight = $results.Count -eq $expected
    [pscustomobject]@{
        Name = "$leaf has a result for each test"; Result = if ($isRight) { 'Passed' } else { 'Failed' }
        Message = "expected $expected results, got $($results.Count)"
    }
}

$failed = @($checks | Where-Object Result -EQ 'Failed')
if ($ResultPath) {
    [IO.File]::WriteAllText([IO.Path]::GetFullPath($ResultPath, $PWD.ProviderPath), (ConvertTo-Json -InputObject @($checks) -Depth 3))
}
else {
    foreach ($check in $failed) { Write-Information "[-] $($check.Name)`n    $($check.Message)" -InformationAction Continue }
    Write-Information "$(@($checks).Count) checks, $($failed.Count) failed" -InformationAction Continue
}

exit [int]($failed.Count -gt 0)
