# Discovery: the commands that a test file is made of. They note blocks and tests; nothing is tested here.

# The block whose body is running, or null outside of discovery.
$script:block = $null

# Runs in the session state of the test file's own module, and gives a block's body or a test its scope.
$script:bodyFrame = {
    foreach ($StandInName in $args[0].Data.Keys) { Set-Variable -Name $StandInName -Value $args[0].Data[$StandInName] }
    $null = . $args[0].Body
}

function New-Block {
    <# .SYNOPSIS
        Notes a block; the parent is null for a file. #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'Makes an object only.')]
    param($Parent, [string] $Name, [Collections.IDictionary] $Data, [bool] $Skip, $Sandbox)

    $new = @{
        IsTest = $false; Parent = $Parent; Name = $Name; Data = $Data; Skip = $Skip; Sandbox = $Sandbox
        BeforeAll = @(); AfterAll = @(); BeforeEach = @(); AfterEach = @(); Error = $null
        Items = [Collections.Generic.List[object]]::new()
    }
    if ($Parent) { $Parent.Items.Add($new) }
    $new
}

function Get-CaseData {
    <# .SYNOPSIS
        The variables that one element of -ForEach gives to a body: its keys when it is a hashtable, and itself as $_. #>
    param($Case)

    $data = @{}
    if ($Case -is [Collections.IDictionary]) {
        foreach ($key in $Case.Keys) { $data["$key"] = $Case[$key] }
    }

    $data['_'] = $Case
    $data
}

function Expand-Name {
    <# .SYNOPSIS
        Puts the values of a case into the places <name>, <_> and <name.property> of a title. Pester runs what stands in such a place as code
        when the test is run, and a title that it cannot run fails the test: any other text there is an error here. #>
    param([string] $Name, [Collections.IDictionary] $Data)

    $place = '(?<!`)<([^>`]+)>'
    foreach ($match in [regex]::Matches($Name, $place)) {
        if ($match.Value -notmatch '^<(\w+)(\.\w+)*>$' -or -not $Data.Contains($Matches[1])) {
            throw "The title '$Name' has a place $($match.Value), which names no value of its case. Pester would run it as code: write it otherwise."
        }
    }

    [regex]::Replace($Name, $place, {
            param($match)
            $path = $match.Groups[1].Value -split '\.'
            $value = $Data[$path[0]]
            foreach ($property in $path | Select-Object -Skip 1) { if ($null -ne $value) { $value = $value.$property } }
            if ($value -is [string]) { $value } else { Format-Value $value -InTitle }
        })
}

function Assert-Case {
    <# .SYNOPSIS
        Throws for -ForEach without a case, as Pester 6 does. #>
    param([string] $Command, [AllowNull()] [object[]] $Cases)

    if ($null -eq $Cases -or $Cases.Count -eq 0) {
        throw "$Command was given nothing or an empty list as -ForEach. Is the variable set in BeforeDiscovery?"
    }
}

function Add-Block {
    <# .SYNOPSIS
        Describe and Context: notes the block, once or for each case, and runs its body. #>
    param([string] $Name, [scriptblock] $Body, [object[]] $Cases, [bool] $HasCases, [bool] $Skip)

    Assert-Discovery 'Describe and Context'
    if ($HasCases) { Assert-Case "The block '$Name'" $Cases }
    $parent = $script:block
    foreach ($case in @(if ($HasCases) { $Cases } else { , $null })) {
        $data = if ($HasCases) { Get-CaseData $case } else { @{} }
        $inherited = $parent.Data.Clone()
        foreach ($key in $data.Keys) { $inherited[$key] = $data[$key] }
        $new = New-Block $parent (Expand-Name $Name $inherited) $inherited ($Skip -or $parent.Skip) $parent.Sandbox
        $script:block = $new
        try {
            & $parent.Sandbox.NewBoundScriptBlock($script:bodyFrame) @{ Data = $inherited; Body = $Body }
        }
        finally {
            $script:block = $parent
        }
    }
}

