<#
.SYNOPSIS
Shows the reference journey: from a client pod through a Service's virtual IP into the server pod and back.
.DESCRIPTION
Works on a snapshot of a node, so it needs no cluster, no root and no network. Each step is one NetPath command; the command is
shown before its output.
.PARAMETER Path
The snapshot: an archive of netpath-collect.sh or of Export-NodeSnapshot.
.EXAMPLE
./samples/demo.ps1
#>
[CmdletBinding()]
param(
    [string] $Path = [IO.Path]::Combine($PSScriptRoot, 'reference-node.tar.gz')
)

$ErrorActionPreference = 'Stop'

function Show-Step {
    param([string] $Question, [string] $Command, [object[]] $Answer)

    "# $Question" | Out-Host
    "PS> $Command" | Out-Host
    $Answer | Out-Host
    '' | Out-Host
}

$node = Import-NodeSnapshot -Path $Path
Show-Step 'A node, as its own tools described it. Everything below is read from this file.' 'Import-NodeSnapshot reference-node.tar.gz -OutVariable node' $node

Show-Step 'What did kube-proxy make of the Service? A virtual IP, and one endpoint behind it.' `
    'Get-KubeServiceChain numbers-api -Snapshot $node' `
    (Get-KubeServiceChain numbers-api -Snapshot $node)

Show-Step 'Which chain leads there, and what share of the connections does it get?' `
    '(Get-KubeServiceChain numbers-api -Snapshot $node).Endpoints' `
    (Get-KubeServiceChain numbers-api -Snapshot $node).Endpoints

Show-Step 'Where does the node send packets for that pod?' `
    'Get-KubeServiceChain numbers-api -Snapshot $node | Resolve-PodRoute' `
    (Get-KubeServiceChain numbers-api -Snapshot $node | Resolve-PodRoute)

Show-Step 'Whose interface is that? Both ends name each other.' `
    'Get-KubeServiceChain numbers-api -Snapshot $node | Resolve-PodRoute | Get-VethPeer' `
    (Get-KubeServiceChain numbers-api -Snapshot $node | Resolve-PodRoute | Get-VethPeer)

Show-Step 'The whole way, there and back, as the kernel would take it.' `
    'Trace-ServicePacket numbers-api -From client-66d9c8b7f4-8wz5k -Snapshot $node' `
    (Trace-ServicePacket numbers-api -From client-66d9c8b7f4-8wz5k -Snapshot $node)

Show-Step 'And is there room for the connection?' `
    'Get-ConntrackUsage -Namespace minikube -Snapshot $node' `
    (Get-ConntrackUsage -Namespace minikube -Snapshot $node)
