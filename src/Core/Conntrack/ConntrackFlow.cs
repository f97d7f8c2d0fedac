using NetPath.Core.Packets;

namespace NetPath.Core.Conntrack;

/// <summary>One direction of a connection, as the packets of that direction enter the namespace.</summary>
public sealed record ConntrackFlow
{
    /// <summary>Makes a flow.</summary>
    internal ConntrackFlow(IpAddress source, IpAddress destination, int? sourcePort = null, int? destinationPort = null)
    {
        SourceAddress = source;
        DestinationAddress = destination;
        SourcePort = sourcePort;
        DestinationPort = destinationPort;
    }

    /// <summary>Source address.</summary>
    public string Source => SourceAddress.ToString();

    /// <summary>Source port; null when the protocol has none.</summary>
    public int? SourcePort { get; init; }

    /// <summary>Destination address.</summary>
    public string Destination => DestinationAddress.ToString();

    /// <summary>Destination port; null when the protocol has none.</summary>
    public int? DestinationPort { get; init; }

    /// <summary>Type of the ICMP message; null for other protocols.</summary>
    public int? IcmpType { get; init; }

    /// <summary>Code of the ICMP message; null for other protocols.</summary>
    public int? IcmpCode { get; init; }

    /// <summary>Identifier of the ICMP query, which takes the place of a port; null for other protocols.</summary>
    public int? IcmpId { get; init; }

    /// <summary>GRE: the key of the source; null for other protocols.</summary>
    public int? SourceKey { get; init; }

    /// <summary>GRE: the key of the destination; null for other protocols.</summary>
    public int? DestinationKey { get; init; }

    /// <summary>Packets that went this way; null unless the kernel counts them (net.netfilter.nf_conntrack_acct).</summary>
    public long? Packets { get; init; }

    /// <summary>Bytes that went this way, IP headers included; null unless the kernel counts them.</summary>
    public long? Bytes { get; init; }

    internal IpAddress SourceAddress { get; init; }

    internal IpAddress DestinationAddress { get; init; }

    /// <summary>What tells two connections between the same addresses apart at the source: a port, an identifier, a key.</summary>
    internal int? SourceNumber => SourcePort ?? IcmpId ?? SourceKey;

    /// <summary>The same at the destination.</summary>
    internal int? DestinationNumber => DestinationPort ?? IcmpId ?? DestinationKey;

    /// <summary>The flow as a packet of it.</summary>
    internal Packet ToPacket(Protocol protocol) => new(protocol, SourceAddress, DestinationAddress, SourcePort, DestinationPort);

    /// <inheritdoc/>
    public override string ToString() => $"{Endpoint(SourceAddress, SourcePort)} -> {Endpoint(DestinationAddress, DestinationPort)}{(IcmpId is int id ? $" id {id}" : "")}";

    private static string Endpoint(IpAddress address, int? port) =>
        port is not int number ? address.ToString() : address.Family == IpFamily.IPv6 ? $"[{address}]:{number}" : $"{address}:{number}";
}