function Assert-Discovery {
    <# .SYNOPSIS
        Throws when a command of the test file's structure is used where Pester would not allow it. #>
    param([string] $Command, [switch] $InBlock)

    if ($null -eq $script:block) { throw "$Command can be used only in a test file that is being discovered, and not in a test." }
    if ($InBlock -and $null -eq $script:block.Parent) { throw "$Command must stand in a Describe or Context." }
}

function Describe {
    <# .SYNOPSIS
        A group of tests. #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [scriptblock] $Fixture = $(throw 'A Describe needs a body: is the opening brace on the next line?'),
        [Alias('Tags')] [string[]] $Tag,
        [object[]] $ForEach,
        [switch] $Skip
    )

    $null = $Tag # Noted by Pester for its filters, which the stand-in does not have.
    Add-Block $Name $Fixture $ForEach $PSBoundParameters.ContainsKey('ForEach') $Skip
}

function Context {
    <# .SYNOPSIS
        A group of tests within a group. #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [scriptblock] $Fixture = $(throw 'A Context needs a body: is the opening brace on the next line?'),
        [Alias('Tags')] [string[]] $Tag,
        [object[]] $ForEach,
        [switch] $Skip
    )

    $null = $Tag
    Add-Block $Name $Fixture $ForEach $PSBoundParameters.ContainsKey('ForEach') $Skip
}

function It {
    <# .SYNOPSIS
        A test, or one for each case. #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [scriptblock] $Test = $(throw 'An It needs a body: is the opening brace on the next line?'),
        [Alias('TestCases')] [object[]] $ForEach,
        [Alias('Tags')] [string[]] $Tag,
        [switch] $Skip
    )

    $null = $Tag
    Assert-Discovery 'It' -InBlock
    $hasCases = $PSBoundParameters.ContainsKey('ForEach')
    if ($hasCases) { Assert-Case "The test '$Name'" $ForEach }
    foreach ($case in @(if ($hasCases) { $ForEach } else { , $null })) {
        $data = if ($hasCases) { Get-CaseData $case } else { @{} }
        $known = $script:block.Data.Clone()
        foreach ($key in $data.Keys) { $known[$key] = $data[$key] }
        $script:block.Items.Add(@{
                IsTest = $true; Name = Expand-Name $Name $known; Data = $data; Body = $Test; Skip = $Skip -or $script:block.Skip
                File = $Test.File; Line = $Test.StartPosition.StartLine; Result = $null; Message = ''
            })
    }
}

function Add-Frame {
    <# .SYNOPSIS
        Notes what a block needs around its tests: one script block of each kind, since Pester 5 would take the last one and Pester 6.0 none. #>
    param([string] $Kind, [scriptblock] $Scriptblock)

    Assert-Discovery $Kind
    if ($script:block.$Kind.Count -gt 0) { throw "$Kind is already there in this block. Put both into one." }
    $script:block.$Kind += $Scriptblock
}

function BeforeAll {
    <# .SYNOPSIS
        What a block needs once, before its tests; its variables are seen by them. #>
    param([Parameter(Mandatory)] [scriptblock] $Scriptblock)
    Add-Frame 'BeforeAll' $Scriptblock
}

function AfterAll {
    <# .SYNOPSIS
        What clears up once after a block's tests. #>
    param([Parameter(Mandatory)] [scriptblock] $Scriptblock)
    Add-Frame 'AfterAll' $Scriptblock
}

function BeforeEach {
    <# .SYNOPSIS
        What each test of the block needs. #>
    param([Parameter(Mandatory)] [scriptblock] $Scriptblock)
    Add-Frame 'BeforeEach' $Scriptblock
}

function AfterEach {
    <# .SYNOPSIS
        What clears up after each test of the block. #>
    param([Parameter(Mandatory)] [scriptblock] $Scriptblock)
    Add-Frame 'AfterEach' $Scriptblock
}

function BeforeDiscovery {
    <# .SYNOPSIS
        Code that discovery itself needs, mostly data for -ForEach: it runs at once, in the scope that it is written in. #>
    param([Parameter(Mandatory)] [scriptblock] $Scriptblock)
    Assert-Discovery 'BeforeDiscovery'
    . $Scriptblock
}
