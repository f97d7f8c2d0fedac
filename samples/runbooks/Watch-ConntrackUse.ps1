<#
.SYNOPSIS
Samples how full a node's connection tracking table is, and acts when it gets too full.
.DESCRIPTION
Writes a row for each sample. When the use reaches the threshold after it was below, warns and runs the action once; when it falls below and
reaches it again, again. Reads only counters: nothing is changed, unless the action changes something.

Exit codes, when it comes to its end by -Count:

    0   all samples were below the threshold
    1   the threshold was reached
    2   it was not reached as far as could be told, but at least one sample could not be read
.PARAMETER Threshold
Percent of nf_conntrack_max.
.PARAMETER IntervalSeconds
Seconds from one sample to the next.
.PARAMETER Count
How many samples to take; 0 for no end (Ctrl+C stops it).
.PARAMETER Action
What to run when the threshold is reached. It gets the sample, a ConntrackUsage, as its argument. What it throws is shown, and the watch goes on.
.PARAMETER Namespace
Name of the network namespace: host for the node's own, where kube-proxy translates, or a pod's name.
.PARAMETER Snapshot
Path of a snapshot to read in place of this machine; for trying an action out.
.EXAMPLE
./Watch-ConntrackUse.ps1 -Threshold 90

Warns on this node at 90 percent, and at each time that it gets there again.
.EXAMPLE
./Watch-ConntrackUse.ps1 -Threshold 80 -Action { param($use) Export-NodeSnapshot -Path /var/tmp/full -Force }

Keeps the node's state at the moment when the table got full.
.EXAMPLE
pwsh -NoProfile -File ./Watch-ConntrackUse.ps1 -Count 1 -Threshold 75

One sample for a scheduler, which looks at the exit code.
#>
#requires -Version 7.4 -Modules NetPath
[CmdletBinding()]
[OutputType([pscustomobject])]
param(
    [ValidateRange(1, 100)]
    [double] $Threshold = 80,

    [ValidateRange(1, 86400)]
    [int] $IntervalSeconds = 10,

    [ValidateRange(0, [int]::MaxValue)]
    [int] $Count = 0,

    [ValidateNotNull()]
    [scriptblock] $Action = { },

    [ValidateNotNullOrEmpty()]
    [string] $Namespace = 'host',

    [ValidateNotNullOrEmpty()]
    [string] $Snapshot
)

$question = @{ Namespace = $Namespace; ErrorAction = 'Stop' }
if ($Snapshot) { $question.Snapshot = $Snapshot }
$taken = 0
$wasReached = $false
$everReached = $false
$everUnknown = $false
while ($Count -eq 0 -or $taken -lt $Count) {
    if ($taken -gt 0) { Start-Sleep -Seconds $IntervalSeconds }
    $taken++
    try {
        $use = Get-ConntrackUsage @question
    }
    catch {
        # The next sample may succeed, unless there is none.
        $everUnknown = $true
        Write-Error "Sample $taken could not be read: $_" -ErrorAction Continue
        continue
    }

    $known = $null -ne $use.Percent
    $reached = $known -and $use.Percent -ge $Threshold
    [pscustomobject]@{
        Time         = Get-Date
        Namespace    = $use.Namespace
        Count        = $use.Count
        Max          = $use.Max
        Percent      = $use.Percent
        Drop         = $use.Drop
        InsertFailed = $use.InsertFailed
        Reached      = if ($known) { $reached } else { $null }
    }

    if (-not $known) {
        $everUnknown = $true
        Write-Warning "Conntrack use of $($use.Namespace) is not known: $(if ($use.Problems) { $use.Problems -join ' ' } else { 'the table has no limit.' })"
        continue
    }

    if ($reached -and -not $wasReached) {
        $everReached = $true
        Write-Warning "Conntrack use of $($use.Namespace) reached $($use.Percent) % ($($use.Count) of $($use.Max) entries); the threshold is $Threshold %."
        try { & $Action $use } catch { Write-Error "The action failed: $_" -ErrorAction Continue }
    }

    $wasReached = $reached
}

if ($everReached) { exit 1 }
if ($everUnknown) { exit 2 }
exit 0
