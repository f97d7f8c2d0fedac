using System.Buffers.Binary;
using NetPath.Core.Packets;

namespace NetPath.Core.KernelTracing;

/// <summary>Reads a packet from the headers that the kernel shows with an event. They may be cut off anywhere.</summary>
internal static class PacketHeaders
{
    private const int Ipv6HeaderLength = 40;
    private const int TcpFlagsOffset = 13;

    // RFC 8200: headers between the one of IPv6 and that of the transport protocol.
    private const byte HopByHop = 0;
    private const byte Routing = 43;
    private const byte Fragment = 44;
    private const byte DestinationOptions = 60;

    /// <summary>Reads an IP packet; null when it is none.</summary>
    /// <param name="packet">The packet from its IP header on.</param>
    /// <param name="mark">The packet mark.</param>
    public static TracedHeaders? Read(ReadOnlySpan<byte> packet, uint mark = 0) => Version(packet) switch
    {
        4 when HeaderLength(packet) is int length => ReadIpv4(packet, length < packet.Length ? packet[length..] : [], mark),
        6 when packet.Length >= Ipv6HeaderLength => ReadIpv6(packet, mark),
        _ => null,
    };

    /// <summary>Reads an IP packet whose transport header stands apart; null when it is none.</summary>
    public static TracedHeaders? Read(ReadOnlySpan<byte> network, ReadOnlySpan<byte> transport, uint mark) => Version(network) switch
    {
        4 when HeaderLength(network) is not null => ReadIpv4(network, transport, mark),
        6 when network.Length >= Ipv6HeaderLength && !IsExtension(network[6]) => ReadIpv6(network, network[6], transport, mark),
        // Only the first 40 bytes of the network header are shown: behind an extension header the transport protocol is not told.
        6 when network.Length >= Ipv6HeaderLength => ReadIpv6(network, network[6], [], mark),
        _ => null,
    };

    private static int Version(ReadOnlySpan<byte> packet) => packet.Length > 0 ? packet[0] >> 4 : 0;

    private static int? HeaderLength(ReadOnlySpan<byte> packet)
    {
        const int Shortest = 20;
        int length = (packet[0] & 0xf) * 4;
        return length >= Shortest && packet.Length >= Shortest ? length : null;
    }

    private static TracedHeaders ReadIpv4(ReadOnlySpan<byte> network, ReadOnlySpan<byte> transport, uint mark)
    {
        // Fragments but the first have no transport header.
        bool later = (BinaryPrimitives.ReadUInt16BigEndian(network[6..]) & 0x1fff) != 0;
        return Make(
            network,
            (Protocol)network[9],
            IpAddress.FromBits(BinaryPrimitives.ReadUInt32BigEndian(network[12..]), IpFamily.IPv4),
            IpAddress.FromBits(BinaryPrimitives.ReadUInt32BigEndian(network[16..]), IpFamily.IPv4),
            later ? [] : transport,
            network[8],
            mark);
    }

    private static TracedHeaders ReadIpv6(ReadOnlySpan<byte> packet, uint mark)
    {
        byte next = packet[6];
        ReadOnlySpan<byte> rest = packet[Ipv6HeaderLength..];
        while (IsExtension(next) && rest.Length >= 8)
        {
            bool later = next == Fragment && (BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) & 0xfff8) != 0;
            int length = next == Fragment ? 8 : (rest[1] + 1) * 8;
            next = rest[0];
            rest = later || length > rest.Length ? [] : rest[length..];
        }

        return ReadIpv6(packet, next, rest, mark);
    }

    private static TracedHeaders ReadIpv6(ReadOnlySpan<byte> network, byte protocol, ReadOnlySpan<byte> transport, uint mark) => Make(
        network,
        (Protocol)protocol,
        IpAddress.FromBits(BinaryPrimitives.ReadUInt128BigEndian(network[8..]), IpFamily.IPv6),
        IpAddress.FromBits(BinaryPrimitives.ReadUInt128BigEndian(network[24..]), IpFamily.IPv6),
        transport,
        network[7],
        mark);

    private static bool IsExtension(byte header) => header is HopByHop or Routing or Fragment or DestinationOptions;

    private static TracedHeaders Make(ReadOnlySpan<byte> network, Protocol protocol, IpAddress source, IpAddress destination, ReadOnlySpan<byte> transport, int timeToLive, uint mark)
    {
        bool ports = ProtocolName.HasPorts(protocol) && transport.Length >= 4;
        Packet packet = new(
            protocol,
            source,
            destination,
            ports ? BinaryPrimitives.ReadUInt16BigEndian(transport) : null,
            ports ? BinaryPrimitives.ReadUInt16BigEndian(transport[2..]) : null,
            protocol == Protocol.Tcp && transport.Length > TcpFlagsOffset ? (TcpFlags)(transport[TcpFlagsOffset] & 0x3f) : TcpFlags.None)
        {
            Mark = mark,
            TimeToLive = timeToLive,
        };
        return new TracedHeaders(packet, TransportIdentity(NetworkIdentity(network), protocol, transport));
    }

    // The length of an IPv6 header leaves the header itself out.
    private static PacketIdentity NetworkIdentity(ReadOnlySpan<byte> network) => Version(network) == 4
        ? new PacketIdentity { Length = BinaryPrimitives.ReadUInt16BigEndian(network[2..]), IpId = BinaryPrimitives.ReadUInt16BigEndian(network[4..]) }
        : new PacketIdentity
        {
            Length = BinaryPrimitives.ReadUInt16BigEndian(network[4..]) + Ipv6HeaderLength,
            FlowLabel = (int)(BinaryPrimitives.ReadUInt32BigEndian(network) & 0xfffff),
        };

    private static PacketIdentity TransportIdentity(PacketIdentity identity, Protocol protocol, ReadOnlySpan<byte> transport) => protocol switch
    {
        Protocol.Tcp when transport.Length >= 16 => identity with
        {
            Sequence = BinaryPrimitives.ReadUInt32BigEndian(transport[4..]),
            Acknowledgement = BinaryPrimitives.ReadUInt32BigEndian(transport[8..]),
            Window = BinaryPrimitives.ReadUInt16BigEndian(transport[14..]),
        },
        Protocol.Icmp or Protocol.IcmpV6 when transport.Length >= 8 => identity with
        {
            IcmpType = transport[0],
            IcmpCode = transport[1],
            IcmpSequence = IsEcho(protocol, transport[0]) ? BinaryPrimitives.ReadUInt16BigEndian(transport[6..]) : null,
        },
        _ => identity,
    };

    private static bool IsEcho(Protocol protocol, byte type) => protocol == Protocol.Icmp ? type is 0 or 8 : type is 128 or 129;
}
