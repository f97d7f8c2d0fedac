using System.Buffers.Binary;
using NetPath.Core.Netlink;
using NetPath.Core.Packets;

namespace NetPath.Core.Conntrack;

/// <summary>Reads one direction of an entry from CTA_TUPLE_ORIG or CTA_TUPLE_REPLY.</summary>
internal static class ConntrackFlowMessage
{
    /// <summary>The direction; null when an address is missing.</summary>
    /// <param name="attributes">The attributes within the tuple.</param>
    /// <param name="protocol">The protocol that the tuple names.</param>
    /// <param name="zone">The zone that counts in this direction alone; 0 for none.</param>
    public static ConntrackFlow? Read(NetlinkAttributes attributes, out Protocol protocol, out int zone)
    {
        (IpAddress? source, IpAddress? destination) = (null, null);
        (protocol, zone) = (Protocol.Any, 0);
        Numbers numbers = default;
        while (attributes.Next())
        {
            NetlinkAttributes inner = attributes.Nested;
            switch (attributes.Type)
            {
                case CTA.CTA_TUPLE_ZONE:
                    zone = (int)attributes.Number;
                    break;
                case CTA.CTA_TUPLE_IP:
                    ReadAddresses(inner, ref source, ref destination);
                    break;
                case CTA.CTA_TUPLE_PROTO:
                    protocol = ReadProtocol(inner, ref numbers);
                    break;
            }
        }

        return source is null || destination is null ? null : Build(source.Value, destination.Value, protocol, numbers);
    }

    private static void ReadAddresses(NetlinkAttributes attributes, ref IpAddress? source, ref IpAddress? destination)
    {
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case CTA.CTA_IP_V4_SRC or CTA.CTA_IP_V6_SRC: source = Address(attributes.Value); break;
                case CTA.CTA_IP_V4_DST or CTA.CTA_IP_V6_DST: destination = Address(attributes.Value); break;
            }
        }
    }

    private static Protocol ReadProtocol(NetlinkAttributes attributes, ref Numbers numbers)
    {
        Protocol protocol = Protocol.Any;
        while (attributes.Next())
        {
            int number = (int)attributes.Number;
            switch (attributes.Type)
            {
                case CTA.CTA_PROTO_NUM: protocol = (Protocol)number; break;
                case CTA.CTA_PROTO_SRC_PORT: numbers.Source = number; break;
                case CTA.CTA_PROTO_DST_PORT: numbers.Destination = number; break;
                case CTA.CTA_PROTO_ICMP_ID or CTA.CTA_PROTO_ICMPV6_ID: numbers.Id = number; break;
                case CTA.CTA_PROTO_ICMP_TYPE or CTA.CTA_PROTO_ICMPV6_TYPE: numbers.Type = number; break;
                case CTA.CTA_PROTO_ICMP_CODE or CTA.CTA_PROTO_ICMPV6_CODE: numbers.Code = number; break;
            }
        }

        return protocol;
    }

    // GRE's keys travel in the attributes of ports.
    private static ConntrackFlow Build(IpAddress source, IpAddress destination, Protocol protocol, Numbers numbers) => ProtocolName.HasPorts(protocol)
        ? new ConntrackFlow(source, destination, numbers.Source, numbers.Destination)
        : new ConntrackFlow(source, destination)
        {
            SourceKey = numbers.Source,
            DestinationKey = numbers.Destination,
            IcmpId = numbers.Id,
            IcmpType = numbers.Type,
            IcmpCode = numbers.Code,
        };

    private static IpAddress? Address(ReadOnlySpan<byte> value) => value.Length switch
    {
        4 => IpAddress.FromBits(BinaryPrimitives.ReadUInt32BigEndian(value), IpFamily.IPv4),
        16 => IpAddress.FromBits(BinaryPrimitives.ReadUInt128BigEndian(value), IpFamily.IPv6),
        _ => null,
    };

    private struct Numbers
    {
        public int? Source;
        public int? Destination;
        public int? Id;
        public int? Type;
        public int? Code;
    }
}
