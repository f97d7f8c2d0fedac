namespace NetPath.Core.Netlink;

/// <summary>Constants of include/uapi/linux/netlink.h and nfnetlink.h, under the kernel's own names.</summary>
internal static class NLMSG
{
    /// <summary>Size of struct nlmsghdr in bytes.</summary>
    public const int NLMSG_HDRLEN = 16;

    /// <summary>Size of struct nfgenmsg, which begins each netfilter message, in bytes.</summary>
    public const int NFGENMSG_LEN = 4;

    public const ushort NLMSG_ERROR = 2;
    public const ushort NLMSG_DONE = 3;

    public const ushort NLM_F_REQUEST = 0x001;
    public const ushort NLM_F_ACK = 0x004;

    /// <summary>What was dumped changed meanwhile.</summary>
    public const ushort NLM_F_DUMP_INTR = 0x010;

    public const ushort NLM_F_DUMP = 0x300;
    public const ushort NLM_F_CREATE = 0x400;
    public const ushort NLM_F_APPEND = 0x800;

    /// <summary>The attribute holds attributes.</summary>
    public const ushort NLA_F_NESTED = 0x8000;

    /// <summary>Bits of an attribute's type that are no flags.</summary>
    public const ushort NLA_TYPE_MASK = 0x3fff;

    public const byte NFNL_SUBSYS_CTNETLINK = 1;
    public const byte NFNL_SUBSYS_ULOG = 4;
    public const byte NFNL_SUBSYS_NFTABLES = 10;
    public const ushort NFNL_MSG_BATCH_BEGIN = 0x10;
    public const ushort NFNL_MSG_BATCH_END = 0x11;

    public const byte AF_UNSPEC = 0;
    public const byte AF_INET = 2;
    public const byte AF_INET6 = 10;

    /// <summary>The type of a netfilter message: its subsystem and its number there.</summary>
    public static ushort NetfilterType(byte subsystem, byte message) => (ushort)((subsystem << 8) | message);
}
