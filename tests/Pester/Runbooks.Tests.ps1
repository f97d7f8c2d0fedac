BeforeAll {
    $root = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..'))
    $runbooks = [IO.Path]::Combine($root, 'out', 'NetPath', 'samples', 'runbooks')
    $sample = [IO.Path]::Combine($root, 'samples', 'reference-node.tar.gz')
    $work = [IO.Path]::Combine([IO.Path]::GetTempPath(), "netpath-runbooks-test-$PID")

    # #requires -Modules looks in the module path: out holds the module in a folder of its name.
    $pathBefore = $env:PSModulePath
    $env:PSModulePath = [IO.Path]::Combine($root, 'out')

    # The reference node in a folder, where its table has room for five entries, one Service lost its endpoint's rules, and a route and a link are gone.
    $changed = [IO.Directory]::CreateDirectory([IO.Path]::Combine($work, 'changed')).FullName
    $file = [IO.File]::OpenRead($sample)
    try {
        $plain = [IO.Compression.GZipStream]::new($file, [IO.Compression.CompressionMode]::Decompress)
        [Formats.Tar.TarFile]::ExtractToDirectory($plain, $changed, $false)
    }
    finally { $file.Dispose() }

    function Edit-Part {
        <# .SYNOPSIS
            Replaces text in one file of the unpacked node. #>
        param([string] $Part, [string] $Pattern, [string] $Replacement)

        $path = [IO.Path]::Combine($changed, $Part)
        $text = [IO.File]::ReadAllText($path)
        $edited = [regex]::Replace($text, $Pattern, $Replacement)
        if ($edited -ceq $text) { throw "'$Pattern' is not in '$Part'." }
        [IO.File]::WriteAllText($path, $edited)
    }

    Edit-Part 'host/sysctl.txt' '(?m)^(net/netfilter/nf_conntrack_max = ).*$' '${1}5'
    Edit-Part 'host/netfilter/iptables-nft-save.txt' '10\.244\.120\.67:80' '10.244.120.99:80'
    Edit-Part 'host/routing/route4.json' '"dst": ?"10\.244\.120\.69"' '"dst":"10.244.120.70"'
    Edit-Part 'host/links/link.json' '"mtu": ?1500' '"mtu":1400'

    # The node without the sockets of one pod: whether its server listens is not known.
    $unlistened = [IO.Directory]::CreateDirectory([IO.Path]::Combine($work, 'unlistened')).FullName
    $file = [IO.File]::OpenRead($sample)
    try {
        $plain = [IO.Compression.GZipStream]::new($file, [IO.Compression.CompressionMode]::Decompress)
        [Formats.Tar.TarFile]::ExtractToDirectory($plain, $unlistened, $false)
    }
    finally { $file.Dispose() }
    [IO.Directory]::Delete([IO.Path]::Combine($unlistened, 'pods', '4026532974', 'sockets'), $true)

    function Invoke-Runbook {
        <# .SYNOPSIS
            Runs a runbook in a new process; gives its rows, what it said on other streams, and its exit code. #>
        param([string] $Name, [string] $Argument, [string] $Preference = 'Continue')

        $script = [IO.Path]::Combine($runbooks, "$Name.ps1").Replace("'", "''")
        $rows = [IO.Path]::Combine($work, 'rows.json').Replace("'", "''")
        if ([IO.File]::Exists($rows)) { [IO.File]::Delete($rows) }
        $command = "`$ErrorActionPreference = '$Preference'; & '$script' $Argument | ForEach-Object { ConvertTo-Json -InputObject `$_ -Compress -Depth 3 } | Out-File '$rows'; exit `$LASTEXITCODE"
        $said = @(& ([Environment]::ProcessPath) -NoProfile -NonInteractive -Command $command 2>&1 | ForEach-Object { "$_" })
        [pscustomobject]@{
            Code = $LASTEXITCODE
            # Errors may be coloured, and long ones are broken into lines that begin with a bar.
            Said = ($said -join "`n") -replace '\x1b\[[\d;]*m' -replace '[\s|]+', ' '
            Rows = @(if ([IO.File]::Exists($rows)) { [IO.File]::ReadAllLines($rows) | Where-Object { $_ } | ForEach-Object { ConvertFrom-Json $_ } })
        }
    }
}

AfterAll {
    $env:PSModulePath = $pathBefore
    if ([IO.Directory]::Exists($work)) { [IO.Directory]::Delete($work, $true) }
}

