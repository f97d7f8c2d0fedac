using NetPath.Core.Conntrack;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeConntrack;

/// <summary>NP7005: no source port is left towards one destination, or hardly any.</summary>
internal static class SourcePortsExhausted
{
    private const int NearlyAll = 80;

    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP7005",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "Source ports towards one address and port run out: 80 % of them are taken, or all",
        EvidenceNeeded = "The conntrack entries (collected with --entries), and the range that the ports come from: ip_local_port_range, or the ports of a MASQUERADE or SNAT rule",
        Symptom = "Connections to that destination fail at random: they time out, or the client sees \"cannot assign requested address\"",
        Remedy = "Keep connections open and use them again (keep-alive, a pool), spread them over more destinations or more source addresses, or widen the range. Behind a "
            + "masquerade all pods of the node share one address's ports.",
        Commands = ["conntrack -L -p <protocol> --reply-port-src <port> -o extended | wc -l", "sysctl net.ipv4.ip_local_port_range", "iptables -t nat -S POSTROUTING"],
        Explains = [Disposition.NoConntrackEntry],
        OnEveryPath = true,
        IsNarrow = true,
        OnPath = OnPath,
        OnNode = context => Uses(context.Host).Select(use => Observe(context.Host, use)),
    };

    // Only where somebody collected the entries: the ports of the translated source towards the endpoint, or the client's own towards what it asks for.
    private static IEnumerable<Observation> OnPath(PathContext context)
    {
        NamespaceView[] hosts = [.. context.Snapshots.Select(snapshot => Network.Of(snapshot).Host).Where(HasEntries)];
        if (hosts.Length == 0)
        {
            return [];
        }

        Packet packet = context.Trace.Packet;
        List<Outcome> outcomes = [];
        if (packet.SourcePort is null)
        {
            outcomes.Add(new Outcome(false, packet.Source, packet.Endpoint(packet.DestinationAddress, packet.DestinationPort), packet.Protocol));
        }

        if (packet.Source != context.Outcome.SourceSeen)
        {
            outcomes.Add(new Outcome(true, context.Outcome.SourceSeen, context.Outcome.Endpoint, packet.Protocol));
        }

        Hop? end = context.Ending == Disposition.NoConntrackEntry ? context.End : null;
        return hosts.SelectMany(host => Uses(host).Where(use => outcomes.Exists(outcome => outcome.Takes(use))).Select(use => Observe(host, use) with { Hop = end }));
    }

    private static bool HasEntries(NamespaceView space) => space.Space.TryPart(ConntrackEntryReader.PartName, out _);

    private static IEnumerable<SourcePortUse> Uses(NamespaceView space) =>
        HasEntries(space) ? space.Space.ConntrackUsage.SourcePorts.Where(use => use.Percent >= NearlyAll) : [];

    private static Observation Observe(NamespaceView space, SourcePortUse use) => new(
        $"{use.Used} of {use.Usable} source ports of {use.Address} towards {use.Destination}:{use.DestinationPort} ({use.Protocol.ToUpperInvariant()}) are taken on {space.Name}",
        [
            .. new[] { use.Evidence }.OfType<Evidence>(),
            new Evidence($"{space.Space.Path}/{ConntrackEntryReader.PartName}", 0, $"{use.Used} entries from {use.Address} to {use.Destination}:{use.DestinationPort}, ports {use.FirstPort} to {use.LastPort}"),
        ])
    {
        // A client that chooses its ports itself may go beyond the range.
        Severity = use is { IsTranslated: true, Percent: >= 100 } ? FindingSeverity.Error : FindingSeverity.Warning,
        Subject = use.Address,
        Names = [("protocol", use.Protocol.ToLowerInvariant()), ("port", $"{use.DestinationPort}")],
    };

    private sealed record Outcome(bool IsTranslated, string Source, string Endpoint, string Protocol)
    {
        public bool Takes(SourcePortUse use) => use.IsTranslated == IsTranslated && use.Address == Source && use.Protocol == Protocol
            && (Endpoint == $"{use.Destination}:{use.DestinationPort}" || Endpoint == $"[{use.Destination}]:{use.DestinationPort}");
    }
}
