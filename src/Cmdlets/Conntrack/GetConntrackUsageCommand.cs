using System.Management.Automation;
using NetPath.Cmdlets.Completion;
using NetPath.Core.Conntrack;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Conntrack;

/// <summary>
/// <para type="synopsis">Tells how full the connection tracking tables are, and what the kernel counted against them.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "ConntrackUsage")]
[OutputType(typeof(ConntrackUsage))]
public sealed class GetConntrackUsageCommand : SnapshotCmdlet
{
    /// <summary>
    /// <para type="description">Network namespaces by name: the node's name for the host, else the pod's. All without it, the host first.</para>
    /// </summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [Alias("n")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[] Namespace { get; set; } = ["*"];

    /// <inheritdoc/>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SnapshotTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SnapshotPathCompleter))]
    public override SnapshotSource[]? Snapshot { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sections { get; } = ["conntrack", "sysctl", "pods"];

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (NodeSnapshot snapshot in GetSnapshots())
        {
            foreach (NetworkNamespace space in new ConntrackQuestion(this).Namespaces(Namespace, snapshot))
            {
                Cancellation.ThrowIfCancellationRequested();
                WriteObject(space.ConntrackUsage);
            }
        }
    }
}
