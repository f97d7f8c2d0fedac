# tests: 97
Describe 'Should' {
    It 'passes: <_>' -ForEach @(
        '1 | Should -Be 1', '"a" | Should -Be "A"', '"a" | Should -BeExactly "a"', '1, 2 | Should -Be 1, 2', '$null | Should -Be $null'
        '"" | Should -BeNullOrEmpty', '@() | Should -BeNullOrEmpty', '$null | Should -BeNullOrEmpty', '0 | Should -Not -BeNullOrEmpty'
        '$true | Should -BeTrue', '$false | Should -BeFalse', '2 | Should -BeGreaterThan 1', '1 | Should -BeLessThan 2'
        '2 | Should -BeGreaterOrEqual 2', '2 | Should -BeLessOrEqual 2', '"abc" | Should -BeLike "A*"', '"abc" | Should -BeLikeExactly "a*"'
        '"abc" | Should -Match "^A.C$"', '"abc" | Should -MatchExactly "b"', '1, 2, 3 | Should -Contain 2', '2 | Should -BeIn 1, 2'
        '1, 2, 3 | Should -HaveCount 3', '@() | Should -HaveCount 0', '1 | Should -BeOfType [int]', '"x" | Should -BeOfType System.String'
        '1 | Should -BeOfType ([int])', '$PSHOME | Should -Exist', 'Should -ActualValue 3 -Be 3', 'Should -ActualValue (1, 2) -HaveCount 1'
        '1 | Should -Not -Be 2', '1, 2 | Should -Not -Be 1', '"a" | Should -Not -BeExactly "A"', '3 | Should -Not -BeIn 1, 2'
        '{ throw "no" } | Should -Throw', '{ throw "no way" } | Should -Throw "no*"', '{ 1 } | Should -Not -Throw'
        '{ throw "x" } | Should -Throw -ErrorId "x"', '{ throw [ArgumentException]::new("y") } | Should -Throw -ExceptionType ([ArgumentException])'
        '({ throw "kept" } | Should -Throw -PassThru).Exception.Message | Should -Be "kept"', '@{ a = 1 } | Should -Not -BeNullOrEmpty'
        '{ { 1 | Should -Be 2 } | Should -Throw -ErrorId PesterAssertionFailed } | Should -Not -Throw'
        '"ab", "cab" | Should -Match "a"', '1, 2 | Should -BeTrue', '1, 2 | Should -BeOfType [int]', '1 | Should -Be @(1)', '@() | Should -Be $null'
        '@() | Should -Be @()', '@($null) | Should -BeNullOrEmpty', '$null, 1 | Should -Not -BeNullOrEmpty', '1, (2, 3) | Should -Be 1, @(2, 3)'
    ) {
        . ([scriptblock]::Create($_))
    }

    It 'fails: <code> => <message>' -ForEach @(
        @{ code = '1 | Should -Be 2'; message = 'Expected 2, but got 1.' }
        @{ code = '$null | Should -Be 2'; message = 'Expected 2, but got $null.' }
        @{ code = '"a" | Should -Be "b"'; message = "Expected 'b', but got 'a'." }
        @{ code = '"a" | Should -BeExactly "A"'; message = "Expected exactly 'A', but got 'a'." }
        @{ code = '1 | Should -Be 2 -Because "of that"'; message = 'Expected 2, because of that, but got 1.' }
        @{ code = '1, 2 | Should -Be 1, 3'; message = 'Expected @(1, 3), but got @(1, 2).' }
        @{ code = '1 | Should -Be 1, 2'; message = 'Expected @(1, 2), but got 1.' }
        @{ code = '$false | Should -BeTrue'; message = 'Expected $true, but got $false.' }
        @{ code = '1 | Should -BeFalse'; message = 'Expected $false, but got 1.' }
        @{ code = '"x" | Should -BeNullOrEmpty'; message = 'Expected $null or empty, but got *' }
        @{ code = '@() | Should -Not -BeNullOrEmpty'; message = 'Expected not: $null or empty, but got *' }
        @{ code = '1 | Should -BeGreaterThan 1'; message = '*greater than 1, but got 1.' }
        @{ code = '1 | Should -BeLessThan 1'; message = '*less than 1, but got 1.' }
        @{ code = '1 | Should -BeGreaterOrEqual 2'; message = '*greater than or equal to 2, but got 1.' }
        @{ code = '2 | Should -BeLessOrEqual 1'; message = '*less than or equal to 1, but got 2.' }
        @{ code = '"abc" | Should -BeLike "b*"'; message = "Expected like wildcard 'b*', but got 'abc'." }
        @{ code = '"abc" | Should -BeLikeExactly "A*"'; message = '*case sensitively*' }
        @{ code = '"abc" | Should -Match "d"'; message = "Expected regular expression 'd' to match, but got 'abc'." }
        @{ code = '"abc" | Should -MatchExactly "B"'; message = '*case sensitively match*' }
        @{ code = '1, 2 | Should -Contain 3'; message = '*3 to be found in the collection, but got @(1, 2).' }
        @{ code = '3 | Should -BeIn 1, 2'; message = '*to be in @(1, 2), but got 3.' }
        @{ code = '1, 2 | Should -HaveCount 3'; message = '*size 3, but got @(1, 2).' }
        @{ code = '"1" | Should -BeOfType [int]'; message = "*type ?int? or any of its subtypes, but got '1'." }
        @{ code = '1 | Should -Not -BeOfType ([int])'; message = '*System.Int32*' }
        @{ code = '"/nowhere" | Should -Exist'; message = "*exist, but got '/nowhere'." }
        @{ code = '{ 1 } | Should -Throw'; message = '*no exception was thrown.' }
        @{ code = '{ throw "a" } | Should -Not -Throw'; message = "*but an exception 'a' was thrown." }
        @{ code = '{ throw "a" } | Should -Throw "b*"'; message = "*message like 'b?'*the message was 'a'." }
        @{ code = '{ throw "a" } | Should -Throw -ErrorId b'; message = "*the FullyQualifiedErrorId was 'a'." }
        @{ code = '{ throw "a" } | Should -Throw -ExceptionType ([ArgumentException])'; message = '*the exception type was *RuntimeException?.' }
        @{ code = '1 | Should -Throw'; message = '*script block*' }
        @{ code = '@() | Should -Throw'; message = '*script block*' }
        @{ code = '{ throw }, { 1 } | Should -Throw'; message = '*no exception was thrown.' }
        @{ code = '"ab", "c" | Should -Match "a"'; message = "Expected regular expression 'a' to match, but got 'c'." }
        @{ code = '"ab", "c" | Should -Not -Match "a"'; message = "Expected not: regular expression 'a' to match, but got 'ab'." }
        @{ code = '"ab", "c" | Should -BeLike "a*"'; message = "*but got 'c'." }
        @{ code = '1, 0 | Should -BeTrue'; message = 'Expected $true, but got 0.' }
        @{ code = '1, "a" | Should -BeOfType [int]'; message = "*but got 'a'." }
        @{ code = '3, 1 | Should -BeGreaterThan 2'; message = '*but got 1.' }
        @{ code = '1, 3 | Should -BeIn 1, 2'; message = '*but got 3.' }
        @{ code = '$null | Should -HaveCount 0'; message = '*size 0, but got $null.' }
        @{ code = ', (1, 2) | Should -Be 1, 2'; message = '*' }
        @{ code = 'Should -ActualValue (1, 2) -HaveCount 2'; message = '*size 2*' }
        @{ code = '1 | Should'; message = '*one operator*' }
        @{ code = '1 | Should -Be 1 -Match 1'; message = '*' }
        @{ code = '1 | Should -NoSuchOperator 1'; message = '*NoSuchOperator*' }
        @{ code = 'throw "plain"'; message = 'plain' }
    ) {
        . ([scriptblock]::Create($code))
    }
}
