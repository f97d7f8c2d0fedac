using System.Collections;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing.Naming;

namespace NetPath.Cmdlets.Completion;

/// <summary>Completes where a packet can start: the node, its pods by name, those that only the API's objects know, and outside.</summary>
public sealed class SenderCompleter : SnapshotCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<Candidate> Candidates(NodeSnapshot snapshot, IDictionary boundParameters)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return Places(snapshot).Append(new Candidate(PlaceNames.Outside, "a machine beyond the default route"));
    }

    /// <summary>The nodes and pods that a snapshot knows.</summary>
    internal static IEnumerable<Candidate> Places(NodeSnapshot snapshot) => PlaceNames.Of([snapshot]).All
        .SelectMany(place => place.Namespace is null ? [place.Name] : new[] { place.Name, place.FullName }, (place, name) => new Candidate(name, Text(place)))
        .Prepend(new Candidate(PlaceNames.Node, $"{snapshot.NodeName}, the node"));

    private static string Text(Place place) => place.IsNode ? $"{place.Name}, {(place.Space is null ? "another node" : "the node")}"
        : place.NodeName is null ? place.FullName
        : $"{place.FullName} on {place.NodeName}";
}
