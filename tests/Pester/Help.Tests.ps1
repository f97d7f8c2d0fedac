# The help of the module: every page says what the commands really have, and every example does what its page shows.

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidGlobalVars', '', Justification = 'Default values of parameters are the session''s.')]
param()

BeforeDiscovery {
    $root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    $pages = Join-Path $root 'docs/help/en-US'
    $builder = Join-Path $root 'tools/HelpBuilder/bin/Release/net10.0/netpath-help.dll'
    $list = [IO.Path]::GetTempFileName()
    $problem = (& dotnet $builder examples $pages $list 2>&1 | ForEach-Object { "$_" }) -join "`n"
    if ($LASTEXITCODE -ne 0) { throw "The help pages cannot be read:`n$problem" }
    $examples = foreach ($example in [IO.File]::ReadAllText($list) | ConvertFrom-Json) {
        $native = foreach ($step in $example.steps) {
            if (-not $step.runs) { 'a shell'; continue }
            $tree = [System.Management.Automation.Language.Parser]::ParseInput($step.code, [ref] $null, [ref] $null)
            $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true) |
                ForEach-Object { $_.GetCommandName() } | Where-Object { $_ -in 'ssh', 'scp', 'kubectl', 'tar', 'docker', 'sh', 'sudo', 'minikube', 'grep' }
        }
        # Get-Help indents the page of a command by four columns, and a topic's lines stand as they are.
        $columns = if ($example.file -like 'about_*') { 80 } else { 76 }
        @{ Name = "$($example.file):$($example.line) $($example.title)"; Steps = $example.steps; Native = @($native) -join ', '; Columns = $columns }
    }
    # The steps of a runbook go on from each other: RunbookTopics.Tests.ps1 runs them in order.
    $runnable = @($examples | Where-Object { -not $_.Native -and $_.Name -notlike 'about_NetPath_Runbook_*' })
    $foreign = @($examples | Where-Object { $_.Native })
    [IO.File]::Delete($list)

    $pageNames = [IO.Directory]::GetFiles($pages, '*.md') | ForEach-Object { [IO.Path]::GetFileNameWithoutExtension($_) }
    $topics = @($pageNames | Where-Object { $_ -like 'about_*' })
    $commands = @($pageNames | Where-Object { $_ -like '*-*' })
}

BeforeAll {
    $root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    $pages = Join-Path $root 'docs/help/en-US'
    $manifest = Join-Path $root 'out/NetPath/NetPath.psd1'
    $builder = Join-Path $root 'tools/HelpBuilder/bin/Release/net10.0/netpath-help.dll'
    Import-Module $manifest -Force
    . (Join-Path $PSScriptRoot 'fixtures/Shapes.ps1')
    $sample = Join-Path $root 'samples/reference-node.tar.gz'
    # What the pages call an earlier snapshot.
    $earlier = Join-Path ([IO.Path]::GetTempPath()) "netpath-before-$([guid]::NewGuid().ToString('n')).tar.gz"
    $null = New-ChangedSample | Export-NodeSnapshot -Path $earlier
    $rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'
    # The pages fit a terminal of 80 columns (PowerShell leaves the last one free) in English, where long lines are broken between words.
    $cultures = [CultureInfo]::CurrentCulture, [CultureInfo]::CurrentUICulture
    [CultureInfo]::CurrentCulture = [CultureInfo]::CurrentUICulture = [CultureInfo]::new('en-US')
    $columns = $env:COLUMNS
    $env:COLUMNS = '80'
    $breaksBetweenWords = ([pscustomobject]@{ A = 'aaaaaa bbbbbb cccccc' } | Format-List | Out-String -Width 20) -match 'bbbbbb *\r?\n'
    # Without a console, Windows tells no width.
    $width = try { $Host.UI.RawUI.BufferSize.Width } catch { 0 }
    $sameBreaks = $breaksBetweenWords -and $width -eq 80

    function Get-Heading {
        # The parts of a table or a list that do not depend on the machine: its first two lines, or what stands before the colons.
        param([string] $Text)

        $lines = @($Text.Trim() -split "`n")
        $labels = @($lines | Where-Object { $_ -match '^(\w+)\s+:' } | ForEach-Object { ($_ -split ':')[0].TrimEnd() })
        if ($labels.Count -gt 0) { $labels -join "`n" } else { ($lines[0..1] | ForEach-Object { $_.TrimEnd() }) -join "`n" }
    }

    function Test-ShownOutput {
        # Whether text is what a page shows; a line of three dots on the page stands for any number of lines.
        param([string] $Shown, [string] $Printed, [bool] $SameBreaks = $true)

        if (-not $SameBreaks) {
            $Shown = ($Shown -replace '(?m)^\s*(\.\.\.|\u2026)\s*$', '<elision>' -replace '\s', '') -replace '<elision>', "`n...`n"
            $Printed = $Printed -replace '\s', ''
            $parts = $Shown -split '\n\.\.\.\n' | ForEach-Object { [regex]::Escape($_) }
            return $Printed -cmatch ('\A' + ($parts -join '.*') + '\z')
        }

        $trim = { param($text) ((($text -replace "`r", '') -split "`n" | ForEach-Object { $_.TrimEnd() }) -join "`n").Trim("`n") }
        $pattern = foreach ($line in (& $trim $Shown) -split "`n") {
            if ($line.Trim() -in '...', [string][char] 0x2026) { '(?:.*\n)*?' } else { [regex]::Escape($line) + '\n' }
        }
        ((& $trim $Printed) + "`n") -cmatch ('\A' + ($pattern -join '') + '\z')
    }
}

