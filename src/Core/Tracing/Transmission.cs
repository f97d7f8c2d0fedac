using NetPath.Core.Links;
using NetPath.Core.Packets;

namespace NetPath.Core.Tracing;

/// <summary>Sends a packet out by the interface that the route chose, and over links and bridges to the IP stack that takes it.</summary>
internal sealed class Transmission
{
    private readonly Action<WalkState, Disposition, string> _finish;
    private readonly NextHopResolution _nextHops;
    private readonly BridgeSwitch _bridges;
    private readonly Underlay _underlay;
    private readonly Encapsulation _encapsulation;
    private readonly Action<WalkState> _sendOuter;

    public Transmission(Network network, HookRunner hooks, BridgedRouting routing, Action<WalkState> sendOuter, Action<WalkState, Disposition, string> finish)
    {
        _sendOuter = sendOuter;
        _encapsulation = new Encapsulation(network, finish);
        _finish = finish;
        _nextHops = new NextHopResolution(EndBeforeLink);
        _bridges = new BridgeSwitch(this, hooks, routing, _nextHops, finish);
        _underlay = new Underlay(network, this, finish);
    }

    /// <summary>The packet as it arrives at other IP stacks; none when its way ends before.</summary>
    public IEnumerable<WalkState> Send(WalkState state)
    {
        NamespaceView space = state.Space;
        string device = state.OutInterface ?? "";
        Link? link = space.Links?.Find(device);
        if (space.Links is null || link is null)
        {
            Disposition ending = space.Links is null ? Disposition.Inconclusive : Disposition.LinkDown;
            _finish(state, ending, space.Links is null ? $"the interfaces of {space.Name} were not collected" : $"the route leads to {device}, which {space.Name} does not have");
            return [];
        }

        if (!link.IsUp || !link.HasCarrier)
        {
            _finish(state.With(LinkHops.Leaving(state, link, null)), Disposition.LinkDown, $"{link} of {space.Name} {(link.IsUp ? "has no carrier" : "is down")}");
            return [];
        }

        IpAddress target = state.Gateway ?? state.Packet.DestinationAddress;
        if (_nextHops.Resolve(state, link, target) is not (WalkState resolved, Frame frame))
        {
            return [];
        }

        return link.Kind == "bridge" ? _bridges.Send(resolved, frame, link) : Out(resolved, frame, link);
    }

    /// <summary>The frame leaves its namespace by an interface: the sender's own, or a port of a bridge.</summary>
    public IEnumerable<WalkState> Out(WalkState state, Frame frame, Link port)
    {
        if (TunnelProtocol.Of(port) is TunnelProtocol protocol)
        {
            if (_encapsulation.Wrap(state, frame, port, protocol) is WalkState outer)
            {
                _sendOuter(outer);
            }

            return [];
        }

        if (SharedParent.Is(port))
        {
            return ToSibling(state, frame, port);
        }

        if (port.Kind == "vlan" && Tagged(state, port) is (NamespaceView tagged, Link vlan))
        {
            return Receive(Entering(state.With(LinkHops.Leaving(state, port, new Station(tagged, vlan))), frame, tagged, vlan), frame, vlan);
        }

        if (state.Space.Node.Veths.PeerOf(state.Space, port.Name) is not (NamespaceView far, Link peer))
        {
            return _underlay.Leave(state, frame, port);
        }

        string name = port.Master is string master && frame.Sender.Name != port.Name ? $"{port}, a port of {master} of {state.Space.Name}," : $"{port} of {state.Space.Name}";
        string? down = !port.IsUp || !port.HasCarrier ? $"{name} {(port.IsUp ? "has no carrier" : "is down")}"
            : !peer.IsUp ? $"{peer} of {far.Name} is down"
            : null;
        WalkState crossing = state.With(LinkHops.Leaving(state, port, new Station(far, peer)));
        if (down is not null)
        {
            _finish(crossing, Disposition.LinkDown, down);
            return [];
        }

        return Receive(Entering(crossing, frame, far, peer), frame, peer);
    }

