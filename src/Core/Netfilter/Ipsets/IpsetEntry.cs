using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Ipsets;

/// <summary>What stands behind an element: its line, and what it asks for besides the key.</summary>
internal sealed record IpsetEntry
{
    /// <summary>Line in the dump, counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary>An exception (nomatch): a packet that it takes is not in the set.</summary>
    public bool IsException { get; init; }

    /// <summary>hash:net,iface: the name, or how it begins.</summary>
    public string? Interface { get; init; }

    /// <summary>The interface's name only begins so.</summary>
    public bool IsWildcard { get; init; }

    /// <summary>The port of a bridge is meant, which the kernel looks up only where it was told to; rules never do.</summary>
    public bool IsBridgePort { get; init; }

    /// <summary>bitmap:ip,mac: the Ethernet address; null until the kernel has seen one, and then any will do.</summary>
    public HardwareAddress? Hardware { get; init; }

    /// <summary>The next entry of the same network, with another interface.</summary>
    public IpsetEntry? Next { get; set; }

    public bool TakesInterface(string name) =>
        !IsBridgePort && Interface is not null && (IsWildcard ? name.StartsWith(Interface, StringComparison.Ordinal) : name == Interface);
}