AfterAll {
    $PSStyle.OutputRendering = $rendering
    $env:COLUMNS = $columns
    [CultureInfo]::CurrentCulture, [CultureInfo]::CurrentUICulture = $cultures
    [IO.File]::Delete($earlier)
}

Describe 'The help pages' {
    BeforeAll {
        $facts = [IO.Path]::GetTempFileName()
        $script = Join-Path $root 'tools/HelpBuilder/Metadata/Get-CommandFacts.ps1'
        $said = & ([Environment]::ProcessPath) -NoProfile -NonInteractive -File $script -Path $manifest -Destination $facts 2>&1
        if ("$said") { throw "The module does not tell its commands: $said" }
    }

    AfterAll {
        [IO.File]::Delete($facts)
    }

    It 'say what the commands have, no more and no less' {
        $problems = & dotnet $builder check $pages $facts 2>&1 | ForEach-Object { "$_" }
        $problems -join "`n" | Should -BeNullOrEmpty
    }

    It 'are as ./build.sh help would leave them' {
        $copy = Join-Path ([IO.Path]::GetTempPath()) "netpath-pages-$([guid]::NewGuid().ToString('n'))"
        try {
            $null = [IO.Directory]::CreateDirectory($copy)
            foreach ($page in [IO.Directory]::GetFiles($pages, '*.md')) { [IO.File]::Copy($page, (Join-Path $copy ([IO.Path]::GetFileName($page)))) }
            (& dotnet $builder refresh $copy $facts 2>&1 | ForEach-Object { "$_" }) -join "`n" | Should -BeNullOrEmpty
        }
        finally {
            [IO.Directory]::Delete($copy, $true)
        }
    }
}

Describe 'Get-Help <_>' -ForEach $commands {
    BeforeAll {
        $command = $_
        $help = Get-Help $command -Full
    }

    It 'has a synopsis and a description' {
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -Match '\[<CommonParameters>\]'
        ($help.Description | Out-String).Trim() | Should -Not -BeNullOrEmpty
    }

    It 'has three examples with code' {
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 3
        # PlatyPS puts the code into the introduction.
        foreach ($example in $help.Examples.Example) { "$($example.Introduction | Out-String)$($example.Code)" | Should -Match '\w+-\w+' }
    }

    It 'describes every parameter' {
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        foreach ($name in (Get-Command $command).Parameters.Keys | Where-Object { $_ -notin $common }) {
            $parameter = Get-Help $command -Parameter $name
            $parameter.Name | Should -BeExactly $name
            ($parameter.Description | Out-String).Trim() | Should -Not -BeNullOrEmpty
        }
    }

    It 'shows as text with <_>' -ForEach 'Full', 'Detailed', 'Examples' {
        $arguments = @{ $_ = $true }
        Get-Help $command @arguments | Out-String -Width 80 | Should -Match $command
    }

    It 'has one line of syntax for each parameter set' {
        @($help.Syntax.SyntaxItem).Count | Should -Be @((Get-Command $command).ParameterSets).Count
    }
}

Describe 'The examples of <_>' -ForEach $commands {
    It 'fit 80 columns behind a prompt' {
        $inCode = $false
        $long = foreach ($line in ([IO.File]::ReadAllText((Join-Path $pages "$_.md")) -split '(?m)^## EXAMPLES|^## PARAMETERS')[1] -split '\r?\n') {
            if ($line -like '```*') { $inCode = $line -eq '```powershell'; continue }
            $prompt = if ($line -match '^[^ })|]') { 4 } else { 0 }
            if ($inCode -and $line.Length + $prompt -gt 75) { $line }
        }
        $long | Should -BeNullOrEmpty
    }
}

Describe 'Get-Help <_>' -ForEach $topics {
    It 'shows the topic within 80 columns' {
        $text = "$(Get-Help $_ -Category HelpFile)"
        $text | Should -Match $_
        @($text -split "`n" | Where-Object { $_.TrimEnd().Length -gt 80 }) | Should -BeNullOrEmpty
    }
}

