using NetPath.Core.Tracing;

namespace NetPath.Core.Rendering;

/// <summary>An entry that a connection leaves behind, as it is shown: once for all places that have the same.</summary>
/// <param name="Places">The node's or the pod's name; several with commas.</param>
/// <param name="Original">The flow as the client sent it.</param>
/// <param name="Reply">The flow that is expected back; null when it is the same turned round, since nothing is translated.</param>
internal sealed record ConntrackLine(string Places, string Original, string? Reply)
{
    /// <summary>The entries: the connection's own in the order of its way, then what several nodes have alike, as those of the tunnel between them.</summary>
    public static IReadOnlyList<ConntrackLine> Of(IEnumerable<ConntrackTuple> entries)
    {
        List<ConntrackLine> own = [];
        List<ConntrackLine> shared = [];
        foreach (IGrouping<(string Original, string Reply), ConntrackTuple> same in entries.GroupBy(entry => (entry.Original, entry.Reply)))
        {
            string[] places = [.. same.Select(entry => entry.Place).Distinct().Order(StringComparer.Ordinal)];
            string? reply = same.Key.Reply == Turned(same.Key.Original) ? null : same.Key.Reply;
            (places.Length > 1 ? shared : own).Add(new ConntrackLine(string.Join(", ", places), same.Key.Original, reply));
        }

        return [.. own, .. shared];
    }

    private static string Turned(string flow) =>
        flow.Split(' ') is [string protocol, string source, "->", string destination] ? $"{protocol} {destination} -> {source}" : flow;
}
