using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Routing;

/// <summary>One entry of the neighbour table: which MAC address answers for an IP address on a link.</summary>
public sealed record Neighbour
{
    /// <summary>The IP address asked for.</summary>
    public required IpAddress Address { get; init; }

    /// <summary>The device it is asked on.</summary>
    public required string Device { get; init; }

    /// <summary>The link-layer address; null when it is not resolved or the link has none.</summary>
    public string? MacAddress { get; init; }

    /// <summary>REACHABLE, STALE, DELAY, PROBE, PERMANENT, NOARP, INCOMPLETE, FAILED, NONE; empty for a proxy entry.</summary>
    public IReadOnlyList<string> State { get; init; } = [];

    /// <summary>The neighbour said that it is a router (IPv6).</summary>
    public bool Router { get; init; }

    /// <summary>This machine answers for the address on behalf of another.</summary>
    public bool Proxy { get; init; }

    /// <summary>True when the kernel cannot send to it: it asked and got no answer, or is still asking.</summary>
    public bool IsUnresolved => State.Contains("FAILED") || State.Contains("INCOMPLETE");

    /// <summary>The object in the snapshot that says so.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>As <c>ip neigh</c> prints it: <c>10.0.0.2 dev eth0 lladdr 02:00:00:00:00:01 REACHABLE</c>.</summary>
    public override string ToString() => string.Join(' ', new[]
    {
        $"{Address} dev {Device}",
        MacAddress is null ? null : $"lladdr {MacAddress}",
        Router ? "router" : null,
        Proxy ? "proxy" : null,
        State.Count == 0 ? null : string.Join(' ', State),
    }.OfType<string>());
}
