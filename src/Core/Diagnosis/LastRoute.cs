using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis;

/// <summary>The last route that a path's packet took or failed to take, and where it leads.</summary>
/// <param name="Hop">The route's hop.</param>
/// <param name="Space">The namespace of the route.</param>
internal sealed record LastRoute(RouteHop Hop, NamespaceView Space)
{
    /// <summary>The address that the packet is for.</summary>
    public IpAddress Destination => Hop.Before.DestinationAddress;

    /// <summary>The address that the interface is asked for: the gateway, or the destination itself.</summary>
    public IpAddress NextHop => Hop.Gateway is string gateway && IpAddress.TryParse(gateway, out IpAddress address) ? address : Destination;

    /// <summary>The interface that the route names; null when it names none, or one that is not there.</summary>
    public Link? Link => Hop.Device is string device ? Space.Links?.Find(device) : null;

    /// <summary>The namespaces of that node.</summary>
    public NodeNetwork Network => Space.Node;

    /// <summary>The other end of that interface; null when it is no veth, or its other end is not in the snapshot.</summary>
    public (NamespaceView Space, Link Link)? Peer => Hop.Device is string device ? Network.Veths.PeerOf(Space, device) : null;

    /// <summary>The last route of a path's way; null when it has none.</summary>
    public static LastRoute? Of(PathContext context) =>
        context.Way.OfType<RouteHop>().LastOrDefault() is RouteHop hop && context.SpaceOf(hop) is NamespaceView space ? new LastRoute(hop, space) : null;
}
