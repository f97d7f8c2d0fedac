using NetPath.Core.Packets;

namespace NetPath.Core.Routing;

/// <summary>What the kernel knows of a packet when it asks for its route.</summary>
public sealed record RouteQuery
{
    /// <summary>Where the packet goes.</summary>
    public required IpAddress Destination { get; init; }

    /// <summary>Where it comes from; null for a packet made here whose source is still to be selected.</summary>
    public IpAddress? Source { get; init; }

    /// <summary>The firewall mark; 0 for none.</summary>
    public uint Mark { get; init; }

    /// <summary>The device it came in by; null (or <c>lo</c>) when it is made here.</summary>
    public string? InInterface { get; init; }

    /// <summary>The device that the sending socket is bound to; null for none.</summary>
    public string? OutInterface { get; init; }

    /// <summary>The type of service or traffic class byte.</summary>
    public int Tos { get; init; }

    /// <summary>IP protocol number; null when it is not known, 0 when the lookup carries none.</summary>
    public int? Protocol { get; init; }

    /// <summary>Source port; null when it is not known, 0 when the packet has none.</summary>
    public int? SourcePort { get; init; }

    /// <summary>Destination port; null when it is not known, 0 when the packet has none.</summary>
    public int? DestinationPort { get; init; }

    /// <summary>User id of the sending socket; null when it is not known. A received packet has none and counts as root's.</summary>
    public uint? Uid { get; init; }

    /// <summary>IPv4 or IPv6: that of the destination.</summary>
    public IpFamily Family => Destination.Family;

    /// <summary>True when the packet is made here and not received.</summary>
    public bool IsLocallyMade => InInterface is null or "lo";
}
