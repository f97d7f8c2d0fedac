using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Ipsets;

/// <summary>Takes from the packet what a set asks for, and looks it up (the kadt functions of net/netfilter/ipset/ip_set_*.c).</summary>
internal static class IpsetLookup
{
    public static IpsetAnswer Test(Ipset set, IpsetQuery query)
    {
        IpsetHeader header = set.Header;
        IpsetContents contents = set.Contents;
        if (contents.IsEmpty)
        {
            return IpsetAnswer.No;
        }

        UInt128[] addresses = [UInt128.Zero, UInt128.Zero];
        int found = 0;
        ulong detail = 0;
        string? device = null;
        for (int i = 0; i < header.Fields.Count; i++)
        {
            bool source = query.Sources[i];
            switch (header.Fields[i])
            {
                case IpsetField.Address or IpsetField.Network:
                    addresses[found++] = IpsetElementParser.Masked(header, (source ? query.Packet.SourceAddress : query.Packet.DestinationAddress).Bits);
                    break;
                case IpsetField.Port when Port(header, query.Packet, source) is (ulong port, null):
                    detail = port;
                    break;
                case IpsetField.Port:
                    return Port(header, query.Packet, source).Otherwise!.Value;
                case IpsetField.Mark:
                    detail = query.Packet.Mark & header.MarkMask;
                    break;
                case IpsetField.Interface when (source ? query.InInterface : query.OutInterface) is { Length: > 0 } name:
                    device = name;
                    break;
                case IpsetField.Interface:
                    return IpsetAnswer.No;
                case IpsetField.HardwareAddress when header.TypeName == "bitmap:ip,mac":
                    return TestBitmap(contents, addresses[0], query, source);
                default:
                    if (Hardware(query, source) is not HardwareAddress hardware)
                    {
                        return NoHardware(query, set.Name);
                    }

                    detail = hardware.Bits;
                    break;
            }
        }

        // hash_ip4_kadt() and hash_ip6_kadt() refuse an address of zeros.
        if (header.RefusesZero && addresses[0] == UInt128.Zero)
        {
            return IpsetAnswer.No;
        }

        return contents.Find(addresses[0], addresses[1], found == 0 ? 0 : query.Packet.SourceAddress.Width, detail, device) switch
        {
            null => IpsetAnswer.No,
            { IsException: true } => IpsetAnswer.Exception,
            _ => IpsetAnswer.Yes,
        };
    }

    // get_port() in net/netfilter/ipset/ip_set_getport.c: other protocols than these have port 0.
    private static (ulong Detail, IpsetAnswer? Otherwise) Port(IpsetHeader header, Packet packet, bool source)
    {
        bool bitmap = header.TypeName == "bitmap:port";
        if (bitmap && packet.Transport is not (Protocol.Tcp or Protocol.Udp))
        {
            return (0, IpsetAnswer.No);
        }

        switch (packet.Transport)
        {
            case Protocol.Tcp or Protocol.Udp or Protocol.Sctp or Protocol.UdpLite:
                return (source ? packet.SourcePort : packet.DestinationPort) is int port
                    ? (bitmap ? (ulong)port : IpsetElement.PortDetail((int)packet.Transport, port), null)
                    : (0, IpsetAnswer.Unknown("the source port is not known; give -SourcePort"));
            case Protocol.Icmp or Protocol.IcmpV6:
                return packet.Icmp is IcmpMessage message
                    ? (IpsetElement.PortDetail((int)packet.Transport, (message.Type << 8) | message.Code), null)
                    : (0, IpsetAnswer.Unknown("the ICMP type is not known"));
            case Protocol.Any:
                return (0, IpsetAnswer.No);
            default:
                return (IpsetElement.PortDetail((int)packet.Transport, 0), null);
        }
    }

    private static HardwareAddress? Hardware(IpsetQuery query, bool source) =>
        (source ? query.Ethernet?.Source : query.Ethernet?.Destination) is { Bits: not 0 } address ? address : null;

    private static IpsetAnswer NoHardware(IpsetQuery query, string name) => query.Ethernet is null
        ? IpsetAnswer.No
        : IpsetAnswer.Unknown($"the Ethernet address that {name} is asked for is not in the snapshot");

    // bitmap_ipmac_do_test(): an address without an Ethernet address yet learns the packet's, and takes it.
    private static IpsetAnswer TestBitmap(IpsetContents contents, UInt128 address, IpsetQuery query, bool source)
    {
        if (query.Ethernet is null || contents.Find(address, UInt128.Zero, 32, 0, null) is not IpsetEntry entry)
        {
            return IpsetAnswer.No;
        }

        if (entry.Hardware is not HardwareAddress expected)
        {
            return IpsetAnswer.Yes;
        }

        return Hardware(query, source) is HardwareAddress actual
            ? expected == actual ? IpsetAnswer.Yes : IpsetAnswer.No
            : NoHardware(query, "bitmap:ip,mac");
    }
}
