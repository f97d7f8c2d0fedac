<#
.SYNOPSIS
Compares two snapshots, and tells by its exit code whether they differ.
.DESCRIPTION
For one node at two times ("what changed since it worked?"), or for two nodes that should agree. Writes the differences that Compare-NodeSnapshot
finds.

Exit codes:

    0   no difference
    1   at least one difference
    2   no difference as far as could be told, but something could not be compared: a snapshot that cannot be read, or a section that one does not hold
.PARAMETER Reference
Path of the snapshot to compare with.
.PARAMETER Difference
Path of the snapshot that may differ. This machine is read without it.
.PARAMETER Kind
What to compare, such as Service, Endpoint, Rule, Route, Link, Sysctl, Outcome. All of it without this parameter.
.EXAMPLE
./Compare-Node.ps1 node1-monday.tar.gz node1-today.tar.gz

Shows what changed on a node.
.EXAMPLE
./Compare-Node.ps1 node1.tar.gz node2.tar.gz -Kind Service, Endpoint

Shows where kube-proxy on one node lags behind the other.
.EXAMPLE
./Compare-Node.ps1 before-upgrade.tar.gz -Kind Outcome || echo "connections to Services end differently"

For a pipeline: compares this machine with what it was before.
#>
#requires -Version 7.4 -Modules NetPath
[CmdletBinding()]
[OutputType('NetPath.Core.Snapshots.Comparison.SnapshotDifference')]
param(
    [Parameter(Mandatory, Position = 0)]
    [ValidateNotNullOrEmpty()]
    [string] $Reference,

    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty()]
    [string] $Difference,

    [ValidateNotNullOrEmpty()]
    [string[]] $Kind
)

$arguments = @{ Reference = $Reference; ErrorAction = 'Stop' }
if ($Difference) { $arguments.Difference = $Difference }
if ($Kind) { $arguments.Kind = $Kind }

$differences = 0
$unknown = 0
try {
    Compare-NodeSnapshot @arguments | ForEach-Object {
        if ($_.Change -eq 'NotCompared') { $unknown++ } else { $differences++ }
        $_
    }
}
catch {
    Write-Error "The snapshots could not be compared: $_" -ErrorAction Continue
    exit 2
}

if ($differences -gt 0) { exit 1 }
if ($unknown -gt 0) { exit 2 }
exit 0
