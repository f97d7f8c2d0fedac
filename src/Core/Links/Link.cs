using NetPath.Core.Snapshots;

namespace NetPath.Core.Links;

/// <summary>One network interface of a namespace.</summary>
public sealed record Link
{
    /// <summary>The interface index, unique only within its namespace.</summary>
    public required int Index { get; init; }

    /// <summary>The interface's name.</summary>
    public required string Name { get; init; }

    /// <summary>Index of the link behind it (iflink): a veth's peer, a VLAN's parent. Null when there is none.</summary>
    public int? LinkIndex { get; init; }

    /// <summary>Name of the link behind it when that is in the same namespace; null when it is elsewhere or there is none.</summary>
    public string? LinkName { get; init; }

    /// <summary>The id by which this namespace knows the one that <see cref="LinkIndex"/> is in; null when it is this one.</summary>
    public int? LinkNetnsId { get; init; }

    /// <summary>veth, bridge, vxlan, ipip, wireguard, macvlan, ipvlan, vlan, tun, dummy, …; null for a physical link, or when not collected with -d.</summary>
    public string? Kind { get; init; }

    /// <summary>Link layer as the tool prints it: ether, loopback, ipip, none, …</summary>
    public string? LinkType { get; init; }

    /// <summary>Flags as the tool prints them: UP, LOWER_UP, NO-CARRIER, BROADCAST, …</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Switched on by the administrator.</summary>
    public bool IsUp => Flags.Contains("UP");

    /// <summary>The layer below is up: a cable is in, or the veth's other end is up.</summary>
    public bool HasCarrier => Flags.Contains("LOWER_UP");

    /// <summary>UP, DOWN, LOWERLAYERDOWN, UNKNOWN, … (RFC 2863).</summary>
    public string OperState { get; init; } = "UNKNOWN";

    /// <summary>Largest packet in bytes.</summary>
    public int Mtu { get; init; }

    /// <summary>Link-layer address; null when the link has none.</summary>
    public string? MacAddress { get; init; }

    /// <summary>The bridge, bond or VRF it belongs to; null for none.</summary>
    public string? Master { get; init; }

    /// <summary>Other names it answers to.</summary>
    public IReadOnlyList<string> AlternativeNames { get; init; } = [];

    /// <summary>Free text (ifalias) that somebody wrote to it; null for none.</summary>
    public string? Alias { get; init; }

    /// <summary>Link group, by name or number; <c>default</c> is group 0.</summary>
    public string Group { get; init; } = "default";

    /// <summary>Set for a VXLAN device.</summary>
    public VxlanDetails? Vxlan { get; init; }

    /// <summary>Set for an IP tunnel device.</summary>
    public TunnelDetails? Tunnel { get; init; }

    /// <summary>Set for a bridge.</summary>
    public BridgeDetails? Bridge { get; init; }

    /// <summary>Set for a port of a bridge.</summary>
    public BridgePort? BridgePort { get; init; }

    /// <summary>VLAN id of a vlan device; null for others.</summary>
    public int? VlanId { get; init; }

    /// <summary>Mode of a macvlan or ipvlan device (bridge, private, l2, l3, …); null for others.</summary>
    public string? Mode { get; init; }

    /// <summary>Table of a VRF device; null for others.</summary>
    public string? VrfTable { get; init; }

    /// <summary>The object in the snapshot that says so.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>As <c>ip link</c> prints it: <c>17: cali693e13cd073@if11</c>.</summary>
    public override string ToString() => $"{Index}: {Name}{(LinkName is not null ? $"@{LinkName}" : LinkIndex is int peer ? $"@if{peer}" : "")}";
}
