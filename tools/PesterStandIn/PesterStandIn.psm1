<#
.SYNOPSIS
    A stand-in for the part of Pester 5 that NetPath's test files use, for machines where Pester cannot be installed.
.DESCRIPTION
    It is not Pester: what it offers behaves as Pester 5 does, and what it does not offer (Mock, InModuleScope, TestDrive, filters,
    configuration, ...) is an error. Test files are written for Pester and run unchanged in both.

    Two phases, as in Pester 5. Discovery runs the file and the bodies of Describe and Context, and notes the tests. The run then
    goes through what was noted: each block gets a scope, into which its BeforeAll is dot-sourced, and each test a scope within it.
#>

Set-StrictMode -Version 3.0

foreach ($part in 'Discovery', 'Run', 'Format', 'Operators', 'Should') {
    . ([IO.Path]::Combine($PSScriptRoot, "$part.ps1"))
}

Export-ModuleMember -Function @(
    'Describe', 'Context', 'It', 'BeforeAll', 'AfterAll', 'BeforeEach', 'AfterEach', 'BeforeDiscovery', 'Set-ItResult', 'Should',
    'Invoke-StandInTest'
)
