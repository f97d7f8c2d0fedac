# tests: 1
# message: Discovery failed: Missing closing *at line 3
Describe 'open' {
