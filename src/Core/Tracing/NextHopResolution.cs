using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>Finds the station that a packet's next hop is: what the neighbour table says, or else who would answer on the link.</summary>
internal sealed class NextHopResolution(Action<WalkState, Disposition, string> finish)
{
    /// <summary>The packet, with what had to be taken for granted, and its frame; null when it cannot be sent.</summary>
    public (WalkState State, Frame Frame)? Resolve(WalkState state, Link link, IpAddress target)
    {
        if (state.Space.Neighbours is null)
        {
            Evidence missing = new($"{state.Space.Space.Path}/routing/neighbour.json", 0, "the neighbours were not collected");
            state = state.Assuming($"taken to be in order: the neighbours of {state.Space.Name} were not collected", missing);
        }

        Neighbour? known = state.Space.Neighbours?.Find(link.Name, target);
        if (SharedParent.Separates(state.Space, link, target) is string apart)
        {
            finish(state, Disposition.NeighbourUnresolved, $"nobody answers for {target} on {link.Name} of {state.Space.Name}: {apart}");
            return null;
        }

        return known is { IsUnresolved: false, MacAddress: not null } ? (state, new Frame(link, target, known, null)) : Ask(state, link, target, known);
    }

    private (WalkState State, Frame Frame)? Ask(WalkState state, Link link, IpAddress target, Neighbour? known)
    {
        Station? answering = null;
        Station? perhaps = null;
        Station? silent = null;
        int stations = 0;
        foreach (Station station in Segment.Around(state.Space, link))
        {
            stations++;
            switch (NeighbourCheck.Answers(state, station, target))
            {
                case true when answering is not null && answering.Space.IsLocal(target) && station.Space.IsLocal(target):
                    finish(state, Disposition.Inconclusive, $"both {answering.Space.Name} and {station.Space.Name} hold {target} on {link.Name} of {state.Space.Name}: which of them answers is a matter of chance");
                    return null;
                case true:
                    // Who holds the address is asked before somebody who answers for it.
                    answering = answering is null || station.Space.IsLocal(target) ? station : answering;
                    break;
                case null:
                    perhaps ??= station;
                    break;
                default:
                    silent ??= station;
                    break;
            }
        }

        if (answering is not null)
        {
            return Heard(state, answering, target, finish) is WalkState heard ? (Noting(heard, answering, known), new Frame(link, target, known, answering)) : null;
        }

        return perhaps is not null ? Unsure(state, link, target, known, perhaps)
            : Segment.Exits(state.Space, link).Any() ? (state, new Frame(link, target, known, null))
            : Silent(state, link, target, known, stations == 1 ? silent : null);
    }

    /// <summary>The packet, once rules have let question and answer through; null when they do not.</summary>
    public static WalkState? Heard(WalkState state, Station station, IpAddress target, Action<WalkState, Disposition, string> finish)
    {
        switch (NeighbourDiscovery.Find(state, station, target))
        {
            case { IsCertain: true } obstacle:
                finish(state, Disposition.NeighbourUnresolved, $"{target} is not found on {state.OutInterface} of {state.Space.Name}: {obstacle.Reason}");
                return null;
            case DiscoveryObstacle obstacle:
                return state.Assuming($"taken to let stations find each other: {obstacle.Reason}", obstacle.Evidence);
            default:
                return state;
        }
    }

    // The table says that nobody answered so far, and the other end looks as if it would.
    private static WalkState Noting(WalkState state, Station station, Neighbour? known) => known is { IsUnresolved: true }
        ? state.Assuming($"taken to answer: neighbour '{known}' of {state.Space.Name} was not resolved, though {station.Space.Name} should answer", known.Evidence)
        : state;

    private (WalkState State, Frame Frame)? Unsure(WalkState state, Link link, IpAddress target, Neighbour? known, Station station)
    {
        if (known is not null)
        {
            finish(state, Disposition.Inconclusive, $"neighbour '{known}' of {state.Space.Name}, and what {station.Space.Name} would answer was not collected");
            return null;
        }

        Evidence missing = new($"{station.Space.Space.Path}/sysctl.txt", 0, "proxy_arp was not collected");
        return (state.Assuming($"taken to answer: whether {station.Space.Name} answers for {target} on {station.Link.Name} was not collected", missing), new Frame(link, target, null, station));
    }

    private (WalkState State, Frame Frame)? Silent(WalkState state, Link link, IpAddress target, Neighbour? known, Station? only)
    {
        string table = known is null ? "" : $" (neighbour '{known}')";
        finish(state, Disposition.NeighbourUnresolved, $"nobody answers for {target} on {link.Name} of {state.Space.Name}: {Why(state, link, target, only)}{table}");
        return null;
    }

    private static string Why(WalkState state, Link link, IpAddress target, Station? only)
    {
        if (only is not null && only.Link.Kind != "bridge")
        {
            return NeighbourCheck.WhyNot(state, only, target);
        }

        return Segment.Around(state.Space, link, all: true).FirstOrDefault(station => station.Space.IsLocal(target)) is Station kept
            ? $"{kept.Space.Name} holds it, but the request does not get there ({WhyKept(state.Space, link, kept)})"
            : "no station on that link holds it";
    }

    // Where on the way a bridge keeps the request back; a refusal of the station itself has words of its own.
    private static string WhyKept(NamespaceView space, Link link, Station kept)
    {
        NamespaceView bridging = link.Kind == "bridge" ? space : space.Node.Veths.PeerOf(space, link.Name)?.Space ?? space;
        Link? from = link.Kind == "bridge" ? null : space.Node.Veths.PeerOf(space, link.Name)?.Link;
        Link? bridge = link.Kind == "bridge" ? link : from is null ? null : bridging.BridgeOf(from);
        Link? port = bridge is null ? null : bridging.PortsOf(bridge.Name).FirstOrDefault(one => Segment.Behind(bridging, one).Contains(kept));
        return port is not null && Segment.Withheld(from, port) is string reason ? reason : $"or {kept.Space.Name} does not answer";
    }
}
