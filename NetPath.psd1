@{
    RootModule           = 'NetPath.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '1dc485a4-c7ee-444a-94bd-a7389ca05f0e'
    Author               = 'NetPath contributors'
    CompanyName          = 'NetPath contributors'
    Copyright            = '(c) NetPath contributors. MIT licence.'
    Description          = "Walks a Kubernetes Service's packet path on a node - kube-proxy rules, route, veth, pod, and back - and names the broken link with its evidence."
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')

    # Paths are those of the packaged layout (out/NetPath), which build.ps1 makes.
    TypesToProcess       = @('Formats/NetPath.Types.ps1xml')
    FormatsToProcess     = @(
        'Formats/NetPath.Services.Format.ps1xml'
        'Formats/NetPath.Dns.Format.ps1xml'
        'Formats/NetPath.Routing.Format.ps1xml'
        'Formats/NetPath.Links.Format.ps1xml'
        'Formats/NetPath.Conntrack.Format.ps1xml'
        'Formats/NetPath.Tracing.Format.ps1xml'
        'Formats/NetPath.Diagnosis.Format.ps1xml'
        'Formats/NetPath.KernelTracing.Format.ps1xml'
        'Formats/NetPath.Snapshots.Format.ps1xml'
        'Formats/NetPath.Sweep.Format.ps1xml'
    )

    CmdletsToExport      = @(
        'Get-NodeSnapshot'
        'Export-NodeSnapshot'
        'Import-NodeSnapshot'
        'Compare-NodeSnapshot'
        'Add-KubernetesObject'
        'Get-KubeServiceChain'
        'Resolve-KubeServiceName'
        'Resolve-PodRoute'
        'Get-VethPeer'
        'Get-ConntrackUsage'
        'Get-ConntrackEntry'
        'Trace-ServicePacket'
        'Test-KubeServicePath'
        'Test-NodeNetwork'
        'Get-NetPathFinding'
        'Watch-ServicePacket'
        'Import-KernelTrace'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()

    PrivateData          = @{
        PSData = @{
            Tags         = @('Kubernetes', 'kube-proxy', 'iptables', 'nftables', 'conntrack', 'Calico', 'Network', 'Troubleshooting', 'Linux', 'PSEdition_Core')
            LicenseUri   = 'https://github.com/netpath/netpath/blob/main/LICENSE'
            ProjectUri   = 'https://github.com/netpath/netpath'
            ReleaseNotes = 'First version: snapshots of a node, kube-proxy service chains, pod routes, veth peers, conntrack usage and packet traces.'
        }
    }
}