Describe 'The example' {
    BeforeAll {
        # What an example reads of "this machine" is the reference node, so that it prints what its page shows.
        # Its parameters stay those of the cmdlet.
        $cmdlet = [System.Management.Automation.CommandMetadata]::new((Get-Command Get-NodeSnapshot -CommandType Cmdlet))
        $declaration = [System.Management.Automation.ProxyCommand]::GetCmdletBindingAttribute($cmdlet) + "`nparam(" +
            [System.Management.Automation.ProxyCommand]::GetParamBlock($cmdlet) + ")`n"
        ${function:Get-NodeSnapshot} = [scriptblock]::Create($declaration + "Import-NodeSnapshot -LiteralPath '$sample'")
        # Nothing happens on this machine to be watched: it has seen what the sample's log holds.
        $cmdlet = [System.Management.Automation.CommandMetadata]::new((Get-Command Watch-ServicePacket -CommandType Cmdlet))
        $declaration = [System.Management.Automation.ProxyCommand]::GetCmdletBindingAttribute($cmdlet) + "`nparam(" +
            [System.Management.Automation.ProxyCommand]::GetParamBlock($cmdlet) + ")`n"
        $trace = Join-Path $root 'samples/reference-trace.txt'
        ${function:Watch-ServicePacket} = [scriptblock]::Create($declaration + "
            Import-KernelTrace -LiteralPath '$trace' -Snapshot '$sample' | Select-Object -Skip 1 -First `$(if (`$First) { [Math]::Min(`$First, 2) } else { 2 }) |
                ForEach-Object { `$_.Time = [DateTimeOffset]::new([datetime]'2026-11-23T05:50:03.869755'); `$_ }")
        $previousDefaults = $global:PSDefaultParameterValues
        $previousLocation = Get-Location
    }

    BeforeEach {
        $work = Join-Path ([IO.Path]::GetTempPath()) "netpath-help-$([guid]::NewGuid().ToString('n'))"
        $null = [IO.Directory]::CreateDirectory((Join-Path $work 'samples'))
        foreach ($copy in 'samples/reference-node.tar.gz', 'reference-node.tar.gz', 'node1.tar.gz') {
            [IO.File]::Copy($sample, (Join-Path $work $copy))
        }

        [IO.File]::Copy((Join-Path $root 'samples/reference-node-objects.json'), (Join-Path $work 'samples/reference-node-objects.json'))

        [IO.File]::Copy((Join-Path $root 'samples/reference-trace.txt'), (Join-Path $work 'samples/reference-trace.txt'))
        $null = [IO.Directory]::CreateDirectory((Join-Path $work 'samples/two-nodes'))
        foreach ($copy in 'samples/two-nodes/node1.tar.gz', 'samples/two-nodes/node2.tar.gz') {
            [IO.File]::Copy((Join-Path $root $copy), (Join-Path $work $copy))
        }

        [IO.File]::Copy($earlier, (Join-Path $work 'before.tar.gz'))
        Set-Location $work
        $global:PSDefaultParameterValues = @{}
        foreach ($name in 'Get-KubeServiceChain', 'Resolve-PodRoute', 'Get-VethPeer', 'Get-ConntrackUsage', 'Get-ConntrackEntry', 'Trace-ServicePacket', 'Export-NodeSnapshot') {
            $global:PSDefaultParameterValues["${name}:Snapshot"] = Import-NodeSnapshot -LiteralPath $sample
        }
    }

    AfterEach {
        $global:PSDefaultParameterValues = $previousDefaults
        Set-Location $previousLocation
        [IO.Directory]::Delete($work, $true)
    }

    It '<Name> runs and prints what its page shows' -ForEach $runnable {
        $ErrorActionPreference = 'Stop'
        $env:COLUMNS = "$Columns"
        foreach ($step in $Steps) {
            $printed = . ([scriptblock]::Create($step.code)) 6>$null | Out-String -Width ($Columns - 1)
            if ($null -eq $step.output) { continue }
            # What Get-NodeSnapshot gives is as the machine is; only its shape can be compared.
            $isLive = $step.code -match '^Get-NodeSnapshot\b' -and $step.code -notmatch 'Trace-|Get-Kube|Get-Veth|Get-Conntrack|Resolve-'
            $agrees = if ($isLive) { (Get-Heading $printed) -ceq (Get-Heading $step.output) } else { Test-ShownOutput $step.output $printed $sameBreaks }
            if (-not $agrees) {
                throw "Line $($step.line): the page shows`n$($step.output)`nand the command prints`n$printed"
            }
        }
    }

    # None is no mistake of the pages, and Pester 6 refuses an empty list.
    if ($foreign) {
        It '<Name> is PowerShell without a mistake (not run: it calls <Native>)' -ForEach $foreign {
            foreach ($step in $Steps | Where-Object runs) {
                $mistakes = $null
                $null = [System.Management.Automation.Language.Parser]::ParseInput($step.code, [ref] $null, [ref] $mistakes)
                $mistakes | Should -BeNullOrEmpty
            }
        }
    }
}
