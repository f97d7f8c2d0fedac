using NetPath.Core.Links;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>The hops of a packet between interfaces.</summary>
internal static class LinkHops
{
    /// <summary>The packet leaves by an interface.</summary>
    /// <param name="state">The packet, in the namespace of the interface.</param>
    /// <param name="link">The interface.</param>
    /// <param name="peer">The interface that it comes in by; null when that is not in the snapshot, or it does not get there.</param>
    /// <param name="description">What happens, in a line; null for the usual words.</param>
    public static LinkHop Leaving(WalkState state, Link link, Station? peer, string? description = null) => new()
    {
        Interface = link.Name,
        InterfaceKind = link.Kind,
        PeerInterface = peer?.Link.Name,
        PeerPlace = peer?.Space.Name,
        PeerMtu = Known(peer?.Link.Mtu),
        Owner = PathOwner.OfInterface(peer is null || state.Space.Space.IsHost ? link.Name : peer.Link.Name),
        Place = state.Space.Name,
        Description = description ?? (peer is null
            ? $"leaves by {link}{(link.Kind is null ? "" : $" ({link.Kind})")}"
            : $"{link.Kind} {link} -> {peer.Link}"),
        Before = state.Packet,
        After = state.Packet,
        Evidence = [.. new[] { link.Evidence, peer?.Link.Evidence }.OfType<Evidence>()],
    };

    /// <summary>The packet comes in by an interface from outside the snapshots.</summary>
    public static LinkHop Arriving(WalkState state, string device) => new()
    {
        Interface = device,
        InterfaceKind = state.Space.Links?.Find(device)?.Kind,
        Owner = PathOwner.OfInterface(device),
        Place = state.Space.Name,
        Description = $"{state.Packet} comes in by {state.Space.Links?.Find(device)?.ToString() ?? device}",
        Before = state.Packet,
        After = state.Packet,
        Evidence = [.. new[] { state.Space.Links?.Find(device)?.Evidence }.OfType<Evidence>()],
    };

    private static int? Known(int? mtu) => mtu is 0 ? null : mtu;

    /// <summary>A bridge switches the packet.</summary>
    public static BridgeHop Switched(WalkState state, Link bridge, Link? from, Link to, bool asked, Evidence? entry) => new()
    {
        Bridge = bridge.Name,
        InPort = from?.Name,
        OutPort = to.Name,
        Mtu = Known(to.Mtu),
        AskedRules = asked,
        Owner = PathOwner.OfInterface(bridge.Name),
        Place = state.Space.Name,
        Description = $"bridge {bridge.Name} switches {(from is null ? "" : $"from {from.Name} ")}to {to.Name}",
        Before = state.Packet,
        After = state.Packet,
        Evidence = [.. new[] { entry, bridge.Evidence, to.Evidence }.OfType<Evidence>()],
    };
}
