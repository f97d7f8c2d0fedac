namespace NetPath.Core.Packets;

/// <summary>
/// The header fields of one packet that rules and routes look at. A walk never changes a packet; each rewrite makes a new one.
/// </summary>
public sealed record Packet
{
    /// <summary>Makes a packet.</summary>
    internal Packet(Protocol protocol, IpAddress source, IpAddress destination, int? sourcePort = null, int? destinationPort = null, TcpFlags tcpFlags = Packets.TcpFlags.None)
    {
        Transport = protocol;
        SourceAddress = source;
        DestinationAddress = destination;
        SourcePort = sourcePort;
        DestinationPort = destinationPort;
        Flags = tcpFlags;
    }

    /// <summary>IPv4 or IPv6.</summary>
    public string Family => Version.ToString();

    /// <summary>The transport protocol: the name of a <see cref="Packets.Protocol"/>, or its number.</summary>
    public string Protocol => Transport.ToString();

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
    public string TcpFlags => Flags.ToString();

    /// <summary>Time to live (hop limit in IPv6) that is left.</summary>
    public int TimeToLive { get; init; } = 64;

    /// <summary>What an ICMP packet says; null when that is not known, and for other protocols.</summary>
    internal IcmpMessage? Icmp { get; init; }

    /// <summary>The TOS byte or traffic class; null when the sender did not say, and no rule has set it.</summary>
    internal int? TypeOfService { get; init; }

    /// <summary>The TOS byte or traffic class that routes are asked with: 0, as programs send it, but for the bits that rules have set.</summary>
    internal int RoutedTypeOfService { get; init; }

    internal IpFamily Version => DestinationAddress.Family;

    internal Protocol Transport { get; init; }

    internal TcpFlags Flags { get; init; }

    internal IpAddress SourceAddress { get; init; }

    internal IpAddress DestinationAddress { get; init; }

    /// <summary>The same flow seen from the other side: addresses and ports swapped, no mark.</summary>
    internal Packet Reversed() => new(Transport, DestinationAddress, SourceAddress, DestinationPort, SourcePort)
    {
        // A packet that opens nothing is answered by one that does not either.
        Flags = Transport != Packets.Protocol.Tcp ? Packets.TcpFlags.None : Flags == Packets.TcpFlags.Ack ? Flags : Packets.TcpFlags.Syn | Packets.TcpFlags.Ack,
        Icmp = Icmp?.Reply(Transport),
    };

    /// <summary>True when addresses, ports and protocol are those of the other packet. An unknown port equals any.</summary>
    internal bool SameTuple(Packet other) =>
        Transport == other.Transport
        && SourceAddress == other.SourceAddress
        && DestinationAddress == other.DestinationAddress
        && SamePort(SourcePort, other.SourcePort)
        && SamePort(DestinationPort, other.DestinationPort);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{ProtocolName.Of(Transport)} {SourceEndpoint} -> {DestinationEndpoint}";

    /// <summary>The source with its port.</summary>
    internal string SourceEndpoint => Endpoint(SourceAddress, SourcePort);

    /// <summary>The destination with its port.</summary>
    internal string DestinationEndpoint => Endpoint(DestinationAddress, DestinationPort);

    /// <summary>Writes an address and port as <c>10.0.0.1:80</c> or <c>[fd00::1]:80</c>; an unknown port of a protocol with ports is <c>*</c>.</summary>
    internal string Endpoint(IpAddress address, int? port)
    {
        if (!ProtocolName.HasPorts(Transport))
        {
            return address.ToString();
        }

        string portText = port?.ToString() ?? "*";
        return address.Family == IpFamily.IPv6 ? $"[{address}]:{portText}" : $"{address}:{portText}";
    }

    private static bool SamePort(int? one, int? other) => one is null || other is null || one == other;
}
