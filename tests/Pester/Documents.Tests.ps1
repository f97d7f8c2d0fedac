# Every command in the documents is run. A block that cannot be, is listed here: a pattern that its text matches, and the reason.
BeforeDiscovery {
    $notRun = @(
        @{ Pattern = '(?m)^\s*git clone'; Reason = 'fetches the project from its host' }
        @{ Pattern = '(?m)^\s*Install-(PSResource|Module)'; Reason = 'installs from the Gallery' }
        @{ Pattern = '\./build\.(sh|ps1)|dotnet test|Invoke-TestFile'; Reason = 'builds or tests, which would run this test again' }
        @{ Pattern = '(?m)\b(ssh|scp|kubectl|minikube|docker)\b'; Reason = 'needs another machine or a cluster' }
        @{ Pattern = '(?m)\bsudo\b|Get-NodeSnapshot|netpath-collect\.sh'; Reason = 'reads this machine, which needs root' }
        @{ Pattern = '(?m)^(?!.*(-Snapshot|Import-NodeSnapshot)).*(Trace-ServicePacket|Get-KubeServiceChain|Get-ConntrackUsage|Get-ConntrackEntry)'; Reason = 'reads this machine, which needs root and a cluster' }
    )
    $root = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..'))
    $fence = '(?ms)^```(?<language>powershell|sh|text)[^\n]*\n(?<code>.*?)^```\s*$'
    $inline = '`(?<code>\./netpath\.sh ''[^`]+'')`'
    $blocks = foreach ($document in 'README.md', 'CONTRIBUTING.md', 'docs/architecture.md') {
        $text = [IO.File]::ReadAllText([IO.Path]::Combine($root, $document)).Replace("`r`n", "`n")
        $number = 0
        foreach ($match in @([regex]::Matches($text, $fence)) + @([regex]::Matches($text, $inline)) | Sort-Object Index) {
            $code = $match.Groups['code'].Value
            $language = $match.Groups['language'].Value
            # Text that begins with a prompt is a session; other text is none of a test's business.
            if ($language -eq 'text' -and -not $code.StartsWith('PS> ')) { continue }
            $number++
            $session = $language -eq 'text'
            $kind = if ($session) { 'session' } elseif ($language) { $language } else { 'sh' }
            $reason = if ($session) { '' } else { "$($notRun | Where-Object { $code -match $_.Pattern } | Select-Object -First 1 | ForEach-Object { $_.Reason })" }
            @{ Document = $document; Number = $number; Kind = $kind; Code = $code; Reason = $reason }
        }

        foreach ($match in [regex]::Matches($text, '\./build\.(sh|ps1) (?<task>[a-zA-Z]+)')) { $tasks += @($match.Groups['task'].Value) }
    }

    $runnable = @($blocks | Where-Object { -not $_.Reason })
    $listed = @($blocks | Where-Object { $_.Reason })
    $tasks = @($tasks | Sort-Object -Unique)
}

