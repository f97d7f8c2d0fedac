<#
.SYNOPSIS
    Builds, tests and packages NetPath.
.DESCRIPTION
    Runs in PowerShell 7.4 or later, and in tools/PowerShellHost where there is no pwsh (./build.sh chooses).

    Build    builds everything and lays the module out in out/NetPath (only the module with -ModuleOnly)
    Test     sets the machine up as far as it may, runs the unit, lab and Pester tests, and ends with the totals
    Demo     shows the reference journey from samples/
    Help     refreshes docs/help from the module: missing parameters and commands, syntax, metadata; prose stays
    Bench    runs the benchmarks; further arguments go to them
    Fuzz     runs the parsers on inputs made up at random: [--target NAME] [--count N] [--seed S] [--keep]
    Oracle   compares the evaluator with the kernel on random rulesets and packets (root; 'Oracle --count N --seed S')
    Lab      'Lab up' builds the reference node on this kernel, 'Lab down' removes it
    Package  makes out/NetPath and its NuGet package anew, and checks that building them elsewhere gives the same bytes (not with -Once)
    Clean    removes everything that was built
.EXAMPLE
    ./build.ps1 Test
.EXAMPLE
    ./build.ps1 Lab up
#>
[CmdletBinding()]
param(
    # What to do.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Help', 'Bench', 'Fuzz', 'Oracle', 'Lab', 'Package', 'Clean')]
    [string] $Task = 'Build',

    # Build: only the module, not the tests and tools.
    [switch] $ModuleOnly,

    # Package: do not build again elsewhere.
    [switch] $Once,

    # Arguments of the task (Lab, Bench, Fuzz, Oracle).
    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Rest = @()
)

$ErrorActionPreference = 'Stop'
# Exit codes are looked at here, one by one; a program that fails is no exception of its own.
$PSNativeCommandUseErrorActionPreference = $false
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'
# A build server that outlives the build would hold this script's output open.
$env:MSBUILDDISABLENODEREUSE = '1'

$root = $PSScriptRoot
$out = [IO.Path]::Combine($root, 'out')
$moduleFolder = [IO.Path]::Combine($out, 'NetPath')
$moduleStamp = [IO.Path]::Combine($out, '.module')

. ([IO.Path]::Combine($root, 'tools', 'Build', 'Version.ps1'))
. ([IO.Path]::Combine($root, 'tools', 'Build', 'Module.ps1'))
. ([IO.Path]::Combine($root, 'tools', 'Build', 'Help.ps1'))
. ([IO.Path]::Combine($root, 'tools', 'Build', 'Package.ps1'))
. ([IO.Path]::Combine($root, 'tools', 'Build', 'Tests.ps1'))

function Invoke-Tool {
    <#
    .SYNOPSIS
        Runs a program with its output on the terminal, and throws when it fails.
    #>
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Name, [string[]] $ArgumentList = @())

    & $Name @ArgumentList | Out-Host
    if ($LASTEXITCODE -ne 0) {
        throw "'$Name $($ArgumentList -join ' ')' failed with exit code $LASTEXITCODE."
    }
}

function Invoke-Demo {
    <#
    .SYNOPSIS
        Shows the reference journey, with the module as a user gets it.
    #>
    $demo = [IO.Path]::Combine($root, 'samples', 'demo.ps1')
    if (-not [IO.File]::Exists($demo)) {
        throw "There is no demo yet: '$demo' does not exist."
    }

    Update-Module
    Import-Module -Name ([IO.Path]::Combine($moduleFolder, 'NetPath.psd1')) -Force
    & $demo
}

function Invoke-Lab {
    <#
    .SYNOPSIS
        Builds or removes the reference node.
    #>
    param([string[]] $ArgumentList)

    if ($ArgumentList.Count -ne 1 -or $ArgumentList[0] -notin 'up', 'down') {
        throw "Say 'Lab up' or 'Lab down'."
    }

    Invoke-Tool sh @([IO.Path]::Combine($root, 'tests', 'Lab', 'lab.sh'), $ArgumentList[0])
}

function Clear-Build {
    <#
    .SYNOPSIS
        Removes out, and every project's bin and obj.
    #>
    foreach ($place in 'src', 'tests', 'tools', 'bench') {
        $folder = [IO.Path]::Combine($root, $place)
        if (-not [IO.Directory]::Exists($folder)) { continue }
        foreach ($project in [IO.Directory]::GetFiles($folder, '*.csproj', 'AllDirectories')) {
            foreach ($name in 'bin', 'obj') {
                $built = [IO.Path]::Combine([IO.Path]::GetDirectoryName($project), $name)
                if ([IO.Directory]::Exists($built)) { [IO.Directory]::Delete($built, $true) }
            }
        }
    }

    if ([IO.Directory]::Exists($out)) { [IO.Directory]::Delete($out, $true) }
}

try {
    switch ($Task) {
        'Build' {
            if (-not $ModuleOnly) { Invoke-SolutionBuild }
            Update-Module
        }
        'Test' {
            if (-not (Invoke-TestTask)) { exit 1 }
        }
        'Demo' { Invoke-Demo }
        'Help' { Update-HelpSource }
        'Bench' {
            Invoke-Tool dotnet (@('run', '-c', 'Release', '--project', [IO.Path]::Combine($root, 'bench'), '--') + $Rest)
        }
        'Fuzz' {
            Invoke-Tool dotnet (@('run', '-c', 'Release', '--project', [IO.Path]::Combine($root, 'tests', 'Fuzz'), '--', 'fuzz') + $Rest)
        }
        'Oracle' {
            Invoke-Tool dotnet (@('run', '-c', 'Release', '--project', [IO.Path]::Combine($root, 'tests', 'Lab'), '--', 'oracle') + $Rest)
        }
        'Lab' { Invoke-Lab -ArgumentList $Rest }
        'Package' {
            Publish-ModuleFolder
            if (-not $Once) { Test-Reproducible }
        }
        'Clean' { Clear-Build }
    }
}
catch {
    # What went wrong is the caller's business; where in this script it did is not.
    [Console]::Error.WriteLine("build: $_")
    exit 1
}
