using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>Puts packets into those that tunnel devices send.</summary>
internal sealed class Encapsulation(Network network, Action<WalkState, Disposition, string> finish)
{
    /// <summary>The packet around the one that a tunnel device takes, before it has a route; null when the device cannot send it.</summary>
    public WalkState? Wrap(WalkState state, Frame frame, Link link, TunnelProtocol protocol)
    {
        (TunnelEnd? end, TunnelRefusal? refusal) = TunnelEnds.Find(network, state, frame, link);
        if (end is null)
        {
            finish(state.With(LinkHops.Leaving(state, link, null)), refusal!.Disposition, refusal.Reason);
            return null;
        }

        if (end.Assumption is string assumption)
        {
            state = state.Assuming(assumption, link.Evidence);
        }

        IpAddress source = TunnelEnds.Address(link.Vxlan?.Local ?? link.Tunnel?.Local) ?? IpAddress.Any(end.Address.Family);
        bool takesMark = link.Kind is "vxlan" or "geneve";
        return new WalkState
        {
            Space = state.Space,
            // The UDP source port is a hash of the inner packet. The mark stays on the packet, since it stays in the namespace (skb_scrub_packet).
            Packet = new Packet(protocol.Transport, source, end.Address, null, end.Port)
            {
                Mark = state.Packet.Mark,
                TimeToLive = protocol.Transport == Protocol.Udp ? 64 : state.Packet.TimeToLive,
            },
            Carried = new Carried(state, link, protocol, frame, end.Key),
            BoundTo = link.Vxlan is null ? link.Tunnel?.Device : end.Device,
            // IP tunnels ask for the route without the packet's mark (ip_tunnel_init_flow), VXLAN with it.
            RouteMark = takesMark ? null : 0,
            Probability = state.Probability,
            Assumptions = state.Assumptions,
            Hops = state.Hops,
            Tracked = state.Tracked,
            ChangedSets = state.ChangedSets,
            Entries = state.Entries,
            Arrival = state.Arrival,
            Crossings = state.Crossings,
            FarEnd = end.Evidence,
        };
    }

    /// <summary>The hop of it, once the outer packet has its route and with that its source.</summary>
    public static EncapsulationHop Hop(WalkState outer)
    {
        Carried carried = outer.Carried!;
        int headers = (outer.Packet.Version == IpFamily.IPv4 ? 20 : 40) + carried.Protocol.HeaderBytes;
        return new EncapsulationHop
        {
            Device = carried.Device.Name,
            Protocol = carried.Protocol.Kind,
            Vni = carried.Key,
            Overhead = headers,
            DontFragment = carried.Device.Vxlan?.DontFragment is "set" or "inherit",
            Owner = PathOwner.OfInterface(carried.Device.Name),
            Place = outer.Space.Name,
            Node = outer.Space.Node.Name,
            Description = $"{carried.Device.Name} encapsulates it: {carried.Protocol.Kind}{(carried.Key is long key ? $" id {key}" : "")}, {outer.Packet}",
            Before = carried.Inner.Packet,
            After = outer.Packet,
            Evidence = [.. new[] { outer.FarEnd, carried.Frame.Known?.Evidence, carried.Device.Evidence }.OfType<Evidence>().Distinct()],
        };
    }
}
