<#
.SYNOPSIS
    Runs Pester test files, with Pester 5 where it is installed and else with the stand-in, and writes the results as JSON.
.DESCRIPTION
    Each result has a Name, a Result (Passed, Failed, Skipped) and a Message. The exit code is 1 when a test failed.
.EXAMPLE
    ./tools/PowerShellHost/launch.sh -File tools/PesterStandIn/Invoke-TestFile.ps1 -Path tests/Pester/Module.Tests.ps1
#>
[CmdletBinding()]
param(
    # Test files, or folders of them.
    [Parameter(Mandatory)] [string[]] $Path,

    # Where the results go.
    [string] $ResultPath
)

$ErrorActionPreference = 'Stop'
# Tests compare output as it is in English: there PowerShell breaks long lines between words.
[Globalization.CultureInfo]::CurrentUICulture = [Globalization.CultureInfo]::new('en-US')

function Invoke-RealPester {
    <# .SYNOPSIS
        Runs the files with Pester, and gives its results in the shape of the stand-in's. #>
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $Path
    $configuration.Run.PassThru = $true
    if ($ResultPath) { $configuration.Output.Verbosity = 'None' }
    $run = Invoke-Pester -Configuration $configuration
    foreach ($test in $run.Tests) {
        $known = "$($test.Result)" -in 'Passed', 'Skipped'
        $result = if ($known) { "$($test.Result)" } elseif ($test.ShouldRun) { 'Failed' } else { 'Skipped' }
        [pscustomobject]@{ Name = $test.ExpandedPath; Result = $result; Message = "$($test.ErrorRecord | Select-Object -First 1)" }
    }

    # What failed around the tests of a block, all of which passed.
    foreach ($block in $run.FailedBlocks | Where-Object FailedCount -EQ 0) {
        [pscustomobject]@{ Name = "$($block.ExpandedPath)"; Result = 'Failed'; Message = "$($block.ErrorRecord | Select-Object -First 1)" }
    }

    foreach ($container in $run.FailedContainers) {
        [pscustomobject]@{ Name = "$($container.Item)"; Result = 'Failed'; Message = "$($container.ErrorRecord | Select-Object -First 1)" }
    }
}

$pester = Get-Module -ListAvailable -Name Pester | Where-Object Version -GE ([version] '5.0')
if ($pester) {
    Import-Module Pester -MinimumVersion 5.0
    $results = @(Invoke-RealPester)
}
else {
    Write-Information 'Pester 5 is not installed: the tests run in tools/PesterStandIn, a stand-in that is not Pester.' -InformationAction Continue
    Import-Module ([IO.Path]::Combine($PSScriptRoot, 'PesterStandIn.psm1'))
    # Pester runs the tests beneath this script, where its preference holds; the stand-in runs them beneath the session.
    Set-Variable -Name ErrorActionPreference -Value Stop -Scope Global
    $results = @(Invoke-StandInTest -Path $Path)
}

$failed = @($results | Where-Object Result -EQ 'Failed')
if ($ResultPath) {
    # Whoever reads the file shows the failures.
    [IO.File]::WriteAllText([IO.Path]::GetFullPath($ResultPath, $PWD.ProviderPath), (ConvertTo-Json -InputObject $results -Depth 3))
}
else {
    foreach ($result in $failed) {
        Write-Information "[-] $($result.Name)`n    $($result.Message -replace "`n", "`n    ")" -InformationAction Continue
    }

    Write-Information "$($results.Count) tests, $($failed.Count) failed" -InformationAction Continue
}

exit [int]($failed.Count -gt 0)