    /// <summary>A packet that carries another one has come to its destination.</summary>
    public IEnumerable<WalkState> Unwrap(WalkState state)
    {
        Carried carried = state.Carried!;
        (WalkState? inner, Link? device, TunnelRefusal? refusal) = Decapsulation.Unwrap(state);
        if (inner is null)
        {
            _finish(state, refusal!.Disposition, refusal.Reason);
            return [];
        }

        return carried.Protocol.CarriesFrames ? Receive(inner, carried.Frame, device!) : [inner];
    }

    /// <summary>The packet behind an interface of another namespace, or of the same one. What conntrack knew stays behind, and the mark unless it is the same namespace.</summary>
    public static WalkState Entering(WalkState state, Frame frame, NamespaceView far, Link peer) => state with
    {
        Space = far,
        Packet = far == state.Space ? state.Packet : state.Packet with { Mark = 0 },
        InInterface = peer.Name,
        BridgePort = null,
        OutBridgePort = null,
        OutInterface = null,
        Gateway = null,
        Connection = null,
        Template = null,
        Proxy = null,
        Ethernet = peer.LinkType is string type && type != "ether" ? null : frame.Header,
        Crossings = state.Crossings + 1,
    };

    /// <summary>A frame comes in by an interface: to the bridge that it is a port of, or to the IP stack.</summary>
    public IEnumerable<WalkState> Receive(WalkState state, Frame frame, Link link)
    {
        if (state.Space.BridgeOf(link) is Link bridge)
        {
            return _bridges.Receive(state, frame, bridge, link);
        }

        if (frame.IsFor(link) == false)
        {
            // A frame for another station is not for the IP stack at the other end (PACKET_OTHERHOST).
            _finish(state, Disposition.NeighbourMismatch, $"neighbour '{frame.Known}' of the sender names another station than {link} of {state.Space.Name} ({link.MacAddress})");
            return [];
        }

        return [state];
    }

    // ipvlan tells its interfaces apart by address, macvlan by station.
    private IEnumerable<WalkState> ToSibling(WalkState state, Frame frame, Link port)
    {
        bool byAddress = port.Kind is "ipvlan" or "ipvtap";
        IpAddress destination = state.Packet.DestinationAddress;
        Station? sibling = SharedParent.Siblings(state.Space, port)
            .FirstOrDefault(one => frame.Station == one || (byAddress ? one.Space.IsLocal(destination) : frame.IsKnown && frame.IsFor(one.Link) == true));
        if (sibling is not null)
        {
            WalkState crossing = state.With(LinkHops.Leaving(state, port, sibling));
            return [Entering(crossing, frame, sibling.Space, sibling.Link)];
        }

        if (byAddress && port.Mode is not "l2")
        {
            _finish(state.With(LinkHops.Leaving(state, port, null)), Disposition.Inconclusive, $"{port} of {state.Space.Name} is an {port.Kind} interface in mode {port.Mode ?? "(not collected)"}, whose packets {state.Space.Node.Host.Name} routes in a way that this release does not walk");
            return [];
        }

        return _underlay.Leave(state, frame, port);
    }

    // A VLAN on a veth pair comes out at the VLAN device of the same number on the other end.
    private static (NamespaceView Space, Link Link)? Tagged(WalkState state, Link port) =>
        port.LinkName is string parent && state.Space.Node.Veths.PeerOf(state.Space, parent) is (NamespaceView far, Link peer)
        && far.Links!.Links.FirstOrDefault(link => link.Kind == "vlan" && link.VlanId == port.VlanId && link.LinkName == peer.Name) is Link device
            ? (far, device)
            : null;

    // The next hop was not found: the packet is still at the interface that it should leave by.
    private void EndBeforeLink(WalkState state, Disposition disposition, string reason)
    {
        Link? link = state.Space.Links?.Find(state.OutInterface ?? "");
        _finish(link is null ? state : state.With(LinkHops.Leaving(state, link, null)), disposition, reason);
    }
}
