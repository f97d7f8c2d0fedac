using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Completion;

/// <summary>Completes where a packet can start: the node and its pods.</summary>
public sealed class SenderCompleter : SnapshotCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Candidates(NodeSnapshot snapshot) => snapshot.Namespaces.Select(space => space.Name).Prepend("node");
}
