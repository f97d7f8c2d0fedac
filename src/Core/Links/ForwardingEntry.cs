using NetPath.Core.Snapshots;

namespace NetPath.Core.Links;

/// <summary>One entry of a forwarding database: where frames to a MAC address go.</summary>
public sealed record ForwardingEntry
{
    /// <summary>The receiver; all zeros is the default entry of a VXLAN device.</summary>
    public required string MacAddress { get; init; }

    /// <summary>The bridge port, or the VXLAN device.</summary>
    public required string Device { get; init; }

    /// <summary>The bridge whose entry it is; null for an entry of the device itself.</summary>
    public string? Master { get; init; }

    /// <summary>VXLAN: address of the VTEP that the frame is sent to; null for others.</summary>
    public string? Destination { get; init; }

    /// <summary>VXLAN: UDP port of that VTEP when it is not the device's; null for the device's.</summary>
    public int? Port { get; init; }

    /// <summary>VXLAN: network identifier when it is not the device's; null for the device's.</summary>
    public long? Vni { get; init; }

    /// <summary>VXLAN: the interface that it is sent by, whatever the routes say; null where the routes decide.</summary>
    public string? Via { get; init; }

    /// <summary>VLAN id; null for none.</summary>
    public int? Vlan { get; init; }

    /// <summary>permanent, static, stale, or empty for a learned entry.</summary>
    public string State { get; init; } = "";

    /// <summary>Flags as the tool prints them: self, master, extern_learn, offload, …</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>The object in the snapshot that says so.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>As <c>bridge fdb</c> prints it: <c>66:d9:59:07:01:02 dev vxlan.calico dst 10.0.0.2 permanent</c>.</summary>
    public override string ToString() => string.Join(' ', new[]
    {
        $"{MacAddress} dev {Device}",
        Destination is null ? null : $"dst {Destination}",
        Via is null ? null : $"via {Via}",
        Vlan is null ? null : $"vlan {Vlan}",
        Master is null ? null : $"master {Master}",
        State.Length == 0 ? null : State,
    }.OfType<string>());
}
