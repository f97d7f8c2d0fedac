using NetPath.Core.Links;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>
/// The network that joins the nodes. No snapshot shows its wires, so that addresses tell where a packet comes out: on the node that holds its next hop.
/// </summary>
internal sealed class Underlay(Network network, Transmission transmission, Action<WalkState, Disposition, string> finish)
{
    /// <summary>The frame leaves its node by an interface.</summary>
    public IEnumerable<WalkState> Leave(WalkState state, Frame frame, Link port)
    {
        IReadOnlyList<Landing> landings = Uplinks.Is(state.Space, port) ? Landing.Of(network, state.Space, frame.Sender, frame.Target) : [];
        if (landings.Count == 0)
        {
            EndOutside(state, frame, port);
            return [];
        }

        if (landings.Count > 1)
        {
            string nodes = string.Join(" and ", landings.Select(landing => Name(landing, landings)));
            finish(state.With(LinkHops.Leaving(state, port, null)), Disposition.Inconclusive, $"{nodes} both hold {frame.Target}: which of them the packet that leaves {state.Space.Name} by {port} comes to cannot be told");
            return [];
        }

        return Cross(state, frame, port, landings[0]);
    }

    // Two snapshots may be of one node, or of two with one name: then where each was read from tells them apart.
    private static string Name(Landing landing, IReadOnlyList<Landing> among)
    {
        NodeNetwork node = landing.Station.Space.Node;
        return among.Count(other => other.Station.Space.Node.Name == node.Name) > 1 ? $"{node.Name} ({node.Snapshot.Source})" : node.Name;
    }

    private IEnumerable<WalkState> Cross(WalkState state, Frame frame, Link port, Landing landing)
    {
        (Station station, Link entry) = landing;
        WalkState crossing = state.With(LinkHops.Leaving(state, port, station, $"crosses the network between the nodes: {port} -> {station.Link}"));
        string? down = !entry.IsUp ? $"{entry} of {station.Space.Name} is down" : !entry.HasCarrier ? $"{entry} of {station.Space.Name} has no carrier" : null;
        if (down is not null)
        {
            finish(crossing, Disposition.LinkDown, down);
            return [];
        }

        if (frame.Sender.VlanId is int tag && station.Link.VlanId is int own && tag != own)
        {
            finish(crossing, Disposition.Inconclusive, $"{port} of {state.Space.Name} sends in VLAN {tag}, and {station} is in VLAN {own}: whether the network joins them is not in the snapshots");
            return [];
        }

        if (Mismatch(frame, station) is string other)
        {
            finish(crossing, Disposition.NeighbourMismatch, other);
            return [];
        }

        foreach (string doubt in network.Doubts(state.Space.Node, station.Space.Node))
        {
            crossing = crossing.Assuming($"taken to belong together: {doubt}", new Evidence("manifest.json", 0, $"captured {state.Space.Node.Snapshot.CapturedAt:O}"));
        }

        Frame arriving = new(frame.Sender, frame.Target, null, station);
        return Taken(crossing, state, frame, station) is WalkState taken
            ? transmission.Receive(Transmission.Entering(taken, arriving, station.Space, entry), arriving, entry)
            : [];
    }

    // The neighbour table names a station of a third place.
    private string? Mismatch(Frame frame, Station station)
    {
        if (!frame.IsKnown || frame.IsFor(station.Link) != false)
        {
            return null;
        }

        Station? named = network.Nodes
            .Where(node => node != station.Space.Node)
            .SelectMany(node => Uplinks.Of(node.Host).Select(link => new Station(node.Host, link)))
            .FirstOrDefault(one => frame.IsFor(one.Link) == true);
        return named is null ? null : $"neighbour '{frame.Known}' names {named} instead of {station} ({station.Link.MacAddress})";
    }

    private WalkState? Taken(WalkState crossing, WalkState asking, Frame frame, Station station)
    {
        if (frame.IsKnown)
        {
            // Networks of clouds answer for their machines with an address of their own.
            return frame.IsFor(station.Link) == false
                ? crossing.Assuming($"taken to get to {station.Space.Name} all the same: neighbour '{frame.Known}' of {asking.Space.Name} names another station than {station.Link} ({station.Link.MacAddress}), as where the network itself answers", frame.Known!.Evidence)
                : crossing;
        }

        bool? answers = NeighbourCheck.Answers(asking, station, frame.Target);
        string table = frame.Known is null ? "" : $" (neighbour '{frame.Known}')";
        if (answers == false)
        {
            finish(crossing, Disposition.NeighbourUnresolved, $"nobody answers for {frame.Target} on {frame.Sender.Name} of {asking.Space.Name}: {NeighbourCheck.WhyNot(asking, station, frame.Target)}{table}");
            return null;
        }

        if (NextHopResolution.Heard(asking, station, frame.Target, (_, disposition, reason) => finish(crossing, disposition, reason)) is not WalkState heard)
        {
            return null;
        }

        crossing = crossing with { Assumptions = heard.Assumptions };
        return frame.Known is not null ? crossing.Assuming($"taken to answer: neighbour '{frame.Known}' of {asking.Space.Name} was not resolved, though {station.Space.Name} should answer", frame.Known.Evidence)
            : answers is null ? crossing.Assuming($"taken to answer: whether {station.Space.Name} answers for {frame.Target} on {station.Link.Name} was not collected", station.Link.Evidence)
            : crossing;
    }

    private void EndOutside(WalkState state, Frame frame, Link port)
    {
        WalkState left = state.With(LinkHops.Leaving(state, port, null));
        if (frame.Known is { IsUnresolved: true } neighbour)
        {
            finish(left, Disposition.NeighbourUnresolved, $"{frame.Target} does not answer on {frame.Sender.Name} of {state.Space.Name}: neighbour '{neighbour}'");
            return;
        }

        // Both ends of a veth are on this node: an end without the other says that the snapshot, or the node, lacks a namespace.
        string what = port.Kind == "veth" ? "whose other end is not in the snapshot" : "which leads out of this node";
        finish(left, Disposition.LeavesSnapshot, $"the packet leaves {state.Space.Name} by {port} towards {frame.Target}, {what}{Expectation.Of(network, state, frame.Target)}");
    }
}
