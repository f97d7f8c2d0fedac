<#
.SYNOPSIS
    The part of build.ps1 that makes the module's help from docs/help, and refreshes those pages from the module.
#>

$helpPages = [IO.Path]::Combine($root, 'docs', 'help', 'en-US')
$helpBuilder = [IO.Path]::Combine($root, 'tools', 'HelpBuilder')

function Invoke-HelpBuilder {
    <#
    .SYNOPSIS
        Runs tools/HelpBuilder; what it finds wrong is on standard error, with file and line.
    #>
    param([Parameter(Mandatory)] [string[]] $ArgumentList)

    Invoke-DotnetBuild ([IO.Path]::Combine($helpBuilder, 'NetPath.HelpBuilder.csproj'))
    Invoke-Tool dotnet (@([IO.Path]::Combine($helpBuilder, 'bin', 'Release', 'net10.0', 'netpath-help.dll')) + $ArgumentList)
}

function New-HelpFile {
    <#
    .SYNOPSIS
        Writes NetPath.dll-Help.xml and about_*.help.txt to a folder: the commands' help with PlatyPS where it is installed, else with tools/HelpBuilder.
    #>
    param([Parameter(Mandatory)] [string] $Folder)

    if (-not (Get-Module -Name Microsoft.PowerShell.PlatyPS -ListAvailable)) {
        Invoke-HelpBuilder 'build', $helpPages, $Folder
        return
    }

    Invoke-HelpBuilder 'topics', $helpPages, $Folder
    $maml = [IO.Path]::Combine($Folder, 'maml')
    $pages = [IO.Directory]::GetFiles($helpPages, '*.md') | Where-Object { [IO.Path]::GetFileName($_) -notlike 'about_*' }
    $null = Measure-PlatyPSMarkdown -Path $pages | Where-Object Filetype -Match 'CommandHelp' |
        Import-MarkdownCommandHelp -Path { $_.FilePath } | Export-MamlCommandHelp -OutputFolder $maml -Force
    # Its versions differ in the file's place and name; the engine looks for this one.
    $written = [IO.Directory]::GetFiles($maml, '*.xml', 'AllDirectories')
    if ($written.Count -ne 1) { throw "PlatyPS wrote $($written.Count) help files for the module; one was expected." }
    [IO.File]::Move($written[0], [IO.Path]::Combine($Folder, 'NetPath.dll-Help.xml'), $true)
    [IO.Directory]::Delete($maml, $true)
}

function Update-ModuleHelp {
    <#
    .SYNOPSIS
        Makes the help in out/NetPath/en-US; topics that are gone from docs/help go from there too.
    #>
    $fresh = [IO.Path]::Combine($out, 'help')
    if ([IO.Directory]::Exists($fresh)) { [IO.Directory]::Delete($fresh, $true) }
    $null = [IO.Directory]::CreateDirectory($fresh)
    if ([IO.Directory]::Exists($helpPages)) { New-HelpFile $fresh }

    $target = [IO.Path]::Combine($moduleFolder, 'en-US')
    if ([IO.Directory]::Exists($target)) { [IO.Directory]::Delete($target, $true) }
    foreach ($file in [IO.Directory]::GetFiles($fresh)) {
        Copy-ToModule $file ([IO.Path]::Combine('en-US', [IO.Path]::GetFileName($file)))
    }
}

function Update-FindingTopic {
    <#
    .SYNOPSIS
        Writes about_NetPath_Findings from the definitions in the module.
    #>
    $page = [IO.Path]::Combine($helpPages, 'about_NetPath_Findings.md')
    # In a process of its own: this one may hold an older build of the module.
    $module = [IO.Path]::Combine($moduleFolder, 'NetPath.psd1')
    $script = "Import-Module -Name '$module'; [IO.File]::WriteAllText('$page', [NetPath.Core.Diagnosis.FindingPage]::Render())"
    Invoke-Tool ([Environment]::ProcessPath) @('-NoProfile', '-NonInteractive', '-Command', $script)
}

function Update-HelpSource {
    <#
    .SYNOPSIS
        Adds what is missing to docs/help and updates syntax and metadata there, from the module as built; prose stays. The topic of findings comes out anew.
    #>
    Update-Module
    Update-FindingTopic
    $facts = [IO.Path]::Combine($out, 'command-facts.json')
    $script = [IO.Path]::Combine($helpBuilder, 'Metadata', 'Get-CommandFacts.ps1')
    # In a process of its own: this one may hold an older build of the module.
    Invoke-Tool ([Environment]::ProcessPath) @(
        '-NoProfile', '-NonInteractive', '-File', $script
        '-Path', [IO.Path]::Combine($moduleFolder, 'NetPath.psd1'), '-Destination', $facts
    )
    Invoke-HelpBuilder 'refresh', $helpPages, $facts
}
