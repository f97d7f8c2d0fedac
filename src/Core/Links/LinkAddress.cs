using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Links;

/// <summary>One IP address of an interface.</summary>
public sealed record LinkAddress
{
    /// <summary>The interface's name.</summary>
    public required string Device { get; init; }

    /// <summary>The interface's index.</summary>
    public int Index { get; init; }

    /// <summary>The address itself (<c>local</c>).</summary>
    public required IpAddress Address { get; init; }

    /// <summary>The other end of a point-to-point address; null when there is none.</summary>
    public IpAddress? Peer { get; init; }

    /// <summary>Length of the prefix that is on the link, in bits.</summary>
    public int PrefixLength { get; init; }

    /// <summary>global, site, link, host, or a number.</summary>
    public string Scope { get; init; } = "global";

    /// <summary>Not the first address of its network (IPv4): never selected as source.</summary>
    public bool Secondary { get; init; }

    /// <summary>Its preferred lifetime is over (IPv6): selected as source only when nothing else is there.</summary>
    public bool Deprecated { get; init; }

    /// <summary>Duplicate address detection still runs; the address cannot be used yet.</summary>
    public bool Tentative { get; init; }

    /// <summary>Another machine has this address; it cannot be used.</summary>
    public bool DadFailed { get; init; }

    /// <summary>Privacy address (IPv6): changes with time.</summary>
    public bool Temporary { get; init; }

    /// <summary>IPv4 or IPv6.</summary>
    public IpFamily Family => Address.Family;

    /// <summary>The object in the snapshot that says so: the interface it is part of.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>As <c>ip address</c> prints it: <c>10.244.120.67/32</c>.</summary>
    public override string ToString() => Peer is IpAddress peer ? $"{Address} peer {peer}/{PrefixLength}" : $"{Address}/{PrefixLength}";
}
