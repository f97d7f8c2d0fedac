<#
.SYNOPSIS
Traces every Service of a node from one client, and tells by its exit code whether all can be reached.
.DESCRIPTION
Takes a snapshot of this node, or the one given, and walks a connection's first packet and its answer for each port of each Service. Nothing is
sent. Writes a row for each port:

    Passed    the client is connected, for certain
    Failed    some connections fail, for certain, or all that the snapshot allows do
    Unknown   the snapshot does not tell: Reason says what is missing

Exit codes:

    0   all that were traced passed
    1   at least one failed
    2   none failed, but at least one could not be told, or there was nothing to trace
.PARAMETER Snapshot
Path of a snapshot: an archive of netpath-collect.sh or Export-NodeSnapshot, or a folder. This machine is read without it.
.PARAMETER From
The client: a pod's name, an address, or node.
.PARAMETER Service
Names of Services, with wildcards: name, namespace/name, either with :port. All without it.
.PARAMETER Namespace
Kubernetes namespaces of the Services, with wildcards. All without it.
.PARAMETER AcceptAssumption
Counts as passed what passes on every way that the snapshot leaves open. Without it a Service with session affinity is Unknown for a client that
it has seen: the snapshot does not tell how long ago that was.
.EXAMPLE
./Test-NodeService.ps1

Traces all Services of this node, as the node itself reaches them.
.EXAMPLE
./Test-NodeService.ps1 -Snapshot node1.tar.gz -From client-66d9c8b7f4-8wz5k -Service numbers-* | Where-Object Result -NE Passed

Shows which of some Services that pod does not reach.
.EXAMPLE
pwsh -NoProfile -File ./Test-NodeService.ps1 -Namespace shop || echo "not all Services of shop can be reached"

For a scheduler or a pipeline, which look at the exit code.
#>
#requires -Version 7.4 -Modules NetPath
[CmdletBinding()]
[OutputType([pscustomobject])]
param(
    [ValidateNotNullOrEmpty()]
    [string] $Snapshot,

    [ValidateNotNullOrEmpty()]
    [string] $From = 'node',

    [ValidateNotNullOrEmpty()]
    [string[]] $Service = '*',

    [ValidateNotNullOrEmpty()]
    [string[]] $Namespace = '*',

    [switch] $AcceptAssumption
)

function Get-Result {
    # A way without assumptions is certain. One with some is not, unless all ways agree that the client is not connected.
    param($Trace, [switch] $AcceptAssumption)

    if ($Trace.Passed -or ($AcceptAssumption -and $Trace.Symptom -eq 'Connected')) { return 'Passed' }
    $failing = @($Trace.Outcomes | Where-Object { $_.Symptom -notin 'Connected', 'Unknown' })
    $certain = @($failing | Where-Object { $_.Assumptions.Count -eq 0 })
    if ($certain.Count -gt 0 -or $failing.Count -eq $Trace.Outcomes.Count) { 'Failed' } else { 'Unknown' }
}

function Get-Reason {
    # The first way that does not pass says why.
    param($Trace)

    $way = $Trace.Outcomes | Where-Object { -not $_.Passed } | Select-Object -First 1
    if ($null -eq $way) { return }
    if ($way.Symptom -eq 'Connected') { "depends on: $($way.Assumptions -join '; ')" } else { $way.Reason }
}

try {
    $node = if ($Snapshot) { Import-NodeSnapshot -Path $Snapshot -ErrorAction Stop } else { Get-NodeSnapshot -ErrorAction Stop }
    $ports = @(Get-KubeServiceChain -Name $Service -Namespace $Namespace -Snapshot $node -ErrorAction Stop)
}
catch {
    Write-Error "The Services could not be read: $_"
    exit 2
}

if ($ports.Count -eq 0) {
    Write-Error "$($node.NodeName) has no Service named $($Service -join ', ') in namespace $($Namespace -join ', ')."
    exit 2
}

$failed = 0
$unknown = 0
foreach ($port in $ports) {
    $problem = @()
    $trace = $port | Trace-ServicePacket -From $From -ErrorAction SilentlyContinue -ErrorVariable problem
    $result = if ($trace) { Get-Result $trace -AcceptAssumption:$AcceptAssumption } else { 'Unknown' }
    if ($result -eq 'Failed') { $failed++ }
    if ($result -eq 'Unknown') { $unknown++ }
    [pscustomobject]@{
        Service     = $port.Name
        Address     = "$($port.ClusterIP):$($port.Port)/$("$($port.Protocol)".ToUpperInvariant())"
        Result      = $result
        Symptom     = if ($trace) { "$($trace.Symptom)" } else { 'Unknown' }
        Disposition = if ($trace) { "$($trace.Disposition)" } else { 'Inconclusive' }
        Reason      = if ($trace) { Get-Reason $trace } else { "$($problem | Select-Object -First 1)" }
    }
}

if ($failed -gt 0) { exit 1 }
if ($unknown -gt 0) { exit 2 }
exit 0
