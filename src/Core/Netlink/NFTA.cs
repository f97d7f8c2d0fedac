namespace NetPath.Core.Netlink;

/// <summary>Constants of include/uapi/linux/netfilter/nf_tables.h (kernel 3.13; traces 4.6; others as noted), under the kernel's own names.</summary>
internal static class NFTA
{
    public const byte NFT_MSG_NEWTABLE = 0;
    public const byte NFT_MSG_GETTABLE = 1;
    public const byte NFT_MSG_DELTABLE = 2;
    public const byte NFT_MSG_NEWCHAIN = 3;
    public const byte NFT_MSG_NEWRULE = 6;
    public const byte NFT_MSG_TRACE = 17;

    /// <summary>The multicast group of trace events.</summary>
    public const int NFNLGRP_NFTRACE = 9;

    public const ushort NFTA_TRACE_TABLE = 1;
    public const ushort NFTA_TRACE_CHAIN = 2;
    public const ushort NFTA_TRACE_RULE_HANDLE = 3;
    public const ushort NFTA_TRACE_TYPE = 4;
    public const ushort NFTA_TRACE_VERDICT = 5;
    public const ushort NFTA_TRACE_ID = 6;
    public const ushort NFTA_TRACE_NETWORK_HEADER = 8;
    public const ushort NFTA_TRACE_TRANSPORT_HEADER = 9;
    public const ushort NFTA_TRACE_IIF = 10;
    public const ushort NFTA_TRACE_OIF = 12;
    public const ushort NFTA_TRACE_MARK = 14;
    public const ushort NFTA_TRACE_POLICY = 16;

    public const uint NFT_TRACETYPE_POLICY = 1;
    public const uint NFT_TRACETYPE_RETURN = 2;
    public const uint NFT_TRACETYPE_RULE = 3;

    public const ushort NFTA_VERDICT_CODE = 1;
    public const ushort NFTA_VERDICT_CHAIN = 2;

    public const ushort NFTA_TABLE_NAME = 1;
    public const ushort NFTA_TABLE_FLAGS = 2;

    /// <summary>The table goes when the netlink socket that made it is closed, also when its process is killed (kernel 5.12).</summary>
    public const uint NFT_TABLE_F_OWNER = 0x2;

    public const ushort NFTA_CHAIN_TABLE = 1;
    public const ushort NFTA_CHAIN_NAME = 3;
    public const ushort NFTA_CHAIN_HOOK = 4;
    public const ushort NFTA_CHAIN_TYPE = 7;
    public const ushort NFTA_HOOK_HOOKNUM = 1;
    public const ushort NFTA_HOOK_PRIORITY = 2;

    public const ushort NFTA_RULE_TABLE = 1;
    public const ushort NFTA_RULE_CHAIN = 2;
    public const ushort NFTA_RULE_EXPRESSIONS = 4;
    public const ushort NFTA_LIST_ELEM = 1;
    public const ushort NFTA_EXPR_NAME = 1;
    public const ushort NFTA_EXPR_DATA = 2;
    public const ushort NFTA_DATA_VALUE = 1;

    /// <summary>The first of the 16-byte registers.</summary>
    public const uint NFT_REG_1 = 1;

    public const ushort NFTA_META_DREG = 1;
    public const ushort NFTA_META_KEY = 2;
    public const ushort NFTA_META_SREG = 3;
    public const uint NFT_META_NFTRACE = 12;
    public const uint NFT_META_L4PROTO = 16;

    /// <summary>Nanoseconds since 1970 (kernel 5.4).</summary>
    public const uint NFT_META_TIME_NS = 30;

    public const ushort NFTA_PAYLOAD_DREG = 1;
    public const ushort NFTA_PAYLOAD_BASE = 2;
    public const ushort NFTA_PAYLOAD_OFFSET = 3;
    public const ushort NFTA_PAYLOAD_LEN = 4;
    public const uint NFT_PAYLOAD_NETWORK_HEADER = 1;
    public const uint NFT_PAYLOAD_TRANSPORT_HEADER = 2;

    public const ushort NFTA_CMP_SREG = 1;
    public const ushort NFTA_CMP_OP = 2;
    public const ushort NFTA_CMP_DATA = 3;
    public const uint NFT_CMP_EQ = 0;
    public const uint NFT_CMP_LT = 2;

    public const ushort NFTA_BYTEORDER_SREG = 1;
    public const ushort NFTA_BYTEORDER_DREG = 2;
    public const ushort NFTA_BYTEORDER_OP = 3;
    public const ushort NFTA_BYTEORDER_LEN = 4;
    public const ushort NFTA_BYTEORDER_SIZE = 5;
    public const uint NFT_BYTEORDER_HTON = 1;

    public const ushort NFTA_LIMIT_RATE = 1;
    public const ushort NFTA_LIMIT_UNIT = 2;
    public const ushort NFTA_LIMIT_BURST = 3;
    public const ushort NFTA_LIMIT_TYPE = 4;
    public const uint NFT_LIMIT_PKTS = 0;

    public const ushort NFTA_IMMEDIATE_DREG = 1;
    public const ushort NFTA_IMMEDIATE_DATA = 2;
}
