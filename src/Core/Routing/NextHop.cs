using NetPath.Core.Packets;

namespace NetPath.Core.Routing;

/// <summary>Where a route sends a packet: a device, and a gateway unless the destination itself is on the link.</summary>
public sealed record NextHop
{
    /// <summary>Name of the device; null when the tool named none (an IPv4 blackhole).</summary>
    public string? Device { get; init; }

    /// <summary>The gateway, possibly of the other family (<c>via inet6 …</c>); null when the destination is on the link.</summary>
    public IpAddress? Gateway { get; init; }

    /// <summary>Share among the next hops of the route, 1 to 256 (65536 in newer kernels).</summary>
    public int Weight { get; init; } = 1;

    /// <summary>The gateway is taken to be on the link although no address of the device says so (RTNH_F_ONLINK).</summary>
    public bool OnLink { get; init; }

    /// <summary>The device is down; the kernel does not use this next hop (RTNH_F_DEAD).</summary>
    public bool Dead { get; init; }

    /// <summary>The device has no carrier; used all the same unless ignore_routes_with_linkdown is set (RTNH_F_LINKDOWN).</summary>
    public bool LinkDown { get; init; }

    /// <summary>Lightweight tunnel encapsulation such as <c>mpls</c> or <c>ip</c>, with its arguments; null when there is none.</summary>
    public string? Encapsulation { get; init; }

    /// <summary>The next hop object (<c>ip nexthop</c>) it comes from; null when the route spells it out.</summary>
    public long? Id { get; init; }

    /// <summary>As <c>ip route</c> prints it: <c>via 169.254.1.1 dev eth0</c>.</summary>
    public override string ToString() => string.Join(' ', new[]
    {
        Encapsulation is null ? null : $"encap {Encapsulation}",
        Gateway is IpAddress gateway ? $"via {gateway}" : null,
        Device is null ? null : $"dev {Device}",
    }.OfType<string>());
}
