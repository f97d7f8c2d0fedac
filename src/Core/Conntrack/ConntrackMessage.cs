using NetPath.Core.Netlink;
using NetPath.Core.Packets;
using NetPath.Core.Tracing;

namespace NetPath.Core.Conntrack;

/// <summary>Asks connection tracking for one entry, and reads the answer (ctnetlink, net/netfilter/nf_conntrack_netlink.c).</summary>
internal static class ConntrackMessage
{
    /// <summary>The request for the entry of a flow, in either direction.</summary>
    public static NetlinkRequest Get(Packet flow, uint sequence)
    {
        bool ipv4 = flow.Version == IpFamily.IPv4;
        NetlinkRequest request = new NetlinkRequest().Message(
            NLMSG.NetfilterType(NLMSG.NFNL_SUBSYS_CTNETLINK, CTA.IPCTNL_MSG_CT_GET), NLMSG.NLM_F_ACK, sequence, ipv4 ? NLMSG.AF_INET : NLMSG.AF_INET6);
        return request.Nest(CTA.CTA_TUPLE_ORIG, tuple => tuple
            .Nest(CTA.CTA_TUPLE_IP, ip => ip
                .Add(ipv4 ? CTA.CTA_IP_V4_SRC : CTA.CTA_IP_V6_SRC, flow.SourceAddress.ToIPAddress().GetAddressBytes())
                .Add(ipv4 ? CTA.CTA_IP_V4_DST : CTA.CTA_IP_V6_DST, flow.DestinationAddress.ToIPAddress().GetAddressBytes()))
            .Nest(CTA.CTA_TUPLE_PROTO, protocol => protocol
                .Add(CTA.CTA_PROTO_NUM, [(byte)flow.Transport])
                .Add(CTA.CTA_PROTO_SRC_PORT, Port(flow.SourcePort))
                .Add(CTA.CTA_PROTO_DST_PORT, Port(flow.DestinationPort))));
    }

    /// <summary>Reads an entry; null when the message is none.</summary>
    /// <param name="message">The message.</param>
    /// <param name="place">The namespace that it is from, by its name.</param>
    public static ConntrackTuple? Read(NetlinkMessage message, string place)
    {
        Packet? original = null;
        Packet? reply = null;
        uint status = 0;
        NetlinkAttributes attributes = message.Attributes;
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case CTA.CTA_TUPLE_ORIG: original = Flow(attributes); break;
                case CTA.CTA_TUPLE_REPLY: reply = Flow(attributes); break;
                case CTA.CTA_STATUS: status = attributes.Number; break;
            }
        }

        return original is null || reply is null ? null
            : new ConntrackTuple(place, original.ToString(), reply.ToString(), (status & CTA.IPS_DST_NAT) != 0, (status & CTA.IPS_SRC_NAT) != 0);
    }

    private static Packet? Flow(NetlinkAttributes attributes) => ConntrackFlowMessage.Read(attributes.Nested, out Protocol protocol, out _)?.ToPacket(protocol);

    private static byte[] Port(int? port) => [(byte)((port ?? 0) >> 8), (byte)(port ?? 0)];
}
