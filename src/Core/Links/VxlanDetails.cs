namespace NetPath.Core.Links;

/// <summary>Settings of a VXLAN device.</summary>
public sealed record VxlanDetails
{
    /// <summary>VXLAN network identifier (VNI), 24 bits; null for an external (collect metadata) device.</summary>
    public long? Id { get; init; }

    /// <summary>UDP destination port; 4789 is IANA's, 8472 Linux' old default.</summary>
    public int? Port { get; init; }

    /// <summary>Source address of the outer packets; null when the route decides.</summary>
    public string? Local { get; init; }

    /// <summary>The underlay device it is bound to; null for none.</summary>
    public string? Device { get; init; }

    /// <summary>True when it learns which VTEP a MAC address is behind.</summary>
    public bool Learning { get; init; }

    /// <summary>The multicast group, or the remote address, that frames with an unknown receiver go to; null for none.</summary>
    public string? Group { get; init; }

    /// <summary>Whether outer IPv4 packets have DF: <c>set</c>, <c>inherit</c> from the inner packet, or <c>unset</c>; null when the tool does not say, which is unset.</summary>
    public string? DontFragment { get; init; }

    /// <summary>The tunnel's addresses come from routes or programs, not from the device (<c>external</c>).</summary>
    public bool External { get; init; }
}
