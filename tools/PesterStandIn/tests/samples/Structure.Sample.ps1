# tests: 37
BeforeDiscovery {
    $cases = @{ number = 1; word = 'one' }, @{ number = 2; word = 'two' }
    $onlyInDiscovery = 'seen'
}

BeforeAll {
    function Get-FromTop { 'top' }
    $top = 'top variable'
    $place = $PSScriptRoot
}

Describe 'scopes' {
    BeforeAll {
        $count = 1
        $fromDescribe = "$top seen"
    }

    $bodyVariable = 'set in the body'

    It 'passes: a function of the file''s BeforeAll' { Get-FromTop | Should -Be 'top' }
    It 'passes: a variable of the file''s BeforeAll in that of Describe' { $fromDescribe | Should -Be 'top variable seen' }
    It 'passes: the folder of the file' { [IO.File]::Exists([IO.Path]::Combine($place, 'Structure.Sample.ps1')) | Should -BeTrue }
    It 'passes: the folder of the file in a test' { $PSScriptRoot | Should -Be $place }
    It 'passes: variables of the body are gone' { Get-Variable bodyVariable -ErrorAction Ignore | Should -BeNullOrEmpty }
    It 'passes: variables of discovery are gone' { Get-Variable onlyInDiscovery -ErrorAction Ignore | Should -BeNullOrEmpty }
    It 'passes: a change in a test ...' { $count = 5; $count | Should -Be 5 }
    It 'passes: ... is not seen by the next' { $count | Should -Be 1 }
    It 'passes: the runner''s own names are not seen' {
        foreach ($name in 'state', 'Block', 'item', 'Test') { Get-Variable $name -ErrorAction Ignore | Should -BeNullOrEmpty }
    }

    Context 'within' {
        BeforeAll { $count = $count + 1 }
        It 'passes: inner set-up sees the outer variable' { $count | Should -Be 2 }
    }

    It 'passes: inner set-up does not change the outer variable' { $count | Should -Be 1 }
    It 'fails: an error has its place => Expected 2, but got 1.' { 1 | Should -Be 2 }
    It 'passes: a non-terminating error does not fail a test' { Write-Error 'only said' -ErrorAction SilentlyContinue }
    It 'fails: an error made terminating does => said' { Write-Error 'said' -ErrorAction Stop }
    foreach ($once in 1) { It 'passes: a break in a test ends that test alone' { break } }
    It 'passes: the test after it runs' { 1 | Should -Be 1 }
}

Describe 'cases' {
    It 'passes: <number> is <word>' -ForEach $cases {
        $number | Should -BeIn 1, 2
        $_.word | Should -Be $word
    }

    It 'passes: TestCases, <_>' -TestCases 'a', 'b' { $_ | Should -BeIn 'a', 'b' }
    It 'passes: a case that is null, <_>' -ForEach @($null) { $_ | Should -BeNullOrEmpty }

    Context 'block <word>' -ForEach $cases {
        BeforeAll { $doubled = $number * 2 }
        It 'passes: the block''s case in its set-up, <number>' { $doubled | Should -Be ($number + $number) }
        It 'passes: the block''s case with a test''s, <number> <other.name>' -ForEach @{ other = @{ name = 'x' } } {
            "$number $($other.name)" | Should -BeIn '1 x', '2 x'
        }
    }
}

Describe 'order' {
    BeforeAll { $seen = [Collections.Generic.List[string]]::new(); $global:StandInEvents.Add('BeforeAll') }
    BeforeEach { $seen.Add('outer') }
    AfterEach { $global:StandInEvents.Add('outer after') }
    AfterAll { $global:StandInEvents.Add('AfterAll') }

    It 'passes: BeforeEach runs before the test' { $seen | Should -Be @('outer') }
    Context 'within' {
        BeforeEach { $seen.Add('inner') }
        AfterEach { $global:StandInEvents.Add('inner after') }
        It 'passes: outer BeforeEach first' { $seen | Should -Be @('outer', 'outer', 'inner') }
    }
}

Describe 'order, seen from outside' {
    It 'passes: inner AfterEach first, AfterAll last' {
        $global:StandInEvents | Should -Be @('BeforeAll', 'outer after', 'inner after', 'outer after', 'AfterAll')
    }
}

Describe 'skipping' {
    It 'skips: by -Skip' -Skip { throw 'ran' }
    It 'skips: by a condition' -Skip:(1 -eq 1) { throw 'ran' }
    It 'skips: in the test => is skipped, because it says so' { Set-ItResult -Skipped -Because 'it says so'; throw 'ran' }
    Context 'a whole block' -Skip {
        BeforeAll { throw 'ran' }
        It 'skips: by its block' { throw 'ran' }
    }
}

Describe 'failures around tests' {
    Context 'BeforeAll' {
        BeforeAll { throw 'no set-up' }
        It 'fails: when the set-up failed => *no set-up' { }
        Context 'within' { It 'fails: also further in => *no set-up' { } }
        It 'skips: still' -Skip { }
    }

    Context 'BeforeEach' {
        BeforeEach { throw 'no set-up' }
        It 'fails: when BeforeEach failed => no set-up' { }
    }

    Context 'AfterEach' {
        AfterEach { throw 'not cleared up' }
        It 'fails: when AfterEach failed => not cleared up' { }
    }
}
