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
Show-Step -Question 'A node, as its own tools described it. Everything below is read from this file.' `
    -Command 'Import-NodeSnapshot reference-node.tar.gz -OutVariable node' `
    -Answer $node

Show-Step -Question 'What did kube-proxy make of the Service? A virtual IP, and one endpoint behind it.' `
    -Command 'Get-KubeServiceChain numbers-api -Snapshot $node' `
    -Answer (Get-KubeServiceChain numbers-api -Snapshot $node)

Show-Step -Question 'Which chain leads there, and what share of the connections does it get?' `
    -Command '(Get-KubeServiceChain numbers-api -Snapshot $node).Endpoints' `
    -Answer (Get-KubeServiceChain numbers-api -Snapshot $node).Endpoints

Show-Step -Question 'Where does the node send packets for that pod?' `
    -Command 'Get-KubeServiceChain numbers-api -Snapshot $node | Resolve-PodRoute' `
    -Answer (Get-KubeServiceChain numbers-api -Snapshot $node | Resolve-PodRoute)

Show-Step -Question 'Whose interface is that? Both ends name each other.' `
    -Command 'Get-KubeServiceChain numbers-api -Snapshot $node | Resolve-PodRoute | Get-VethPeer' `
    -Answer (Get-KubeServiceChain numbers-api -Snapshot $node | Resolve-PodRoute | Get-VethPeer)

Show-Step -Question 'The whole way, there and back, as the kernel would take it.' `
    -Command 'Trace-ServicePacket numbers-api -From client-66d9c8b7f4-8wz5k -Snapshot $node' `
    -Answer (Trace-ServicePacket numbers-api -From client-66d9c8b7f4-8wz5k -Snapshot $node)

Show-Step -Question 'And is there room for the connection?' `
    -Command 'Get-ConntrackUsage -Namespace minikube -Snapshot $node' `
    -Answer (Get-ConntrackUsage -Namespace minikube -Snapshot $node)
