using NetPath.Core.Links;
using NetPath.Core.Packets;

namespace NetPath.Core.Tracing;

/// <summary>Where a bridge sends a frame: by its forwarding database, and out by all ports when that does not know the station (br_handle_frame_finish).</summary>
internal static class BridgeLookup
{
    /// <summary>The decision.</summary>
    /// <param name="space">The namespace of the bridge.</param>
    /// <param name="frame">To whom.</param>
    /// <param name="bridge">The bridge.</param>
    /// <param name="from">The port that the frame came in by; null when the bridge's own IP stack sends it.</param>
    public static BridgeDecision Decide(NamespaceView space, Frame frame, Link bridge, Link? from)
    {
        if (from is not null && IsOwn(space, frame, bridge))
        {
            return new BridgeDecision();
        }

        BridgeDecision decision = frame.IsKnown ? ByEntry(space, frame, bridge) ?? ByFlooding(space, frame, bridge, from) : ByAnswer(space, frame, bridge, from);
        return decision.Port is Link to && Refusal(space, frame, bridge, from, to) is (Disposition ending, string reason)
            ? decision with { Port = null, Ending = ending, Reason = reason }
            : decision;
    }

    // The addresses of the bridge and of all its ports are its own.
    private static bool IsOwn(NamespaceView space, Frame frame, Link bridge)
    {
        if (frame.Station is Station station)
        {
            return station.Space == space && station.Link.Name == bridge.Name;
        }

        if (frame.MacAddress is not string mac)
        {
            return space.IsLocal(frame.Target);
        }

        return (bridge.MacAddress is string own && Frame.IsSame(own, mac))
            || space.PortsOf(bridge.Name).Any(port => port.MacAddress is string address && Frame.IsSame(address, mac))
            || Entries(space, bridge, mac).Any(entry => entry.State == "permanent");
    }

    // With VLAN filtering off, the kernel asks for entries without a VLAN alone.
    private static IEnumerable<ForwardingEntry> Entries(NamespaceView space, Link bridge, string mac) =>
        space.Forwarding?.Find(mac).Where(entry => entry.Master == bridge.Name && entry.Vlan is null) ?? [];

    private static BridgeDecision? ByEntry(NamespaceView space, Frame frame, Link bridge)
    {
        ForwardingEntry? entry = Entries(space, bridge, frame.MacAddress!).FirstOrDefault();
        if (entry is null)
        {
            return null;
        }

        return space.Links!.Find(entry.Device) is Link port
            ? new BridgeDecision { Port = port, Entry = entry.Evidence }
            : new BridgeDecision { Ending = Disposition.Inconclusive, Entry = entry.Evidence, Reason = $"bridge {bridge.Name} of {space.Name} knows {entry.MacAddress} behind {entry.Device}, which is not among the interfaces of the snapshot" };
    }

    // Who answers has just been learned at the port where the answer came in.
    private static BridgeDecision ByAnswer(NamespaceView space, Frame frame, Link bridge, Link? from)
    {
        if (frame.Station is not Station station)
        {
            return ToExit(space, frame, bridge, from, "");
        }

        Link[] ports = [.. space.PortsOf(bridge.Name)];
        Link? to = Array.Find(ports, port => space.Node.Veths.PeerOf(space, port.Name) is (NamespaceView far, Link peer) && far == station.Space && peer.Name == station.Link.Name)
            ?? Array.Find(ports, port => Segment.Behind(space, port).Contains(station));
        return to is Link port
            ? new BridgeDecision { Port = port }
            : new BridgeDecision { Ending = Disposition.Inconclusive, Reason = $"by which port of bridge {bridge.Name} of {space.Name} {station} is reached could not be told" };
    }

    private static BridgeDecision ByFlooding(NamespaceView space, Frame frame, Link bridge, Link? from)
    {
        string[] assumptions = space.Forwarding is null
            ? [$"taken not to know {frame.MacAddress}: the forwarding database of bridge {bridge.Name} of {space.Name} was not collected"]
            : [];
        Link[] behind = [.. space.PortsOf(bridge.Name).Where(port => Segment.Behind(space, port).Any(station => frame.IsFor(station.Link) ?? station.Space.IsLocal(frame.Target)))];
        Link? to = behind.FirstOrDefault(port => Segment.Withheld(from, port) is null) ?? behind.FirstOrDefault();
        if (to?.BridgePort is { Flood: false })
        {
            return new BridgeDecision { Ending = Disposition.Dropped, Reason = $"bridge {bridge.Name} of {space.Name} does not know where {frame.MacAddress} is, and port {to.Name}, behind which it is, takes no frames of unknown receivers (flood off)", Assumptions = assumptions };
        }

        return to is not null ? new BridgeDecision { Port = to, Assumptions = assumptions }
            : ToExit(space, frame, bridge, from, $", and neighbour '{frame.Known}' names a station that is behind none") with { Assumptions = assumptions };
    }

    // Nobody of the snapshot: the frame leaves the node where a port leads out.
    private static BridgeDecision ToExit(NamespaceView space, Frame frame, Link bridge, Link? from, string why) =>
        space.PortsOf(bridge.Name).FirstOrDefault(port => port.Name != from?.Name && Segment.Withheld(from, port) is null && Segment.Exits(space, port).Any()) is Link exit
            ? new BridgeDecision { Port = exit }
            : new BridgeDecision { Ending = Disposition.NeighbourMismatch, Reason = $"bridge {bridge.Name} of {space.Name} sends the frame for {frame.Target} out by all its ports{why}" };

    private static (Disposition Disposition, string Reason)? Refusal(NamespaceView space, Frame frame, Link bridge, Link? from, Link to)
    {
        string where = $"bridge {bridge.Name} of {space.Name}";
        if (to.Name == from?.Name && to.BridgePort is not { Hairpin: true })
        {
            return to.BridgePort is null
                ? (Disposition.Inconclusive, $"the packet would leave {where} by {to.Name}, where it came in, and whether that port has the hairpin flag was not collected")
                : (Disposition.Dropped, $"the packet would leave {where} by {to.Name}, where it came in, and hairpin is off on that port");
        }

        if (Segment.Withheld(from, to) is not string withheld)
        {
            return null;
        }

        return (to.BridgePort?.State is "forwarding" or null ? Disposition.Dropped : Disposition.LinkDown, $"{withheld}: {where} lets no frame for {frame.Target} through");
    }
}
