# Settings of PSScriptAnalyzer for the scripts of the build and the samples.
@{
    Severity     = @('Error', 'Warning')
    ExcludeRules = @(
        # The build's functions are steps of one script that is run on purpose; nobody asks them -WhatIf.
        'PSUseShouldProcessForStateChangingFunctions'
        # They are not exported, so that they hide nobody's command.
        'PSAvoidOverwritingBuiltInCmdlets'
        # Parts that are dot-sourced share the variables and parameters of build.ps1, which the analyzer cannot see.
        'PSUseDeclaredVarsMoreThanAssignments'
        'PSReviewUnusedParameter'
    )
}
