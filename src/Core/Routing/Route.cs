using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Routing;

/// <summary>One route of a routing table.</summary>
public sealed record Route
{
    /// <summary>IPv4 or IPv6.</summary>
    public required IpFamily Family { get; init; }

    /// <summary>What happens to a packet that the route matches.</summary>
    public required RouteType Type { get; init; }

    /// <summary>Number of the table: 254 main, 255 local, 253 default; negative for a table that the tool names and whose number is not known.</summary>
    public long Table { get; init; } = RouteTableName.Main;

    /// <summary>The table as people write it: <c>main</c>, <c>local</c>, <c>100</c>.</summary>
    public string TableName { get; init; } = "main";

    /// <summary>The destinations it is for; the default route has length 0.</summary>
    public required IpPrefix Destination { get; init; }

    /// <summary>IPv6: the sources it is for (<c>from</c>); null for all.</summary>
    public IpPrefix? Source { get; init; }

    /// <summary>IPv4: only for packets with this type of service; 0 for all.</summary>
    public int Tos { get; init; }

    /// <summary>Among routes to the same destination the smallest wins.</summary>
    public uint Metric { get; init; }

    /// <summary>Who made it: kernel, boot, static, bird, or a number (80 is Calico's).</summary>
    public string Protocol { get; init; } = "boot";

    /// <summary>How far away the destinations are: global, site, link, host, nowhere, or a number.</summary>
    public string Scope { get; init; } = "global";

    /// <summary>The source address that a packet made here gets; null when the kernel selects one.</summary>
    public IpAddress? PreferredSource { get; init; }

    /// <summary>Where it leads; several when the route is multipath, none when it leads nowhere.</summary>
    public IReadOnlyList<NextHop> NextHops { get; init; } = [];

    /// <summary>Path MTU in bytes set on the route; null when the device's counts.</summary>
    public int? Mtu { get; init; }

    /// <summary>Flags as printed: linkdown, dead, onlink, offload, …</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>The next hop object it uses (<c>nhid</c>); null for none.</summary>
    public long? NextHopId { get; init; }

    /// <summary>IPv6 router preference: low, medium or high; null where the tool prints none.</summary>
    public string? Preference { get; init; }

    /// <summary>Why the next hops are not known, as for a next hop object that the snapshot does not hold; null when they are.</summary>
    public string? Doubt { get; init; }

    /// <summary>The object in the snapshot that says so.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>As <c>ip route</c> prints it: <c>10.244.120.67 dev cali693e13cd073 scope link</c>.</summary>
    public override string ToString() => RouteText.Format(this);
}
