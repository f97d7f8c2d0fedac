using NetPath.Core.Links;

namespace NetPath.Core.Tracing;

/// <summary>Who is on a link: the interfaces that share its parent, or the other end of a veth pair, and where that is the port of a bridge, everybody behind the bridge's other ports.</summary>
internal static class Segment
{
    /// <summary>The stations that a broadcast by this interface reaches, in the snapshot of its node.</summary>
    /// <param name="space">The namespace of the interface.</param>
    /// <param name="link">The interface.</param>
    /// <param name="all">Those too from whom a bridge keeps frames by the state of its ports, or since both ports are isolated.</param>
    public static IEnumerable<Station> Around(NamespaceView space, Link link, bool all = false)
    {
        HashSet<(NamespaceView, string)> seen = [(space, link.Name)];
        return SharedParent.Is(link) ? SharedParent.Siblings(space, link)
            : link.Kind == "bridge" ? On(space, link, null, all, seen) : Behind(space, link, all, seen);
    }

    /// <summary>The stations that frames of a bridge reach by one of its ports.</summary>
    public static IEnumerable<Station> Behind(NamespaceView space, Link port) => Behind(space, port, true, [(space, port.Master ?? "")]);

    /// <summary>The ports by which frames of a link leave its node: links whose other end is not in the snapshot.</summary>
    public static IEnumerable<(NamespaceView Space, Link Link)> Exits(NamespaceView space, Link link) => Exits(space, link, []);

    /// <summary>Why a bridge lets no frame out by a port (should_deliver() in net/bridge/br_forward.c); null when it does.</summary>
    /// <param name="from">The port that the frame came in by; null when the bridge's own IP stack sends it.</param>
    /// <param name="to">The port that it should leave by.</param>
    public static string? Withheld(Link? from, Link to)
    {
        if (to.BridgePort?.State is string state and not "forwarding")
        {
            return $"port {to.Name} is {state}";
        }

        return from?.BridgePort is { Isolated: true } && to.BridgePort is { Isolated: true } ? $"ports {from.Name} and {to.Name} are both isolated" : null;
    }

    private static IEnumerable<Station> Behind(NamespaceView space, Link link, bool all, HashSet<(NamespaceView, string)> seen)
    {
        if (space.Node.Veths.PeerOf(space, link.Name) is not (NamespaceView far, Link peer))
        {
            return [];
        }

        if (far.BridgeOf(peer) is not Link bridge)
        {
            return [new Station(far, peer)];
        }

        return seen.Add((far, bridge.Name)) ? On(far, bridge, peer, all, seen).Prepend(new Station(far, bridge)) : [];
    }

    private static IEnumerable<Station> On(NamespaceView space, Link bridge, Link? from, bool all, HashSet<(NamespaceView, string)> seen) => space.PortsOf(bridge.Name)
        .Where(port => port.Name != from?.Name && (all || Withheld(from, port) is null))
        .SelectMany(port => Behind(space, port, all, seen));

    private static IEnumerable<(NamespaceView Space, Link Link)> Exits(NamespaceView space, Link link, HashSet<(NamespaceView, string)> seen)
    {
        if (link.Kind == "bridge")
        {
            return seen.Add((space, link.Name)) ? space.PortsOf(link.Name).SelectMany(port => Exits(space, port, seen)) : [];
        }

        if (space.Node.Veths.PeerOf(space, link.Name) is not (NamespaceView far, Link peer))
        {
            return [(space, link)];
        }

        return far.BridgeOf(peer) is Link bridge ? Exits(far, bridge, seen).Where(exit => exit.Space != far || exit.Link.Name != peer.Name) : [];
    }
}
