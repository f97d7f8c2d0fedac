# tests: 1
# message: Discovery failed: It must stand in a Describe or Context.
It 'stands alone' { }
