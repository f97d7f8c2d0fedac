using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Completion;

/// <summary>Completes interfaces of the node.</summary>
public sealed class InterfaceCompleter : SnapshotCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Candidates(NodeSnapshot snapshot) => snapshot.Host.Links.Links.Select(link => link.Name);
}
