using System.Collections;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing.Naming;

namespace NetPath.Cmdlets.Completion;

/// <summary>Completes where a packet can go: virtual IPs of Services, pods and nodes by name, and outside.</summary>
public sealed class DestinationCompleter : SnapshotCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<Candidate> Candidates(NodeSnapshot snapshot, IDictionary boundParameters)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return ServiceAddressCompleter.Of(snapshot).Concat(SenderCompleter.Places(snapshot)).Append(new Candidate(PlaceNames.Outside, "a machine beyond the default route"));
    }
}
