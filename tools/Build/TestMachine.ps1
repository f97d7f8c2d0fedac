<#
.SYNOPSIS
    The part of build.ps1 that installs what the lab tests need, where it may.
#>

$testTools = [ordered]@{
    'iptables'    = 'iptables'
    'nft'         = 'nftables'
    'conntrack'   = 'conntrack'
    'ipset'       = 'ipset'
    'ip'          = 'iproute2'
    'nsenter'     = 'util-linux'
    'lsns'        = 'util-linux'
    'ps'          = 'procps'
    'busybox'     = 'busybox'
}

function Get-MissingPackage {
    <#
    .SYNOPSIS
        The Debian packages of those test tools that are not installed.
    #>
    [OutputType([string])]
    param()

    $packages = foreach ($command in $testTools.Keys) {
        if (-not (Get-Command $command -CommandType Application -ErrorAction Ignore)) { $testTools[$command] }
    }

    [Linq.Enumerable]::Distinct([string[]]@($packages))
}

function Install-TestTool {
    <#
    .SYNOPSIS
        As root on Debian and Ubuntu, installs the missing tools; elsewhere says which tests will be skipped for want of them.
    #>
    if (-not $IsLinux) {
        Write-Warning 'This is not Linux: the tests that read a machine are skipped.'
        return
    }

    $missing = @(Get-MissingPackage)
    if ($missing.Count -eq 0) { return }

    $names = $missing -join ', '
    if ((& id -u) -ne '0' -or -not (Get-Command apt-get -CommandType Application -ErrorAction Ignore)) {
        Write-Warning "Not installed: $names. Tests that need them are skipped; install them, or run this as root on Debian or Ubuntu."
        return
    }

    Write-Step "Installing $names"
    $env:DEBIAN_FRONTEND = 'noninteractive'
    $log = [IO.Path]::Combine($testResults, 'apt.log')
    $lines = @(& apt-get update 2>&1) + @(& apt-get install -y --no-install-recommends @missing 2>&1)
    [IO.File]::WriteAllLines($log, [string[]]@($lines | ForEach-Object { "$_" }))
    $still = @(Get-MissingPackage)
    if ($still.Count -gt 0) {
        Write-Warning "Could not install $($still -join ', ') (see $log). Tests that need them are skipped."
    }
}
