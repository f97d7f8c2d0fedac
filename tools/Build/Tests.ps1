<#
.SYNOPSIS
    The part of build.ps1 that runs the tests and adds up what they gave. Whatever did not run to its end counts as failed.
#>

. ([IO.Path]::Combine($PSScriptRoot, 'TestMachine.ps1'))

$testResults = [IO.Path]::Combine($out, 'test-results')

function New-Total {
    <#
    .SYNOPSIS
        Counts of one suite.
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Makes an object only.')]
    param([string] $Suite, [int] $Passed, [int] $Failed, [int] $Skipped)

    [pscustomobject]@{ Suite = $Suite; Passed = $Passed; Failed = $Failed; Skipped = $Skipped }
}

function Write-Failure {
    <#
    .SYNOPSIS
        Shows one failed test, or one thing that kept tests from running.
    #>
    param([string] $Name, [string] $Message)

    Write-Step "  FAILED  $Name"
    foreach ($line in "$Message".TrimEnd() -split "`n") { Write-Step "          $line" }
}

function Read-TrxFile {
    <#
    .SYNOPSIS
        Reads a test run's results, and shows each failed and each skipped test.
    #>
    param([string] $Suite, [string] $Path)

    $document = [xml]::new()
    $document.Load($Path)
    $passed = $failed = $skipped = 0
    foreach ($result in $document.GetElementsByTagName('UnitTestResult')) {
        $message = @($result.GetElementsByTagName('Message') | ForEach-Object InnerText) -join "`n"
        switch ($result.GetAttribute('outcome')) {
            'Passed' { $passed++ }
            'NotExecuted' {
                $skipped++
                $reason = if ($message) { $message } else { @($result.GetElementsByTagName('StdOut') | ForEach-Object InnerText) -join ' ' }
                Write-Step "  skipped $($result.GetAttribute('testName')): $reason"
            }
            default {
                $failed++
                $stack = @($result.GetElementsByTagName('StackTrace') | ForEach-Object InnerText) -join "`n"
                Write-Failure $result.GetAttribute('testName') "$message`n$stack"
            }
        }
    }

    New-Total -Suite $Suite -Passed $passed -Failed $failed -Skipped $skipped
}

function Invoke-DotnetSuite {
    <#
    .SYNOPSIS
        Runs one test project. No results, no tests, or a runner that failed without a failed test count as one failure.
    #>
    param([string] $Suite)

    Write-Step "$Suite tests"
    $trx = [IO.Path]::Combine($testResults, "$Suite.trx")
    $project = [IO.Path]::Combine($root, 'tests', $Suite)
    $log = & dotnet test $project -c Release --no-build --nologo --logger "trx;LogFileName=$Suite.trx" --results-directory $testResults 2>&1
    $code = $LASTEXITCODE
    [IO.File]::WriteAllLines([IO.Path]::Combine($testResults, "$Suite.log"), [string[]]@($log | ForEach-Object { "$_" }))
    $total = if ([IO.File]::Exists($trx)) { Read-TrxFile $Suite $trx } else { New-Total -Suite $Suite -Passed 0 -Failed 0 -Skipped 0 }
    $ran = $total.Passed + $total.Failed + $total.Skipped
    if ($ran -eq 0 -or ($code -ne 0 -and $total.Failed -eq 0)) {
        $total.Failed++
        $ending = @($log | ForEach-Object { "$_" })
        $ending = $ending[[Math]::Max(0, $ending.Count - 30)..$ending.Count] -join "`n"
        Write-Failure "$Suite tests" "The runner ended with exit code $code after $ran results.`n$ending"
    }

    $total
}

function Invoke-PowerShellSuite {
    <#
    .SYNOPSIS
        Runs a script that writes test results as JSON, in a fresh process of the PowerShell that runs this one.
    #>
    param([string] $Suite, [string[]] $ArgumentList)

    Write-Step "$Suite tests"
    $json = [IO.Path]::Combine($testResults, "$Suite.json")
    $shell = [Environment]::ProcessPath
    & $shell -NoProfile -NonInteractive -File @ArgumentList -ResultPath $json | Out-Host
    $code = $LASTEXITCODE
    $results = if ([IO.File]::Exists($json)) { @([IO.File]::ReadAllText($json) | ConvertFrom-Json) } else { @() }
    $total = New-Total -Suite $Suite -Passed 0 -Failed 0 -Skipped 0
    foreach ($result in $results) {
        switch ($result.Result) {
            'Passed' { $total.Passed++ }
            'Skipped' {
                $total.Skipped++
                Write-Step "  skipped $($result.Name): $($result.Message)"
            }
            default {
                $total.Failed++
                Write-Failure $result.Name $result.Message
            }
        }
    }

    if ($results.Count -eq 0 -or ($code -ne 0 -and $total.Failed -eq 0)) {
        $total.Failed++
        Write-Failure "$Suite tests" "The runner ended with exit code $code after $($results.Count) results."
    }

    $total
}

function Invoke-Stage {
    <#
    .SYNOPSIS
        Runs one stage of the tests; what it throws is a failure, and the other stages go on.
    #>
    param([string] $Name, [scriptblock] $Script)

    try {
        & $Script
    }
    catch {
        Write-Failure $Name "$_"
        New-Total -Suite $Name -Passed 0 -Failed 1 -Skipped 0
    }
}

function Invoke-TestTask {
    <#
    .SYNOPSIS
        Runs all tests; true when some ran and none failed. The last line it writes is the total.
    #>
    [OutputType([bool])]
    param()

    if ([IO.Directory]::Exists($testResults)) { [IO.Directory]::Delete($testResults, $true) }
    $null = [IO.Directory]::CreateDirectory($testResults)
    Install-TestTool
    $standIn = [IO.Path]::Combine($root, 'tools', 'PesterStandIn')
    $totals = @(
        Invoke-Stage 'Build' { Invoke-SolutionBuild; Publish-ModuleFolder }
        if ($env:CI) {
            Invoke-Stage 'Format' {
                Invoke-Tool dotnet @('format', [IO.Path]::Combine($root, 'NetPath.slnx'), '--verify-no-changes', '--no-restore')
            }
        }
        Invoke-Stage 'Unit' { Invoke-DotnetSuite 'Unit' }
        Invoke-Stage 'Kubernetes' { Invoke-DotnetSuite 'Kubernetes' }
        Invoke-Stage 'Fuzz' { Invoke-DotnetSuite 'Fuzz' }
        Invoke-Stage 'Lab' { Invoke-DotnetSuite 'Lab' }
        Invoke-Stage 'Package' { Test-Reproducible; New-Total -Suite 'Package' -Passed 1 -Failed 0 -Skipped 0 }
        Invoke-Stage 'StandIn' { Invoke-PowerShellSuite 'StandIn' @([IO.Path]::Combine($standIn, 'tests', 'Test-StandIn.ps1')) }
        Invoke-Stage 'Pester' {
            $tests = [IO.Path]::Combine($root, 'tests', 'Pester')
            Invoke-PowerShellSuite 'Pester' @([IO.Path]::Combine($standIn, 'Invoke-TestFile.ps1'), '-Path', $tests)
        }
    )

    $passed = $failed = $skipped = 0
    foreach ($total in $totals) {
        Write-Step ('{0,-10} {1,5} passed, {2} failed, {3} skipped' -f $total.Suite, $total.Passed, $total.Failed, $total.Skipped)
        $passed += $total.Passed
        $failed += $total.Failed
        $skipped += $total.Skipped
    }

    Write-Step "$passed passed, $failed failed, $skipped skipped"
    $failed -eq 0 -and $passed -gt 0
}
