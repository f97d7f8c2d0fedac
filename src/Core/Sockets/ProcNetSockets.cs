using System.Globalization;
using NetPath.Core.Packets;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Sockets;

/// <summary>
/// Reads /proc/net/tcp, tcp6, udp and udp6. Columns: slot, local address, remote address, state, transmit:receive queue, timer, retransmissions,
/// user id, time-out, inode (get_tcp4_sock in net/ipv4/tcp_ipv4.c).
/// </summary>
internal static class ProcNetSockets
{
    private const string TcpListen = "0A";
    private const string UdpUnconnected = "07";

    /// <summary>Gives the sockets of one file that listen.</summary>
    /// <exception cref="SnapshotParseException">A line does not have that form.</exception>
    public static IEnumerable<ListeningSocket> Parse(SnapshotPart part, Protocol protocol)
    {
        foreach ((int number, string text) in PartLines.Of(part))
        {
            string[] cells = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (cells.Length == 0 || cells[0] == "sl")
            {
                continue;
            }

            if (cells.Length < 10)
            {
                throw Wrong(part, number, "a socket's line has at least 10 columns", text);
            }

            // A connected UDP socket takes only its peer's datagrams: it is no server for others.
            if (cells[3] == (protocol == Protocol.Tcp ? TcpListen : UdpUnconnected))
            {
                yield return ReadLine(part, protocol, number, text, cells);
            }
        }
    }

    private static ListeningSocket ReadLine(SnapshotPart part, Protocol protocol, int number, string text, string[] cells)
    {
        string[] local = cells[1].Split(':');
        string[] queues = cells[4].Split(':');
        if (local.Length != 2
            || queues.Length != 2
            || !TryAddress(local[0], out IpAddress address)
            || !ushort.TryParse(local[1], NumberStyles.AllowHexSpecifier, null, out ushort port)
            || !uint.TryParse(queues[1], NumberStyles.AllowHexSpecifier, null, out uint waiting)
            || !uint.TryParse(cells[7], out uint user)
            || !long.TryParse(cells[9], out long inode))
        {
            throw Wrong(part, number, "not a socket as the kernel prints it", text);
        }

        return new ListeningSocket
        {
            Protocol = protocol,
            Address = address,
            Port = port,
            Inode = inode,
            UserId = user,
            BacklogLength = waiting,
            Evidence = PartLines.Evidence(part, number, text),
        };
    }

    /// <summary>
    /// The kernel prints an address as 32-bit words in the machine's own byte order. NetPath's nodes are little-endian: the bytes of
    /// each word come reversed, while the four words of an IPv6 address come in order.
    /// </summary>
    internal static bool TryAddress(ReadOnlySpan<char> hex, out IpAddress address)
    {
        address = default;
        if (hex.Length is not (8 or 32))
        {
            return false;
        }

        UInt128 bits = UInt128.Zero;
        for (int word = 0; word < hex.Length; word += 8)
        {
            if (!uint.TryParse(hex.Slice(word, 8), NumberStyles.AllowHexSpecifier, null, out uint value))
            {
                return false;
            }

            bits = (bits << 32) | System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);
        }

        address = IpAddress.FromBits(bits, hex.Length == 8 ? IpFamily.IPv4 : IpFamily.IPv6);
        return true;
    }

    private static SnapshotParseException Wrong(SnapshotPart part, int number, string problem, string text) =>
        new(part.Path, number, 0, problem, PlainText.Clean(text.Trim()));
}
