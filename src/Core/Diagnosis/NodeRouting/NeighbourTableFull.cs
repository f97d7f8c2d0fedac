using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeRouting;

/// <summary>NP3008: the neighbour table is nearly full.</summary>
internal static class NeighbourTableFull
{
    // Percent of gc_thresh3. From gc_thresh2 on the kernel throws out entries that are older than five seconds, so that a table this full is in use.
    private const int Near = 80;

    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP3008",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "The neighbour table holds 80 % or more of the entries that gc_thresh3 allows",
        EvidenceNeeded = "gc_thresh3 of the node, and the neighbours of all namespaces, which share one table",
        Symptom = "New neighbours are not resolved now and then: some packets are lost, and the kernel logs \"neighbour: arp_cache: neighbor table overflow!\"",
        Remedy = "Raise gc_thresh3, and gc_thresh2 below it, to more than the pods and nodes that this node talks to directly; write it to /etc/sysctl.d so that it lasts.",
        Commands = ["ip -s neigh | wc -l", "sysctl -w net.<family>.neigh.default.gc_thresh2=4096 net.<family>.neigh.default.gc_thresh3=8192"],
        OnNode = Check,
    };

    private static IEnumerable<Observation> Check(NodeContext context)
    {
        foreach (IpFamily family in new[] { IpFamily.IPv4, IpFamily.IPv6 })
        {
            string name = family == IpFamily.IPv4 ? "ipv4" : "ipv6";
            string setting = $"net/{name}/neigh/default/gc_thresh3";
            if (context.Host.Sysctl?.Number(setting) is not (long limit and > 0))
            {
                continue;
            }

            (NamespaceView Space, int Count)[] counts = [.. context.Network.Spaces.Select(space => (space, Count(space, family))).Where(one => one.Item2 > 0)];
            int all = counts.Sum(one => one.Count);
            if (all * 100L >= limit * Near)
            {
                yield return new Observation(
                    $"{all} of {limit} {family} neighbours are in use on {context.Host.Name}",
                    [context.Host.Sysctl.EvidenceFor(setting)!, .. counts.OrderByDescending(one => one.Count).Take(5).Select(one => new Evidence($"{one.Space.Space.Path}/routing/neighbour.json", 0, $"{one.Count} {family} entries that can expire"))])
                {
                    Names = [("family", name)],
                };
            }
        }
    }

    // Permanent and proxy entries do not count (neigh_alloc in net/core/neighbour.c).
    private static int Count(NamespaceView space, IpFamily family) =>
        space.Neighbours?.Neighbours.Count(neighbour => neighbour.Address.Family == family && !neighbour.Proxy && !neighbour.State.Contains("PERMANENT")) ?? 0;
}
