# tests: 1
# message: Discovery failed: BeforeAll is already there in this block.*
Describe 'two' { BeforeAll { }; BeforeAll { }; It 'passes: never' { } }
