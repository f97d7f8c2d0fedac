# tests: 1
# message: Discovery failed: in discovery
Describe 'never run' { It 'passes: never' { } }
throw 'in discovery'
