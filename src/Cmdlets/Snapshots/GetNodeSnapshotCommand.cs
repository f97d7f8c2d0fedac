using System.Management.Automation;
using NetPath.Cmdlets.Completion;
using NetPath.Core.Snapshots;
using NetPath.Linux;

namespace NetPath.Cmdlets.Snapshots;

/// <summary>
/// <para type="synopsis">Takes a snapshot of this machine's network state and that of the pods on it.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "NodeSnapshot", DefaultParameterSetName = "Machine")]
[OutputType(typeof(NodeSnapshot))]
public sealed class GetNodeSnapshotCommand : NetPathCmdlet
{
    /// <summary>
    /// <para type="description">The sections to take; all without it. pods takes the others in the pods' namespaces too.</para>
    /// </summary>
    [Parameter(Position = 0)]
    [ValidateSet("netfilter", "routing", "links", "pods", "conntrack", "dns", "sysctl", "sockets")]
    public string[] Section { get; set; } = [];

    /// <summary>
    /// <para type="description">Take this network namespace for the node's: a name under /run/netns, or a path.</para>
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "NetworkNamespace")]
    [ValidateNotNullOrEmpty]
    [Alias("netns")]
    [ArgumentCompleter(typeof(NetworkNamespaceCompleter))]
    public string? NetworkNamespace { get; set; }

    /// <summary>
    /// <para type="description">Take the network namespace of this process for the node's. The nodes of kind and minikube are containers: give a
    /// process in one.</para>
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "ProcessId", ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, int.MaxValue)]
    [Alias("Id")]
    public int ProcessId { get; set; }

    /// <summary>
    /// <para type="description">Take the entries of connection tracking too. There may be half a million.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeConntrackEntry { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        CollectorOptions options = new()
        {
            Sections = Section,
            NetworkNamespace = NetworkNamespace is null ? null : NamespacePath(NetworkNamespace),
            ProcessId = ParameterSetName == "ProcessId" ? ProcessId : null,
            IncludeConntrackEntries = IncludeConntrackEntry,
        };
        NodeSnapshot snapshot = new MachineReader(this).Read(options, Cancellation);
        DamageWarning.Write(this, snapshot);
        WriteObject(snapshot);
    }

    /// <summary>A path is relative to PowerShell's location, which is not the process's; a name has no slash.</summary>
    private string NamespacePath(string name) => name.Contains('/') ? new SnapshotPaths(SessionState.Path).ResolveLiteral(name) : name;
}
