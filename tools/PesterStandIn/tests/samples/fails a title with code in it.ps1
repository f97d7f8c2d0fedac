# tests: 1
# message: Discovery failed: The title 'passes: a <b c>' has a place <b c>*
Describe 'one' { It 'passes: a <b c>' { } }