BeforeAll {
    $root = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..'))
    $work = [IO.Directory]::CreateDirectory([IO.Path]::Combine([IO.Path]::GetTempPath(), "netpath-documents-test-$PID")).FullName
    # Blocks of one document go on from each other, and the picture at the top of one may come before the line that loads the sample.
    $load = '$node = Import-NodeSnapshot samples/reference-node.tar.gz'
    $state = @{ Earlier = @{ 'README.md' = $load; 'CONTRIBUTING.md' = $load; 'docs/architecture.md' = $load } }

    function ConvertFrom-Session {
        <# .SYNOPSIS
            The command of a session's first line, shown as on a terminal of 80 columns, whose last one stays free. #>
        param([string] $Session)

        "$(($Session -split "`n")[0].Substring('PS> '.Length)) | Out-String -Width 79"
    }

    function Get-Compact {
        <# .SYNOPSIS
            A text without blanks and line ends: where a long line is broken is the terminal's business. #>
        param([string] $Text)

        $Text -replace '\s+'
    }

    function Invoke-Block {
        <# .SYNOPSIS
            Runs text in a new process, at the root of the tree; gives what it said and its exit code. #>
        param([string] $Language, [string] $Code)

        $before = $env:PSModulePath
        $columns = $env:COLUMNS
        $location = Get-Location
        try {
            Set-Location -Path $root
            $env:PSModulePath = [IO.Path]::Combine($root, 'out')
            $env:COLUMNS = '80'
            if ($Language -eq 'sh') {
                $said = @(& sh -euc $Code 2>&1 | ForEach-Object { "$_" })
            }
            else {
                $file = [IO.Path]::Combine($work, 'block.ps1')
                [IO.File]::WriteAllText($file, "`$ErrorActionPreference = 'Stop'`nImport-Module NetPath`n$Code")
                $said = @(& ([Environment]::ProcessPath) -NoProfile -NonInteractive -File $file 2>&1 | ForEach-Object { "$_" })
            }

            [pscustomobject]@{ Said = ($said -join "`n"); Code = $LASTEXITCODE }
        }
        finally {
            $env:PSModulePath = $before
            $env:COLUMNS = $columns
            Set-Location -Path $location.Path
        }
    }
}

AfterAll {
    if ([IO.Directory]::Exists($work)) { [IO.Directory]::Delete($work, $true) }
}

Describe 'The documents' {
    It 'exist: <_>' -ForEach @('README.md', 'CONTRIBUTING.md', 'docs/architecture.md') {
        [IO.Path]::Combine($root, $_) | Should -Exist
    }

    It '<Document>, block <Number> (<Kind>) runs' -ForEach $runnable {
        if ($Kind -eq 'sh' -and $IsWindows) {
            Set-ItResult -Skipped -Because 'there is no sh'
            return
        }

        # The documents call the file that somebody took on a node so.
        $here = $Code.Replace('node1.tar.gz', 'samples/reference-node.tar.gz')
        if ($Kind -eq 'session') { $here = ConvertFrom-Session $here }
        if ($Kind -eq 'powershell') {
            $here = "$($state.Earlier[$Document])`n$here"
            $state.Earlier[$Document] = $here
        }
        elseif ($Kind -eq 'session') {
            # What the blocks before it set up counts, not what they print.
            $here = ". {`n$($state.Earlier[$Document])`n} | Out-Null`n$here"
        }

        $run = Invoke-Block $(if ($Kind -eq 'sh') { 'sh' } else { 'powershell' }) $here
        $run.Code | Should -Be 0 -Because "$Code`n$($run.Said)"
        if ($Kind -eq 'session') {
            $shown = Get-Compact ($Code.Substring($Code.IndexOf("`n")))
            Get-Compact $run.Said | Should -Be $shown
        }
    }

    It '<Document>, block <Number> (<Kind>) parses; it is not run: it <Reason>' -ForEach $listed {
        if ($Kind -eq 'powershell') {
            $tokens = $errors = $null
            $null = [Management.Automation.Language.Parser]::ParseInput($Code, [ref] $tokens, [ref] $errors)
            $errors | Should -HaveCount 0
        }
        elseif (-not $IsWindows) {
            $null = & sh -nc $Code 2>&1
            $LASTEXITCODE | Should -Be 0
        }
    }

    It 'name a task that the build has: <_>' -ForEach $tasks {
        $tokens = $errors = $null
        $build = [Management.Automation.Language.Parser]::ParseFile([IO.Path]::Combine($root, 'build.ps1'), [ref] $tokens, [ref] $errors)
        $task = $build.ParamBlock.Parameters | Where-Object { $_.Name.VariablePath.UserPath -eq 'Task' }
        $known = $task.Attributes | Where-Object { $_.TypeName.Name -eq 'ValidateSet' } | ForEach-Object { $_.PositionalArguments.Value }
        $known | Should -Contain $_
    }
}
