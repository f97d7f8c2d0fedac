# tests: 1
# message: Discovery failed: The block 'never' was given nothing*
Describe 'never' -ForEach @() { It 'passes: never' { throw 'ran' } }
