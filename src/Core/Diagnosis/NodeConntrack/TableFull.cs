using NetPath.Core.Conntrack;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeConntrack;

/// <summary>NP7001: the connection tracking table is full, or nearly.</summary>
internal static class TableFull
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP7001",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "The connection tracking table is at 80 % of its limit, or full",
        EvidenceNeeded = "nf_conntrack_count and nf_conntrack_max",
        Symptom = "When it is full: new connections time out at random, and the kernel logs \"nf_conntrack: table full, dropping packet\"",
        Remedy = "Raise the limit (kube-proxy sets it from conntrack.maxPerCore and conntrack.min when it starts), find who opens so many connections, and shorten time-outs of "
            + "connections that are over. An entry takes about 320 bytes of kernel memory.",
        Commands =
        [
            "sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max",
            "sysctl -w net.netfilter.nf_conntrack_max=<limit>",
            "conntrack -L | sed 's/ dst=.*//; s/.* //' | sort | uniq -c | sort -rn | head",
        ],
        Explains = [Disposition.NoConntrackEntry],
        OnEveryPath = true,
        OnPath = OnPath,
        OnNode = context => context.Network.Spaces.Select(space => Observe(space, null)).OfType<Observation>(),
    };

    // The nodes' tables, and that of a pod with rules of its own where the packet ended in it.
    private static IEnumerable<Observation> OnPath(PathContext context)
    {
        bool ends = context.Ending == Disposition.NoConntrackEntry;
        NamespaceView? end = ends && context.End is Hop hop ? context.SpaceOf(hop) : null;
        foreach (NodeSnapshot snapshot in context.Snapshots)
        {
            NamespaceView host = Network.Of(snapshot).Host;
            IEnumerable<NamespaceView> spaces = end is { Space.IsHost: false } && end.Space.Snapshot == snapshot ? [host, end] : [host];
            foreach (NamespaceView space in spaces)
            {
                if (Observe(space, snapshot) is Observation seen)
                {
                    yield return seen with { Hop = space == end && seen.Severity == FindingSeverity.Error ? context.End : null };
                }
            }
        }
    }

    private static Observation? Observe(NamespaceView space, NodeSnapshot? node) => TableUse.Of(space) is { IsNearlyFull: true } use
        ? new Observation($"{use.Count} of {use.Limit} conntrack entries are in use on {space.Name} ({100 * use.Count / use.Limit} %){use.Largest()}", use.Evidence)
        {
            Severity = use.IsFull ? FindingSeverity.Error : FindingSeverity.Warning,
            Subject = space.Name,
            Node = node,
            Names = [("limit", $"{2 * use.Limit}")],
        }
        : null;
}
