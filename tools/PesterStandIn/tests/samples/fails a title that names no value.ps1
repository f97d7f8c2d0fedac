# tests: 1
# message: Discovery failed: The title 'passes: <other>' has a place <other>*
Describe 'one' { It 'passes: <other>' -ForEach @{ one = 1 } { } }
