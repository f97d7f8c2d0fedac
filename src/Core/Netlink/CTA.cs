namespace NetPath.Core.Netlink;

/// <summary>Constants of include/uapi/linux/netfilter/nfnetlink_conntrack.h (kernel 2.6.14), under the kernel's own names.</summary>
internal static class CTA
{
    public const byte IPCTNL_MSG_CT_NEW = 0;
    public const byte IPCTNL_MSG_CT_GET = 1;

    public const ushort CTA_TUPLE_ORIG = 1;
    public const ushort CTA_TUPLE_REPLY = 2;
    public const ushort CTA_STATUS = 3;
    public const ushort CTA_PROTOINFO = 4;
    public const ushort CTA_HELP = 5;
    public const ushort CTA_TIMEOUT = 7;
    public const ushort CTA_MARK = 8;
    public const ushort CTA_COUNTERS_ORIG = 9;
    public const ushort CTA_COUNTERS_REPLY = 10;
    public const ushort CTA_ID = 12;

    /// <summary>The zone that counts in both directions (kernel 2.6.34).</summary>
    public const ushort CTA_ZONE = 18;

    public const ushort CTA_SECCTX = 19;
    public const ushort CTA_TIMESTAMP = 20;
    public const ushort CTA_LABELS = 22;
    public const ushort CTA_TUPLE_IP = 1;
    public const ushort CTA_TUPLE_PROTO = 2;

    /// <summary>The zone that counts in this direction alone (kernel 4.3).</summary>
    public const ushort CTA_TUPLE_ZONE = 3;

    public const ushort CTA_IP_V4_SRC = 1;
    public const ushort CTA_IP_V4_DST = 2;
    public const ushort CTA_IP_V6_SRC = 3;
    public const ushort CTA_IP_V6_DST = 4;
    public const ushort CTA_PROTO_NUM = 1;
    public const ushort CTA_PROTO_SRC_PORT = 2;
    public const ushort CTA_PROTO_DST_PORT = 3;
    public const ushort CTA_PROTO_ICMP_ID = 4;
    public const ushort CTA_PROTO_ICMP_TYPE = 5;
    public const ushort CTA_PROTO_ICMP_CODE = 6;
    public const ushort CTA_PROTO_ICMPV6_ID = 7;
    public const ushort CTA_PROTO_ICMPV6_TYPE = 8;
    public const ushort CTA_PROTO_ICMPV6_CODE = 9;

    public const ushort CTA_PROTOINFO_TCP = 1;
    public const ushort CTA_PROTOINFO_DCCP = 2;
    public const ushort CTA_PROTOINFO_SCTP = 3;

    /// <summary>The state: the first attribute of each protocol's.</summary>
    public const ushort CTA_PROTOINFO_STATE = 1;

    public const ushort CTA_PROTOINFO_TCP_FLAGS_ORIGINAL = 4;
    public const ushort CTA_PROTOINFO_TCP_FLAGS_REPLY = 5;

    public const ushort CTA_COUNTERS_PACKETS = 1;
    public const ushort CTA_COUNTERS_BYTES = 2;
    public const ushort CTA_HELP_NAME = 1;
    public const ushort CTA_SECCTX_NAME = 1;
    public const ushort CTA_TIMESTAMP_START = 1;

    /// <summary>One side has sent its FIN (include/uapi/linux/netfilter/nf_conntrack_tcp.h).</summary>
    public const int IP_CT_TCP_FLAG_CLOSE_INIT = 0x04;

    public const uint IPS_SRC_NAT = 1 << 4;
    public const uint IPS_DST_NAT = 1 << 5;
}
