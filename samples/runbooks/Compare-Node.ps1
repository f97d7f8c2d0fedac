<#
.SYNOPSIS
Compares what two snapshots say about Services, endpoints, routes and interfaces.
.DESCRIPTION
For one node at two times ("what changed since it worked?"), or for two nodes that should agree. Writes a row for each difference; nodes rightly
differ in their own addresses and pods, so compare two of them by -Kind Service, Endpoint.

Exit codes:

    0   no difference
    1   at least one difference
    2   no difference as far as could be told, but something could not be compared: a snapshot that cannot be read, or a section it does not hold
.PARAMETER Reference
Path of the snapshot to compare with.
.PARAMETER Difference
Path of the snapshot that may differ.
.PARAMETER Kind
What to compare: Service, Endpoint, Route, Interface. All of them without it.
.EXAMPLE
./Compare-Node.ps1 node1-monday.tar.gz node1-today.tar.gz

Shows what changed on a node.
.EXAMPLE
./Compare-Node.ps1 node1.tar.gz node2.tar.gz -Kind Service, Endpoint

Shows where kube-proxy on one node lags behind the other.
#>
#requires -Version 7.4 -Modules NetPath
[CmdletBinding()]
[OutputType([pscustomobject])]
param(
    [Parameter(Mandatory, Position = 0)]
    [ValidateNotNullOrEmpty()]
    [string] $Reference,

    [Parameter(Mandatory, Position = 1)]
    [ValidateNotNullOrEmpty()]
    [string] $Difference,

    [ValidateSet('Service', 'Endpoint', 'Route', 'Interface')]
    [string[]] $Kind = @('Service', 'Endpoint', 'Route', 'Interface')
)

function Add-Text {
    # Several things may go by one name, such as two routes to one destination: their texts are compared together.
    param([Collections.Generic.SortedDictionary[string, string]] $Table, [string] $Name, [string] $Text)

    $Table[$Name] = if ($Table.ContainsKey($Name)) { "$($Table[$Name]); $Text" } else { $Text }
}

function Get-Description {
    # Each thing of a kind by name, described by what should be the same.
    param($Node, [string] $Kind)

    $table = [Collections.Generic.SortedDictionary[string, string]]::new([StringComparer]::Ordinal)
    switch ($Kind) {
        'Service' {
            foreach ($port in Get-KubeServiceChain -Snapshot $Node -ErrorAction Stop) {
                $text = "$($port.ClusterIP):$($port.Port) $($port.State)"
                if ($port.NodePort) { $text += ", node port $($port.NodePort)" }
                foreach ($address in @($port.ExternalIPs) + @($port.LoadBalancerIPs)) { $text += ", $address" }
                if ($port.SessionAffinitySeconds) { $text += ", affinity $($port.SessionAffinitySeconds) s" }
                Add-Text $table "$($port.Name)/$("$($port.Protocol)".ToUpperInvariant())" $text
            }
        }
        'Endpoint' {
            foreach ($port in Get-KubeServiceChain -Snapshot $Node -ErrorAction Stop) {
                foreach ($endpoint in $port.Endpoints) {
                    Add-Text $table "$($port.Name)/$("$($port.Protocol)".ToUpperInvariant()) -> $($endpoint.Target)" ('{0:0.##} %' -f (100 * $endpoint.Probability))
                }
            }
        }
        'Route' {
            foreach ($route in $Node.Host.GetRoutes()) { Add-Text $table "$($route.Destination) table $($route.TableName)" "$route" }
        }
        'Interface' {
            foreach ($link in $Node.Host.GetLinks()) {
                $text = "$($link.Kind) $(if ($link.IsUp) { 'up' } else { 'down' }), MTU $($link.Mtu)".TrimStart()
                if ($link.Master) { $text += ", master $($link.Master)" }
                Add-Text $table $link.Name $text
            }
        }
    }

    , $table
}

function Compare-Description {
    param([string] $Kind, $Left, $Right)

    $names = [Collections.Generic.SortedSet[string]]::new([string[]]@($Left.Keys), [StringComparer]::Ordinal)
    $names.UnionWith([string[]]@($Right.Keys))
    foreach ($name in $names) {
        $before = if ($Left.ContainsKey($name)) { $Left[$name] }
        $after = if ($Right.ContainsKey($name)) { $Right[$name] }
        if ($before -ceq $after) { continue }
        $change = if ($null -eq $before) { 'Added' } elseif ($null -eq $after) { 'Removed' } else { 'Changed' }
        [pscustomobject]@{ Kind = $Kind; Name = $name; Change = $change; Reference = $before; Difference = $after }
    }
}

try {
    $left = Import-NodeSnapshot -Path $Reference -ErrorAction Stop
    $right = Import-NodeSnapshot -Path $Difference -ErrorAction Stop
}
catch {
    Write-Error "The snapshots could not be read: $_"
    exit 2
}

$differences = 0
$unknown = 0
foreach ($one in $Kind) {
    try {
        $found = @(Compare-Description $one (Get-Description $left $one) (Get-Description $right $one))
    }
    catch {
        $unknown++
        Write-Error "'$one' could not be compared: $_"
        continue
    }

    $differences += $found.Count
    $found
}

if ($differences -gt 0) { exit 1 }
if ($unknown -gt 0) { exit 2 }
exit 0
