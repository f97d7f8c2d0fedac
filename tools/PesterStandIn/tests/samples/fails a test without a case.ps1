# tests: 1
# message: Discovery failed: The test 'passes: never' was given nothing*
Describe 'one' { It 'passes: never' -ForEach $notSet { throw 'ran' } }
