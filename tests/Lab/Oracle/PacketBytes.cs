using System.Buffers.Binary;
using NetPath.Core.Packets;

namespace NetPath.Lab.Oracle;

/// <summary>Writes whole IP packets, for sockets that send the header as given.</summary>
internal static class PacketBytes
{
    private const int TransportOffset4 = 20;
    private const int TransportOffset6 = 40;
    private const byte Syn = 0x02;

    // As the kernel's own SYN has them: segment size 1460, selective acknowledgements, time stamps, window scale 7.
    private static readonly byte[] SynOptions = [2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7];

    /// <summary>The packet of a probe.</summary>
    public static byte[] Of(Probe probe) => Of(probe.Protocol, probe.Source, probe.SourcePort, probe.Destination, probe.Port ?? 0, probe.Number, isReply: false);

    /// <summary>A packet.</summary>
    /// <param name="protocol">TCP, UDP or ICMP of the addresses' version.</param>
    /// <param name="source">From.</param>
    /// <param name="sourcePort">Its port.</param>
    /// <param name="destination">To.</param>
    /// <param name="port">Its port.</param>
    /// <param name="number">Goes into the packet as sequence number (TCP) or payload.</param>
    /// <param name="isReply">Marks the payload of UDP as an answer.</param>
    public static byte[] Of(Protocol protocol, IpAddress source, int sourcePort, IpAddress destination, int port, uint number, bool isReply)
    {
        byte[] transport = protocol switch
        {
            Protocol.Tcp => Tcp(sourcePort, port, number),
            Protocol.Udp => Udp(sourcePort, port, number, isReply),
            _ => Echo(sourcePort, number, source.Family),
        };
        bool v4 = source.Family == IpFamily.IPv4;
        byte[] packet = new byte[(v4 ? TransportOffset4 : TransportOffset6) + transport.Length];
        transport.CopyTo(packet.AsSpan(packet.Length - transport.Length));
        (v4 ? (Action<byte[], Protocol, IpAddress, IpAddress, int>)Header4 : Header6)(packet, protocol, source, destination, transport.Length);
        Checksum(packet, protocol, v4);
        return packet;
    }

    private static byte[] Tcp(int sourcePort, int port, uint number)
    {
        byte[] segment = new byte[20 + SynOptions.Length];
        BinaryPrimitives.WriteUInt16BigEndian(segment, (ushort)sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)port);
        BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(4), number);
        segment[12] = (byte)(segment.Length / 4 << 4);
        segment[13] = Syn;
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(14), 64240);
        SynOptions.CopyTo(segment.AsSpan(20));
        return segment;
    }

    private static byte[] Udp(int sourcePort, int port, uint number, bool isReply)
    {
        byte[] datagram = new byte[8 + 8];
        BinaryPrimitives.WriteUInt16BigEndian(datagram, (ushort)sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), (ushort)port);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(4), (ushort)datagram.Length);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(8), number);
        datagram[12] = isReply ? (byte)'R' : (byte)'Q';
        return datagram;
    }

    private static byte[] Echo(int identifier, uint number, IpFamily family)
    {
        byte[] message = new byte[8 + 8];
        message[0] = family == IpFamily.IPv4 ? (byte)8 : (byte)128;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(4), (ushort)identifier);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), 1);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(8), number);
        return message;
    }

    private static void Header4(byte[] packet, Protocol protocol, IpAddress source, IpAddress destination, int length)
    {
        packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        packet[6] = 0x40;
        packet[8] = 64;
        packet[9] = (byte)protocol;
        source.ToIPAddress().TryWriteBytes(packet.AsSpan(12), out _);
        destination.ToIPAddress().TryWriteBytes(packet.AsSpan(16), out _);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(10), Folded(Sum(packet.AsSpan(0, 20))));
    }

    private static void Header6(byte[] packet, Protocol protocol, IpAddress source, IpAddress destination, int length)
    {
        packet[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)length);
        packet[6] = (byte)protocol;
        packet[7] = 64;
        source.ToIPAddress().TryWriteBytes(packet.AsSpan(8), out _);
        destination.ToIPAddress().TryWriteBytes(packet.AsSpan(24), out _);
    }

    // RFC 1071, with the pseudo header of RFC 9293 and RFC 8200; ICMP of IPv4 has none.
    private static void Checksum(byte[] packet, Protocol protocol, bool v4)
    {
        Span<byte> transport = packet.AsSpan(v4 ? TransportOffset4 : TransportOffset6);
        int place = protocol switch { Protocol.Tcp => 16, Protocol.Udp => 6, _ => 2 };
        uint pseudo = protocol == Protocol.Icmp ? 0 : Sum(packet.AsSpan(v4 ? 12 : 8, v4 ? 8 : 32)) + (uint)protocol + (uint)transport.Length;
        ushort sum = Folded(pseudo + Sum(transport));
        BinaryPrimitives.WriteUInt16BigEndian(transport[place..], sum == 0 && protocol == Protocol.Udp ? ushort.MaxValue : sum);
    }

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (int i = 0; i + 1 < bytes.Length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes[i..]);
        }

        return sum;
    }

    private static ushort Folded(uint sum)
    {
        while (sum >> 16 != 0)
        {
            sum = (sum & 0xffff) + (sum >> 16);
        }

        return (ushort)~sum;
    }
}
