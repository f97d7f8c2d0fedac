# The runbooks of the help, run as they stand there: block by block, on a healthy node and on one with a fault. The faults are made on the real kernel where this
# machine can carry the lab (Linux, root, the node's tools), and in the sample's files anywhere.

BeforeDiscovery {
    $root = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..'))
    $topics = 'Service', 'Dns', 'Node' | ForEach-Object { @{ Topic = $_ } }

    # The fault in the sample, the fault in the lab ({0} is the prefix of its namespaces), and what a block with this text says then.
    $faults = @(
        @{
            Topic    = 'Service'
            Fault    = 'the server of the pod is gone'
            Parts    = @{ 'pods/4026532974/sockets/tcp.txt' = '(?m)^ +\d+: .*\n'; 'pods/4026532974/sockets/tcp6.txt' = '(?m)^ +\d+: .*\n' }
            Command  = 'kill $(ip netns exec {0}-numbers ss -Hltnp "sport = :80" | sed "s/.*pid=//;s/,.*//")'
            Expected = @{
                'Test-KubeServicePath numbers-api'  = 'Failed +NP8001 +default/numbers-api +10\.244\.120\.67:80 +ConnectionRefused'
                'ForEach-Object Findings'           = '(?s)Code +: NP8001.*Remedy +:.*Evidence +:'
                'Trace-ServicePacket numbers-api'   = 'NP8001'
                'Group-Object Cause'                = 'NP8001'
                'Compare-NodeSnapshot before'       = '(?s)Removed Socket tcp [^ ]*:80 \(numbers-api-5d8f4c6d9b-x2x7k\).*Changed Outcome default/numbers-api/TCP -> 10\.244\.120\.67:80.*- Connected.*\+ ConnectionRefused'
                'Where-Object Result -EQ Failed'    = ''
            }
        }
        @{
            Topic    = 'Dns'
            Fault    = 'a rule of the node drops queries'
            Parts    = @{ 'host/netfilter/iptables-nft-save.txt' = @('(?m)^(\[\d+:\d+\] -A KUBE-FORWARD )', "[0:0] -A KUBE-FORWARD -d 10.244.120.65/32 -p udp -m udp --dport 53 -j DROP`n`$1", 1) }
            Command  = 'ip netns exec {0}-node iptables -I KUBE-FORWARD -d 10.244.120.65/32 -p udp --dport 53 -j DROP'
            Expected = @{
                'Resolve-KubeServiceName numbers-api' = 'NP6003'
                '$name.Servers'                       = '(?s)Service +: kube-system/kube-dns.*Symptom +: TimedOut'
                'Get-ConntrackUsage host'             = 'InsertFailed'
            }
        }
        @{
            Topic    = 'Node'
            Fault    = 'the node does not forward'
            Parts    = @{ 'host/sysctl.txt' = @('(net/ipv4/(ip_forward|conf/[^/]+/forwarding) =) 1', '$1 0') }
            Command  = 'ip netns exec {0}-node sysctl -qw net.ipv4.ip_forward=0'
            Expected = @{
                'Test-NodeNetwork Error, Warning' = '(?s)NP3005 Error.*Code +: NP3005'
                'Get-ConntrackUsage host'         = 'InsertFailed'
                'Test-KubeServicePath -From'      = '(?s)NP3005.*client-66d9c8b7f4-8wz5k'
                'Compare-NodeSnapshot before'     = '(?s)Changed Sysctl net/ipv4/ip_forward.*- 1.*\+ 0.*Changed Outcome'
            }
        }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')
    $root = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..'))
    $pages = [IO.Path]::Combine($root, 'docs', 'help', 'en-US')
    $folder = New-TestFolder
    $rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'
    $location = Get-Location
    $pathBefore = $env:PSModulePath
    # #requires -Modules looks in the module path: out holds the module in a folder of its name.
    $env:PSModulePath = [IO.Path]::Combine($root, 'out')

    function Get-Block {
        <# .SYNOPSIS
            The PowerShell blocks of a runbook, in order. #>
        param([string] $Topic)

        $text = [IO.File]::ReadAllText([IO.Path]::Combine($pages, "about_NetPath_Runbook_$Topic.md")).Replace("`r`n", "`n")
        [regex]::Matches($text, '(?ms)^```powershell\n(.*?)^```\s*$') | ForEach-Object { $_.Groups[1].Value }
    }

    function Invoke-Topic {
        <# .SYNOPSIS
            Runs a runbook where before.tar.gz and node1.tar.gz are what it is given; a block and what it printed for each. #>
        param([string] $Topic, [string] $Before, [string] $After)

        $work = [IO.Directory]::CreateDirectory([IO.Path]::Combine($folder, [guid]::NewGuid().ToString('n'))).FullName
        [IO.File]::Copy($Before, [IO.Path]::Combine($work, 'before.tar.gz'))
        [IO.File]::Copy($After, [IO.Path]::Combine($work, 'node1.tar.gz'))
        Set-Location $work
        $ErrorActionPreference = 'Stop'
        try {
            foreach ($block in Get-Block $Topic) {
                # The scripts lie beside the module, and end with an exit code, which would end this session.
                if ($block -match '\./samples/runbooks/(\S+)(.*)') {
                    $script = [IO.Path]::Combine($root, 'out', 'NetPath', 'samples', 'runbooks', $Matches[1])
                    $said = & ([Environment]::ProcessPath) -NoProfile -NonInteractive -Command "& '$script' $($Matches[2].Trim()); exit `$LASTEXITCODE" 2>&1 | Out-String -Width 119
                    [pscustomobject]@{ Code = $block; Printed = $said; ExitCode = $LASTEXITCODE }
                    continue
                }

                [pscustomobject]@{ Code = $block; Printed = (. ([scriptblock]::Create($block)) | Out-String -Width 119); ExitCode = $null }
            }
        }
        finally {
            Set-Location $location
        }
    }

    function Export-Folder {
        <# .SYNOPSIS
            Writes an unpacked snapshot as an archive. #>
        param([string] $Path)

        $archive = "$Path.tar.gz"
        $null = Import-NodeSnapshot -LiteralPath $Path | Export-NodeSnapshot -Path $archive -Force
        $archive
    }

    function Assert-Block {
        <# .SYNOPSIS
            Holds what each block printed against what is expected of the block with that text. #>
        param($Run, [hashtable] $Expected)

        foreach ($text in $Expected.Keys) {
            $blocks = @($Run | Where-Object { $_.Code.Contains($text) })
            $blocks | Should -Not -BeNullOrEmpty -Because "the runbook should hold '$text'"
            ($blocks | ForEach-Object Printed) -join "`n" | Should -Match $Expected[$text]
        }
    }

    $lab = @{ Prefix = "np-book-$PID"; Missing = $null }
    $tools = 'ip', 'iptables', 'nft', 'ss', 'sysctl', 'unshare'
    $absent = @($tools | Where-Object { -not (Get-Command $_ -CommandType Application -ErrorAction Ignore) })
    if (-not $IsLinux) { $lab.Missing = 'the lab needs Linux' }
    elseif ("$(& id -u)" -ne '0') { $lab.Missing = 'the lab needs root' }
    elseif ($absent.Count -gt 0) { $lab.Missing = "these commands are missing: $($absent -join ', ')" }

    # Namespaces of its own for processes and mounts: no other lab on this machine shows in the archives, and nothing is left when it ends.
    $lab.Apart = @'
mkdir -p /etc/netns
unshare --mount --pid --fork --mount-proc --uts sh -eu -c '
    echo host >/proc/sys/kernel/hostname
    mount -t tmpfs tmpfs /run
    mount -t tmpfs tmpfs /etc/netns
    trap "$1/tests/Lab/lab.sh down --prefix $2" EXIT
    "$1/tests/Lab/lab.sh" up --prefix "$2"
    sleep 2 # until the IPv6 addresses are no longer tentative
    sh "$1/src/Collector/netpath-collect.sh" --netns "$2-node" >"$3/before.tar.gz"
    eval "$4"
    sh "$1/src/Collector/netpath-collect.sh" --netns "$2-node" >"$3/after.tar.gz"' sh "$1" "$2" "$3" "$4" </dev/null
rmdir /etc/netns 2>/dev/null || true
'@
}

AfterAll {
    Set-Location $location
    $PSStyle.OutputRendering = $rendering
    $env:PSModulePath = $pathBefore
    Remove-TestFolder $folder
}

Describe 'The runbook <Topic> on a healthy node' -ForEach $topics {
    It 'runs from the first block to the last, and finds nothing broken but the Service that has no endpoints' {
        $run = Invoke-Topic $Topic $sample $sample
        $run.Count | Should -BeGreaterThan 3
        $codes = @($run | ForEach-Object { [regex]::Matches($_.Printed, 'NP\d{4}') } | ForEach-Object Value | Sort-Object -Unique)
        $codes | Where-Object { $_ -notin 'NP2002', 'NP1001' } | Should -BeNullOrEmpty
    }
}

Describe 'The runbook <Topic>, when <Fault>' -ForEach $faults {
    It 'finds it in a snapshot' {
        $broken = Expand-Sample $folder "broken-$Topic"
        foreach ($part in $Parts.Keys) {
            $pattern, $replacement, $count = $Parts[$part]
            $path = [IO.Path]::Combine($broken, $part)
            if (-not [IO.File]::Exists($path)) { continue }
            $text = [IO.File]::ReadAllText($path)
            [IO.File]::WriteAllText($path, [regex]::new($pattern).Replace($text, "$replacement", $(if ($count) { $count } else { -1 })))
        }

        Assert-Block (Invoke-Topic $Topic $sample (Export-Folder $broken)) $Expected
    }

    It 'finds it on the real kernel' {
        if ($lab.Missing) {
            Set-ItResult -Skipped -Because $lab.Missing
            return
        }

        $place = [IO.Directory]::CreateDirectory([IO.Path]::Combine($folder, "lab-$Topic")).FullName
        $said = & sh -euc $lab.Apart sh $root $lab.Prefix $place $Command.Replace('{0}', $lab.Prefix) 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$said"
        Assert-Block (Invoke-Topic $Topic "$place/before.tar.gz" "$place/after.tar.gz") $Expected
    }
}
