<#
.SYNOPSIS
Tests every Service of a node from one client, and tells by its exit code whether all can be reached.
.DESCRIPTION
Takes a snapshot of this node, or the one given, and walks connections to each endpoint of each port of each Service. Nothing is sent. Writes a row
for each endpoint, as Test-KubeServicePath does, with Result:

    Passed    the client is connected, for certain
    Failed    some connections fail, for certain, or all that the snapshot allows do; Cause is the code of the finding that explains it
    Unknown   the snapshot does not tell: Reason says what is missing

Exit codes:

    0   all that were tested passed
    1   at least one failed
    2   none failed, but at least one could not be told, or there was nothing to test
.PARAMETER Snapshot
Paths of snapshots: archives of netpath-collect.sh or Export-NodeSnapshot, or folders. With those of several nodes, connections go from one to the
other. This machine is read without it.
.PARAMETER From
The client: a pod's name, an address, or node.
.PARAMETER Service
Names of Services, with wildcards: name, namespace/name, either with :port. All without it.
.PARAMETER Namespace
Kubernetes namespaces of the Services, with wildcards. All without it.
.PARAMETER AcceptAssumption
Counts as passed what connects on every way that the snapshot leaves open.
.PARAMETER AcceptUnknown
Does not count what the snapshot does not tell, such as the endpoints on nodes whose snapshots are not at hand.
.EXAMPLE
./Test-NodeService.ps1

Tests all Services of this node, as the node itself reaches them.
.EXAMPLE
./Test-NodeService.ps1 -Snapshot node1.tar.gz -From client-66d9c8b7f4-8wz5k -Service numbers-* | Where-Object -not Passed

Shows which of some Services that pod does not reach.
.EXAMPLE
pwsh -NoProfile -File ./Test-NodeService.ps1 -Namespace shop || echo "not all Services of shop can be reached"

For a scheduler or a pipeline, which look at the exit code.
#>
#requires -Version 7.4 -Modules NetPath
[CmdletBinding()]
[OutputType('NetPath.Core.Tracing.Sweep.ServicePathTest')]
param(
    [ValidateNotNullOrEmpty()]
    [string[]] $Snapshot,

    [ValidateNotNullOrEmpty()]
    [string] $From = 'node',

    [ValidateNotNullOrEmpty()]
    [string[]] $Service = '*',

    [ValidateNotNullOrEmpty()]
    [string[]] $Namespace = '*',

    [switch] $AcceptAssumption,

    [switch] $AcceptUnknown
)

$arguments = @{ Name = $Service; Namespace = $Namespace; From = $From; ErrorAction = 'Stop' }
if ($Snapshot) { $arguments.Snapshot = $Snapshot }

$tested = 0
$failed = 0
$unknown = 0
try {
    Test-KubeServicePath @arguments | ForEach-Object {
        $tested++
        if ($_.Result -eq 'Failed') { $failed++ }
        elseif ($_.Result -eq 'Unknown' -and -not ($AcceptAssumption -and $_.Symptom -eq 'Connected')) { $unknown++ }
        $_
    }
}
catch {
    Write-Error "The Services could not be tested: $_" -ErrorAction Continue
    exit 2
}

if ($tested -eq 0) {
    Write-Error "There is no Service named $($Service -join ', ') in namespace $($Namespace -join ', ')." -ErrorAction Continue
    exit 2
}

if ($failed -gt 0) { exit 1 }
if ($unknown -gt 0 -and -not $AcceptUnknown) { exit 2 }
exit 0
