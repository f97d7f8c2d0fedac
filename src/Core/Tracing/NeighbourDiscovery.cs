using NetPath.Core.Links;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>
/// Whether rules let neighbour discovery through. Solicitations and advertisements are ICMPv6 packets, which meet ip6tables at both ends (ndisc_send_skb() in
/// net/ipv6/ndisc.c); requests of ARP meet chains of the family arp alone.
/// </summary>
internal static class NeighbourDiscovery
{
    private const byte Solicitation = 135;
    private const byte Advertisement = 136;

    /// <summary>What stands in the way of the question or of the answer; null for nothing.</summary>
    /// <param name="asking">The packet that needs a next hop.</param>
    /// <param name="station">Who would answer.</param>
    /// <param name="target">For which address.</param>
    public static DiscoveryObstacle? Find(WalkState asking, Station station, IpAddress target)
    {
        string near = asking.OutInterface ?? "";
        string far = station.Link.Master ?? station.Link.Name;
        return target.Family == IpFamily.IPv4
            ? OfArp(asking.Space, "output") ?? OfArp(station.Space, "input") ?? OfArp(station.Space, "output") ?? OfArp(asking.Space, "input")
            : OfRules(asking, (near, station.Space, far), target);
    }

    private static DiscoveryObstacle? OfArp(NamespaceView space, string hook) =>
        space.Netfilter?.NativeChains.FirstOrDefault(chain => chain is { Family: "arp", CanStop: true } && chain.Hook == hook) is NativeBaseChain chain
            ? new DiscoveryObstacle($"nftables {chain} of {space.Name} sees ARP, and is not evaluated by this release ({chain.Content})", chain.Evidence, IsCertain: false)
            : null;

    private static DiscoveryObstacle? OfRules(WalkState asking, (string Near, NamespaceView Space, string Far) link, IpAddress target)
    {
        IpAddress source = Source(asking, link.Near);
        Packet question = Message(Solicitation, source, SolicitedNode(target));
        Packet answer = Message(Advertisement, target, source);
        return Run(Sent(asking, asking.Space, question, link.Near), Hook.Output, Hook.Postrouting)
            ?? Run(Received(asking, link.Space, question, link.Far), Hook.Prerouting, Hook.Input)
            ?? Run(Sent(asking, link.Space, answer, link.Far), Hook.Output, Hook.Postrouting)
            ?? Run(Received(asking, asking.Space, answer, link.Near), Hook.Prerouting, Hook.Input);
    }

    private static DiscoveryObstacle? Run(WalkState start, params ReadOnlySpan<Hook> hooks)
    {
        List<(WalkState State, string Reason)> stopped = [];
        HookRunner runner = new((state, disposition, reason, _) => Note(stopped, state, disposition, reason), null, CancellationToken.None);
        IReadOnlyList<WalkState> states = [start];
        foreach (Hook hook in hooks)
        {
            states = [.. states.SelectMany(state => runner.Run(state, hook))];
        }

        if (stopped.Count == 0)
        {
            return null;
        }

        (WalkState last, string why) = stopped[0];
        Evidence evidence = last.Hops.Count > 0 && last.Hops[^1].Evidence is [Evidence rule, ..] ? rule : new Evidence($"{start.Space.Space.Path}/netfilter", 0, why);
        return new DiscoveryObstacle($"{why} of {start.Space.Name}, and that is neighbour discovery (ICMPv6 type {start.Packet.Icmp?.Type})", evidence, IsCertain: states.Count == 0);
    }

    private static void Note(List<(WalkState State, string Reason)> stopped, WalkState state, Disposition disposition, string reason)
    {
        if (disposition is Disposition.Dropped or Disposition.Rejected)
        {
            stopped.Add((state, reason));
        }
    }

    private static WalkState Sent(WalkState asking, NamespaceView space, Packet packet, string device) => Fresh(asking, space, packet) with { OutInterface = device };

    private static WalkState Received(WalkState asking, NamespaceView space, Packet packet, string device) => Fresh(asking, space, packet) with { InInterface = device };

    // icmpv6_pkt_to_tuple() in net/netfilter/nf_conntrack_proto_icmpv6.c: connection tracking leaves neighbour discovery out.
    private static WalkState Fresh(WalkState asking, NamespaceView space, Packet packet) => new()
    {
        Space = space,
        Packet = packet,
        Template = ConntrackTemplate.NoTrack,
        ChangedSets = asking.ChangedSets,
    };

    private static Packet Message(byte type, IpAddress source, IpAddress destination) => new(Protocol.IcmpV6, source, destination)
    {
        Icmp = new IcmpMessage(type, 0),
        TimeToLive = 255,
    };

    // ndisc_solicit(): the packet's own source when that is an address here, else the interface's link-local one.
    private static IpAddress Source(WalkState asking, string device) => asking.Space.IsLocal(asking.Packet.SourceAddress) ? asking.Packet.SourceAddress
        : asking.Space.Addresses?.Of(device).FirstOrDefault(address => address.Family == IpFamily.IPv6 && address.Scope == "link") is LinkAddress own ? own.Address
        : asking.Packet.SourceAddress;

    // RFC 4291, 2.7.1: ff02::1:ff00:0/104 and the address's last 24 bits.
    private static IpAddress SolicitedNode(IpAddress target) =>
        IpAddress.FromBits(IpAddress.Parse("ff02::1:ff00:0").Bits | (target.Bits & 0xffffff), IpFamily.IPv6);
}
