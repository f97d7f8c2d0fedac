using NetPath.Core.Packets;

namespace NetPath.Core.Routing;

/// <summary>Settings of a namespace (sysctl) and states that a route lookup depends on. The defaults are the kernel's.</summary>
public sealed record FibSettings
{
    /// <summary>net.FAMILY.conf.DEVICE.ignore_routes_with_linkdown (the "all" value included): next hops over a device without carrier do not count.</summary>
    public Func<IpFamily, string, bool> IgnoresRoutesWithLinkDown { get; init; } = (_, _) => false;

    /// <summary>net.ipv4.conf.DEVICE.route_localnet (the "all" value included).</summary>
    public Func<string, bool> RoutesLocalNetwork { get; init; } = _ => false;

    /// <summary>net.ipv6.conf.all.forwarding. A host, unlike a router, avoids IPv6 gateways that do not answer.</summary>
    public bool ForwardsIpv6 { get; init; } = true;

    /// <summary>The neighbours, for a host's choice among IPv6 gateways; null when not known.</summary>
    public NeighbourTable? Neighbours { get; init; }
}
