namespace NetPath.Core.Links;

/// <summary>Settings of an IP tunnel device (ipip, sit, gre, ip6tnl, geneve, …).</summary>
public sealed record TunnelDetails
{
    /// <summary>Source address of the outer packets; null or <c>any</c> when the route decides.</summary>
    public string? Local { get; init; }

    /// <summary>The other end; null or <c>any</c> when each packet's next hop is the other end, as on Calico's tunl0.</summary>
    public string? Remote { get; init; }

    /// <summary>The underlay device it is bound to; null for none.</summary>
    public string? Device { get; init; }

    /// <summary>Network identifier of a Geneve device, or key of a GRE device; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>UDP destination port of a Geneve device; null for others.</summary>
    public int? Port { get; init; }

    /// <summary>The tunnel's addresses come from routes or programs, not from the device (<c>external</c>).</summary>
    public bool External { get; init; }
}
