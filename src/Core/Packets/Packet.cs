namespace NetPath.Core.Packets;

/// <summary>
/// The header fields of one packet that rules and routes look at. A walk never changes a packet; each rewrite makes a new one.
/// </summary>
public sealed record Packet
{
    /// <summary>Makes a packet.</summary>
    internal Packet(Protocol protocol, IpAddress source, IpAddress destination, int? sourcePort = null, int? destinationPort = null)
    {
        Protocol = protocol;
        SourceAddress = source;
        DestinationAddress = destination;
        SourcePort = sourcePort;
        DestinationPort = destinationPort;
    }

    /// <summary>IPv4 or IPv6.</summary>
    public IpFamily Family => DestinationAddress.Family;

    /// <summary>The transport protocol.</summary>
    public Protocol Protocol { get; init; }

    /// <summary>Source address.</summary>
    public string Source => SourceAddress.ToString();

    /// <summary>Source port; null when it is any port that the sender's kernel picks, or when the protocol has none.</summary>
    public int? SourcePort { get; init; }

    /// <summary>Destination address.</summary>
    public string Destination => DestinationAddress.ToString();

    /// <summary>Destination port; null when the protocol has none.</summary>
    public int? DestinationPort { get; init; }

    /// <summary>The packet mark (fwmark) that rules of this namespace set; it is lost when the packet leaves the namespace.</summary>
    public uint Mark { get; init; }

    /// <summary>What of a TCP connection the packet is: the SYN that opens it, or the SYN+ACK that answers.</summary>
    public TcpFlags TcpFlags { get; init; }

    /// <summary>Time to live (hop limit in IPv6) that is left.</summary>
    public int TimeToLive { get; init; } = 64;

    internal IpAddress SourceAddress { get; init; }

    internal IpAddress DestinationAddress { get; init; }

    /// <summary>The same flow seen from the other side: addresses and ports swapped, no mark.</summary>
    internal Packet Reversed() => new(Protocol, DestinationAddress, SourceAddress, DestinationPort, SourcePort)
    {
        TcpFlags = Protocol == Protocol.Tcp ? TcpFlags.Syn | TcpFlags.Ack : TcpFlags.None,
    };

    /// <summary>True when addresses, ports and protocol are those of the other packet. An unknown port equals any.</summary>
    internal bool SameTuple(Packet other) =>
        Protocol == other.Protocol
        && SourceAddress == other.SourceAddress
        && DestinationAddress == other.DestinationAddress
        && SamePort(SourcePort, other.SourcePort)
        && SamePort(DestinationPort, other.DestinationPort);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{ProtocolName.Of(Protocol)} {Endpoint(SourceAddress, SourcePort)} -> {Endpoint(DestinationAddress, DestinationPort)}";

    /// <summary>Writes an address and port as <c>10.0.0.1:80</c> or <c>[fd00::1]:80</c>; an unknown port of a protocol with ports is <c>*</c>.</summary>
    internal string Endpoint(IpAddress address, int? port)
    {
        if (!ProtocolName.HasPorts(Protocol))
        {
            return address.ToString();
        }

        string portText = port?.ToString() ?? "*";
        return address.Family == IpFamily.IPv6 ? $"[{address}]:{portText}" : $"{address}:{portText}";
    }

    private static bool SamePort(int? one, int? other) => one is null || other is null || one == other;
}
