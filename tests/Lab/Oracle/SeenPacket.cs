using System.Buffers.Binary;
using System.Net;
using NetPath.Core.Packets;

namespace NetPath.Lab.Oracle;

/// <summary>A packet as it came into a namespace.</summary>
/// <param name="Space">The leaf that it came to.</param>
/// <param name="Protocol">The transport protocol.</param>
/// <param name="Tuple">Its tuple, as <see cref="Probe.Of"/> writes it.</param>
/// <param name="Number">The probe's number in it: sequence number or payload.</param>
/// <param name="Acknowledged">TCP: the number before the one that it acknowledges, which is the probe's for an answer.</param>
/// <param name="TcpFlags">TCP: its flags.</param>
/// <param name="IcmpType">ICMP: its type and code as type * 256 + code; -1 for others.</param>
/// <param name="IsAnswer">UDP: true for what a receiver of this oracle sent back.</param>
/// <param name="Inner">ICMP errors: the packet that they complain of.</param>
internal sealed record SeenPacket(string Space, Protocol Protocol, string Tuple, uint Number, uint Acknowledged, TcpFlags TcpFlags, int IcmpType, bool IsAnswer, SeenPacket? Inner)
{
    /// <summary>Reads an IP packet; null when it is none that a probe or its answer can be.</summary>
    public static SeenPacket? Read(string space, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 20)
        {
            return null;
        }

        bool v4 = bytes[0] >> 4 == 4;
        if (!v4 && (bytes[0] >> 4 != 6 || bytes.Length < 40))
        {
            return null;
        }

        Protocol protocol = (Protocol)(v4 ? bytes[9] : bytes[6]);
        ReadOnlySpan<byte> transport = bytes[(v4 ? (bytes[0] & 15) * 4 : 40)..];
        int width = v4 ? 4 : 16;
        IpAddress source = Address(bytes.Slice(v4 ? 12 : 8, width));
        IpAddress destination = Address(bytes.Slice(v4 ? 16 : 24, width));
        return transport.Length < 8 ? null : Read(space, protocol, source, destination, transport);
    }

    private static SeenPacket? Read(string space, Protocol protocol, IpAddress source, IpAddress destination, ReadOnlySpan<byte> transport)
    {
        int sourcePort = BinaryPrimitives.ReadUInt16BigEndian(transport);
        int port = BinaryPrimitives.ReadUInt16BigEndian(transport[2..]);
        string tuple = Probe.Of(protocol, source, sourcePort, destination, port);
        uint second = BinaryPrimitives.ReadUInt32BigEndian(transport[4..]);
        uint third = transport.Length >= 12 ? BinaryPrimitives.ReadUInt32BigEndian(transport[8..]) : 0;
        return protocol switch
        {
            Protocol.Tcp => new SeenPacket(space, protocol, tuple, second, third - 1, transport.Length > 13 ? (TcpFlags)transport[13] : TcpFlags.None, -1, false, null),
            Protocol.Udp => new SeenPacket(space, protocol, tuple, third, 0, TcpFlags.None, -1, transport.Length > 12 && transport[12] == (byte)'R', null),
            Protocol.Icmp or Protocol.IcmpV6 => new SeenPacket(space, protocol, tuple, third, 0, TcpFlags.None, sourcePort, false, Read(space, transport[8..])),
            _ => null,
        };
    }

    private static IpAddress Address(ReadOnlySpan<byte> bytes) => IpAddress.From(new IPAddress(bytes));
}
