using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Evaluation;

/// <summary>
/// The kernel's choice of an address and a port out of a range (find_best_ips_proto and nf_nat_l4proto_unique_tuple in net/netfilter/nf_nat_core.c). It
/// hashes addresses without a secret, so that the address can be foretold; that other connections hold the tuple already is not looked at.
/// </summary>
internal static class NatSelection
{
    /// <summary>The address of a range that a packet gets.</summary>
    /// <param name="first">The lowest address of the range.</param>
    /// <param name="last">The highest.</param>
    /// <param name="packet">The packet before this translation.</param>
    /// <param name="forDestination">True when the destination is written; what is written of it so far takes part in the choice of the rest.</param>
    /// <param name="persistent">The destination takes no part.</param>
    /// <param name="zone">The connection's zone.</param>
    public static IpAddress Address(IpAddress first, IpAddress last, Packet packet, bool forDestination, bool persistent, int zone)
    {
        if (first == last)
        {
            return first;
        }

        uint destinationEnd = Word(packet.DestinationAddress, packet.DestinationAddress.Width / 32 - 1);
        uint hash = JenkinsHash.OfAddress(packet.SourceAddress, persistent ? 0 : destinationEnd ^ (uint)zone);
        UInt128 chosen = 0;
        bool fullRange = false;
        for (int i = 0; i < first.Width / 32; i++)
        {
            uint lowest = fullRange ? 0 : Part(first, i);
            uint distance = fullRange ? uint.MaxValue : Part(last, i) - lowest + 1;
            uint part = lowest + (uint)(((ulong)hash * distance) >> 32);
            chosen = (chosen << 32) | part;
            fullRange |= part != Part(last, i);
            if (!persistent)
            {
                hash ^= forDestination ? BytesSwapped(part) : Word(packet.DestinationAddress, i);
            }
        }

        return IpAddress.FromBits(chosen, first.Family);
    }

    /// <summary>The destination port; null when it is drawn, or when the protocol has none.</summary>
    public static int? DestinationPort(PortRange? ports, int? basePort, bool random, Packet packet)
    {
        if (ports is not PortRange range || packet.DestinationPort is not int asked)
        {
            return packet.DestinationPort;
        }

        if (range.First == range.Last)
        {
            return range.First;
        }

        if (basePort is int from)
        {
            return range.First + ((ushort)(asked - from) % (range.Last - range.First + 1));
        }

        return random ? null : asked >= range.First && asked <= range.Last ? asked : range.First;
    }

    /// <summary>The source port; null when it is drawn or not known, or when the protocol has none.</summary>
    public static int? SourcePort(PortRange? ports, bool random, Packet packet)
    {
        if (ports is not PortRange range || !ProtocolName.HasPorts(packet.Transport))
        {
            return random ? null : packet.SourcePort;
        }

        return range.First == range.Last ? range.First
            : !random && packet.SourcePort is int own && own >= range.First && own <= range.Last ? own
            : null;
    }

    // The kernel keeps addresses in network order and reads them as numbers of the machine: little-endian wherever containers run today.
    private static uint Word(IpAddress address, int index) => BytesSwapped(Part(address, index));

    private static uint Part(IpAddress address, int index) => (uint)(address.Bits >> (address.Width - 32 - (index * 32)));

    private static uint BytesSwapped(uint word) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);
}
