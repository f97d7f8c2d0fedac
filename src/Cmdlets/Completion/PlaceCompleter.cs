using System.Collections;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Completion;

/// <summary>Completes pods and nodes by name.</summary>
public sealed class PlaceCompleter : SnapshotCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<Candidate> Candidates(NodeSnapshot snapshot, IDictionary boundParameters)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return SenderCompleter.Places(snapshot);
    }
}