Describe 'Test-NodeService' {
    It 'ends with 0 when all Services can be reached' {
        $run = Invoke-Runbook 'Test-NodeService' "-Snapshot '$sample' -From client-66d9c8b7f4-8wz5k -Service numbers-api, numbers-pair"
        $run.Code | Should -Be 0 -Because $run.Said
        $run.Rows | Should -HaveCount 3
        $run.Rows[0].Name | Should -Be 'default/numbers-api'
        $run.Rows[0].ClusterIP | Should -Be '10.109.60.134'
        $run.Rows.Result | Should -Be @('Passed', 'Passed', 'Passed')
        $run.Rows[0].Symptom | Should -Be 'Connected'
    }

    It 'ends with 1 and says why when one cannot' {
        $run = Invoke-Runbook 'Test-NodeService' "-Snapshot '$sample' -From client-66d9c8b7f4-8wz5k"
        $run.Code | Should -Be 1 -Because $run.Said
        $run.Rows | Should -HaveCount 13
        $empty = $run.Rows | Where-Object Name -EQ 'default/numbers-empty'
        $empty.Result | Should -Be 'Failed'
        $empty.Cause | Should -Be 'NP2002'
        $empty.Symptom | Should -Be 'ConnectionRefused'
        $empty.Reason | Should -Match 'has no endpoints'
    }

    It 'ends with 2 when the snapshot leaves it open, unless that is accepted' {
        foreach ($accept in '', '-AcceptAssumption', '-AcceptUnknown') {
            $run = Invoke-Runbook 'Test-NodeService' "-Snapshot '$unlistened' -Service numbers-api $accept"
            $run.Code | Should -Be $(if ($accept -eq '-AcceptUnknown') { 0 } else { 2 }) -Because $run.Said
            $run.Rows[0].Result | Should -Be 'Unknown'
            $run.Rows[0].Reason | Should -Match 'listening sockets of numbers-api-5d8f4c6d9b-x2x7k were not collected'
        }
    }

    It 'ends with 2 for a client that is not there, and says which are' {
        $run = Invoke-Runbook 'Test-NodeService' "-Snapshot '$sample' -From nobody -Service numbers-api"
        $run.Code | Should -Be 2 -Because $run.Said
        $run.Rows | Should -HaveCount 0
        $run.Said | Should -Match 'client-66d9c8b7f4-8wz5k'
    }

    It 'ends with 2 for <Why>' -ForEach @(
        @{ Why = 'a Service that is not there'; Argument = '-Service nothing'; Message = "no Service named 'nothing'" }
        @{ Why = 'a pattern that fits no Service'; Argument = '-Service nothing*'; Message = 'nothing\*' }
    ) {
        $run = Invoke-Runbook 'Test-NodeService' "-Snapshot '$sample' $Argument"
        $run.Code | Should -Be 2
        $run.Rows | Should -HaveCount 0
        $run.Said | Should -Match $Message
    }

    It 'ends with 2 also in a session that stops at errors, as those of build servers do' {
        (Invoke-Runbook 'Test-NodeService' "-Snapshot '$sample' -Service nothing*" 'Stop').Code | Should -Be 2
        (Invoke-Runbook 'Test-NodeService' '-Snapshot nothing.tar.gz' 'Stop').Code | Should -Be 2
    }

    It 'ends with 2 for a snapshot that is not there' {
        $run = Invoke-Runbook 'Test-NodeService' '-Snapshot nothing.tar.gz'
        $run.Code | Should -Be 2
        $run.Said | Should -Match 'nothing\.tar\.gz'
    }
}

