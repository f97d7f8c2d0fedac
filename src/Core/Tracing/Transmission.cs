using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>Sends a packet out by the interface that the route chose, and into the namespace at its other end.</summary>
internal sealed class Transmission(Network network, Action<WalkState, Disposition, string> finish)
{
    /// <summary>The packet as it arrives at the other end; null when its way ends before.</summary>
    public WalkState? Send(WalkState state)
    {
        NamespaceView space = state.Space;
        string device = state.OutInterface ?? "";
        Link? link = space.Links?.Find(device);
        if (space.Links is null || link is null)
        {
            Disposition ending = space.Links is null ? Disposition.Inconclusive : Disposition.LinkDown;
            finish(state, ending, space.Links is null ? $"the interfaces of {space.Name} were not collected" : $"the route leads to {device}, which {space.Name} does not have");
            return null;
        }

        if (!link.IsUp || !link.HasCarrier)
        {
            finish(state.With(Leaving(state, link, null)), Disposition.LinkDown, $"{link} of {space.Name} {(link.IsUp ? "has no carrier" : "is down")}");
            return null;
        }

        IpAddress target = state.Gateway ?? state.Packet.DestinationAddress;
        return link.Kind == "bridge" ? ThroughBridge(state, link, target) : Through(state, link, link, target);
    }

    // port is the veth that carries the packet: the link itself, or a port of the bridge that the route names.
    private WalkState? Through(WalkState state, Link link, Link port, IpAddress target)
    {
        if (network.Veths.PeerOf(state.Space, port.Name) is not (NamespaceView far, Link peer))
        {
            return LeaveSnapshot(state, link, target);
        }

        if (NeighbourCheck.Problem(state, link, target, far, peer) is (Disposition disposition, string reason))
        {
            finish(state.With(Leaving(state, port, null)), disposition, reason);
            return null;
        }

        if (!port.IsUp || !port.HasCarrier)
        {
            finish(state.With(Leaving(state, port, (far, peer))), Disposition.LinkDown, $"{port}, a port of {link.Name} of {state.Space.Name}, {(port.IsUp ? "has no carrier" : "is down")}");
            return null;
        }

        if (!peer.IsUp)
        {
            finish(state.With(Leaving(state, port, (far, peer))), Disposition.LinkDown, $"{peer} of {far.Name} is down");
            return null;
        }

        state = NeighbourCheck.Note(state, link, target, far, peer);
        WalkState crossing = state.With(Leaving(state, port, (far, peer)));
        bool sameSpace = far == state.Space;
        return Enter(crossing, far, peer, target) is WalkState entered
            ? entered with { Ethernet = EthernetHeaders.Sent(state, link, peer, target), Packet = sameSpace ? entered.Packet : entered.Packet with { Mark = 0 }, Crossings = state.Crossings + 1 }
            : null;
    }

    // A port of a bridge hands the packet to the bridge, and that to the IP stack when the packet is for the bridge's own address.
    private WalkState? Enter(WalkState state, NamespaceView far, Link peer, IpAddress target)
    {
        WalkState entered = state with { Space = far, InInterface = peer.Name, BridgePort = null, OutInterface = null, Gateway = null, Connection = null, Template = null, Proxy = null };
        if (peer.Master is not string master || far.Links?.Find(master)?.Kind != "bridge")
        {
            return entered;
        }

        if (far.IsLocal(target))
        {
            return entered with { InInterface = master, BridgePort = peer.Name };
        }

        finish(entered, Disposition.Inconclusive, $"bridge {master} of {far.Name} switches the packet to {target}; what happens inside a bridge is not walked by this release");
        return null;
    }

    private WalkState? ThroughBridge(WalkState state, Link bridge, IpAddress target)
    {
        foreach (NamespaceView holder in network.Holding(target))
        {
            foreach (Link port in state.Space.Links!.Links.Where(link => link.Master == bridge.Name))
            {
                if (network.Veths.PeerOf(state.Space, port.Name) is (NamespaceView far, _) && far == holder)
                {
                    return Through(state, bridge, port, target);
                }
            }
        }

        return LeaveSnapshot(state, bridge, target);
    }

    private WalkState? LeaveSnapshot(WalkState state, Link link, IpAddress target)
    {
        // Both ends of a veth are on this node: an end without the other says that the snapshot, or the node, lacks a namespace.
        string what = link.Kind == "veth" ? "whose other end is not in the snapshot" : "which leads out of this node";
        WalkState left = state.With(Leaving(state, link, null));
        if (state.Space.Neighbours?.Find(link.Name, target) is { IsUnresolved: true } neighbour)
        {
            finish(left, Disposition.NeighbourUnresolved, $"{target} does not answer on {link.Name} of {state.Space.Name}: neighbour '{neighbour}'");
            return null;
        }

        finish(left, Disposition.LeavesSnapshot, $"the packet leaves {state.Space.Name} by {link} towards {target}, {what}");
        return null;
    }

    private static LinkHop Leaving(WalkState state, Link link, (NamespaceView Space, Link Link)? peer) => new()
    {
        Interface = link.Name,
        InterfaceKind = link.Kind,
        PeerInterface = peer?.Link.Name,
        PeerPlace = peer?.Space.Name,
        Owner = PathOwner.OfInterface(peer is null || state.Space.Space.IsHost ? link.Name : peer.Value.Link.Name),
        Place = state.Space.Name,
        Description = peer is null
            ? $"leaves by {link}{(link.Kind is null ? "" : $" ({link.Kind})")}"
            : $"{link.Kind} {link} -> {peer.Value.Link}",
        Before = state.Packet,
        After = state.Packet,
        Evidence = [.. new[] { link.Evidence, peer?.Link.Evidence }.OfType<Evidence>()],
    };
}
