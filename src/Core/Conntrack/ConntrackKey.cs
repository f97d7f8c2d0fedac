using NetPath.Core.Packets;

namespace NetPath.Core.Conntrack;

/// <summary>What conntrack looks a packet up by, but for the zone (struct nf_conntrack_tuple). Protocols without ports have zeros for them.</summary>
internal readonly record struct ConntrackKey(Protocol Protocol, IpAddress Source, IpAddress Destination, ushort SourcePort, ushort DestinationPort)
{
    /// <summary>The key of a packet; null when a port is not known, and for ICMP, whose identifier packets of a walk do not have.</summary>
    public static ConntrackKey? Of(Packet packet)
    {
        bool ports = ProtocolName.HasPorts(packet.Transport);
        return packet.Transport is Protocol.Icmp or Protocol.IcmpV6 || (ports && (packet.SourcePort is null || packet.DestinationPort is null)) ? null
            : new ConntrackKey(packet.Transport, packet.SourceAddress, packet.DestinationAddress, (ushort)(packet.SourcePort ?? 0), (ushort)(packet.DestinationPort ?? 0));
    }

    /// <summary>The key of one direction of an entry; null for ICMP.</summary>
    public static ConntrackKey? Of(ConntrackFlow flow, Protocol protocol) => Of(flow.ToPacket(protocol));
}
