using System.Collections;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Completion;

/// <summary>Completes network namespaces of a snapshot: the node's and its pods', by name.</summary>
public sealed class NamespaceCompleter : SnapshotCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<Candidate> Candidates(NodeSnapshot snapshot, IDictionary boundParameters)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return snapshot.Namespaces
            .Select(space => new Candidate(space.Name, space.IsHost ? $"{space.Name}, the node" : $"{space.Name} ({space.Path})"))
            .Prepend(new Candidate("node", $"{snapshot.NodeName}, the node"));
    }
}