Describe 'Watch-ConntrackUse' {
    It 'ends with 0 below the threshold, with a row for each sample' {
        $run = Invoke-Runbook 'Watch-ConntrackUse' "-Snapshot '$sample' -Count 2 -IntervalSeconds 1"
        $run.Code | Should -Be 0 -Because $run.Said
        $run.Rows | Should -HaveCount 2
        $run.Rows[0].Namespace | Should -Be 'minikube'
        $run.Rows[0].Count | Should -Be 4
        $run.Rows[0].Max | Should -Be 262144
        $run.Rows[0].Reached | Should -BeFalse
    }

    It 'ends with 1 at the threshold: warns and acts once, however long it lasts' {
        $run = Invoke-Runbook 'Watch-ConntrackUse' "-Snapshot '$changed' -Count 2 -IntervalSeconds 1 -Threshold 80 -Action { param(`$use) Write-Warning ""acted at `$(`$use.Count)"" }"
        $run.Code | Should -Be 1 -Because $run.Said
        $run.Rows.Reached | Should -Be @($true, $true)
        $run.Said | Should -Match 'reached 80 % \(4 of 5 entries\)'
        [regex]::Matches($run.Said, 'acted at 4').Count | Should -Be 1
    }

    It 'goes on when the action fails' {
        $run = Invoke-Runbook 'Watch-ConntrackUse' "-Snapshot '$changed' -Count 2 -IntervalSeconds 1 -Action { throw 'no mail' }"
        $run.Code | Should -Be 1
        $run.Rows | Should -HaveCount 2
        $run.Said | Should -Match 'The action failed: no mail'
    }

    It 'ends with 2 when a sample cannot be read' {
        $run = Invoke-Runbook 'Watch-ConntrackUse' '-Snapshot nothing.tar.gz -Count 1'
        $run.Code | Should -Be 2
        $run.Rows | Should -HaveCount 0
        $run.Said | Should -Match 'Sample 1 could not be read'
    }

    It 'goes on with the next sample, also in a session that stops at errors' {
        $run = Invoke-Runbook 'Watch-ConntrackUse' '-Snapshot nothing.tar.gz -Count 2 -IntervalSeconds 1' 'Stop'
        $run.Code | Should -Be 2
        $run.Said | Should -Match 'Sample 1 could not be read.*Sample 2 could not be read'
    }

    It 'refuses a threshold of 0' {
        $run = Invoke-Runbook 'Watch-ConntrackUse' "-Snapshot '$sample' -Count 1 -Threshold 0"
        $run.Rows | Should -HaveCount 0
        $run.Said | Should -Match 'Threshold'
    }
}

Describe 'Compare-Node' {
    It 'ends with 0 for a node and itself' {
        $run = Invoke-Runbook 'Compare-Node' "'$sample' '$sample'"
        $run.Code | Should -Be 0 -Because $run.Said
        $run.Rows | Should -HaveCount 0
    }

    It 'ends with 1 and shows each difference' {
        $run = Invoke-Runbook 'Compare-Node' "'$sample' '$changed'"
        $run.Code | Should -Be 1 -Because $run.Said
        $rows = @($run.Rows | ForEach-Object { "$($_.Kind) $($_.Change) $($_.Name)" })
        $rows | Should -Contain 'Endpoint Removed default/numbers-api/TCP -> 10.244.120.67:80'
        $rows | Should -Contain 'Endpoint Added default/numbers-api/TCP -> 10.244.120.99:80'
        $rows | Should -Contain 'Route Removed 10.244.120.69'
        $rows | Should -Contain 'Route Added 10.244.120.70'
        @($run.Rows | Where-Object Kind -EQ 'Service') | Should -HaveCount 0
        $links = @($run.Rows | Where-Object Kind -EQ 'Link')
        $links.Count | Should -BeGreaterThan 0
        $links[0].Change | Should -Be 'Changed'
        $links[0].Before | Should -Match 'MTU 1500'
        $links[0].After | Should -Match 'MTU 1400'
    }

    It 'compares only what -Kind names' {
        $run = Invoke-Runbook 'Compare-Node' "'$sample' '$changed' -Kind Service"
        $run.Code | Should -Be 0 -Because $run.Said
        $run.Rows | Should -HaveCount 0
    }

    It 'ends with 2 for what is no snapshot' {
        $run = Invoke-Runbook 'Compare-Node' "'$sample' '$(Join-Path $runbooks 'Compare-Node.ps1')'"
        $run.Code | Should -Be 2
        $run.Said | Should -Match 'The snapshots could not be compared'
    }

    It 'ends with 2 also in a session that stops at errors' {
        (Invoke-Runbook 'Compare-Node' "'$sample' nothing.tar.gz" 'Stop').Code | Should -Be 2
    }
}

Describe 'Each runbook' {
    It '<_> has help with an example and its exit codes, and says what it requires' -ForEach @('Test-NodeService', 'Watch-ConntrackUse', 'Compare-Node') {
        $path = [IO.Path]::Combine($runbooks, "$_.ps1")
        $tokens = $errors = $null
        $syntax = [Management.Automation.Language.Parser]::ParseFile($path, [ref] $tokens, [ref] $errors)
        $errors | Should -HaveCount 0
        $syntax.ScriptRequirements.RequiredPSVersion | Should -Be ([version] '7.4')
        $syntax.ScriptRequirements.RequiredModules.Name | Should -Be 'NetPath'
        $help = $syntax.GetHelpContent()
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Description | Should -Match '(?s)Exit codes.*0 .*1 .*2 '
        $help.Examples.Count | Should -BeGreaterThan 1
        $documented = @($help.Parameters.Keys | ForEach-Object { $_.ToUpperInvariant() } | Sort-Object)
        $declared = @($syntax.ParamBlock.Parameters | ForEach-Object { $_.Name.VariablePath.UserPath.ToUpperInvariant() } | Sort-Object)
        $documented | Should -Be $declared
    }
}
