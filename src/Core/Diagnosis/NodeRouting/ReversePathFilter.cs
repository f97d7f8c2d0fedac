using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeRouting;

/// <summary>NP3006: the packet came in by another interface than the route back to its sender leaves by.</summary>
internal static class ReversePathFilter
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP3006",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The reverse-path filter drops the packet: the route back to its sender leaves by another interface",
        EvidenceNeeded = "rp_filter of the interface and of all interfaces, of which the larger counts, or the rule with the match rpfilter; and the route back",
        Symptom = "The client times out",
        Remedy = "Mend the route back, so that it leaves by the interface that the packets come in by. Where both ways differ on purpose, set rp_filter to 2 (any route back will do) "
            + "on that interface; a 1 in net.ipv4.conf.all makes it strict everywhere.",
        Commands = ["ip route get <source>", "sysctl net.ipv4.conf.all.rp_filter net.ipv4.conf.<device>.rp_filter", "nstat -az TcpExtIPReversePathFilter"],
        Explains = [Disposition.ReversePathFiltered, Disposition.Dropped, Disposition.NeighbourUnresolved],
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context) => context.Ending switch
    {
        Disposition.Dropped => ByRule(context),
        Disposition.NeighbourUnresolved => OfQuestion(context),
        _ => PathEnd.Of(context) is { InDevice: string device } end ? [Observe(end.Space, device, end.Packet.SourceAddress, context.End, "")] : [],
    };

    private static IEnumerable<Observation> ByRule(PathContext context)
    {
        if (context.End is RuleHop { Effect: nameof(RuleEffect.Drop), Step.Rule: { } rule } hop
            && rule.Matches.OfType<ReversePathMatch>().Any(match => match.Invert)
            && PathEnd.Of(context) is { InDevice: string device } end)
        {
            RouteLookup? back = Back(end.Space, end.Packet.SourceAddress);
            yield return new Observation(
                $"{hop.Table.ToLowerInvariant()} {hop.Chain} rule {hop.RuleNumber} of {hop.Place} drops the packet from {end.Packet.Source}: it came in by {device}, and {Way(back)}",
                [rule.Evidence, .. RouteEvidence(back)])
            {
                Hop = hop,
                Subject = end.Packet.Source,
                Names = Names(device, end.Packet.SourceAddress),
            };
        }
    }

    // The filter drops the ARP request of a sender that the node would route elsewhere; so the sender never learns its gateway.
    private static IEnumerable<Observation> OfQuestion(PathContext context)
    {
        if (LastRoute.Of(context) is { Peer: (NamespaceView far, Links.Link peer) } route && route.NextHop.Family == IpFamily.IPv4
            && far.LargerOfAllAnd(peer.Name, IpFamily.IPv4, "rp_filter") == 1
            && Back(far, route.Hop.After.SourceAddress) is { Result: not RouteResult.Unknown } back && back.NextHops.All(path => path.Device != peer.Name))
        {
            yield return Observe(far, peer.Name, route.Hop.After.SourceAddress, context.End, $"the ARP request for {route.NextHop}, ");
        }
    }

    private static Observation Observe(NamespaceView space, string device, IpAddress source, Hop? hop, string what)
    {
        RouteLookup? back = Back(space, source);
        return new Observation(
            $"rp_filter of {space.Name} is {space.LargerOfAllAnd(device, IpFamily.IPv4, "rp_filter")} on {device} and drops {what}packets from {source}: {Way(back)}",
            [.. PathEnd.InterfaceSettings(space, IpFamily.IPv4, device, "rp_filter"), .. RouteEvidence(back)])
        {
            Hop = hop,
            Subject = device,
            Names = Names(device, source),
        };
    }

    private static RouteLookup? Back(NamespaceView space, IpAddress source) => space.Fib?.Lookup(new RouteQuery { Destination = source });

    private static string Way(RouteLookup? back) => back switch
    {
        null => "the route back is not known",
        { Result: RouteResult.Found, IsLocalDelivery: true } => "its source is an address of the node itself",
        { Result: RouteResult.Found } => $"the route back is '{back.Route}'",
        _ => "no route leads back",
    };

    private static IEnumerable<Evidence> RouteEvidence(RouteLookup? back) => new[] { back?.Route?.Evidence }.OfType<Evidence>();

    private static (string Word, string Value)[] Names(string device, IpAddress source) => [("device", device), ("source", $"{source}")];
}
