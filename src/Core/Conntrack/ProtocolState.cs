using NetPath.Core.Netlink;

namespace NetPath.Core.Conntrack;

/// <summary>The states of protocols by the numbers that netlink has for them (include/uapi/linux/netfilter/nf_conntrack_tcp.h, _sctp.h and _common.h).</summary>
internal static class ProtocolState
{
    private static readonly string[] Tcp = ["NONE", "SYN_SENT", "SYN_RECV", "ESTABLISHED", "FIN_WAIT", "CLOSE_WAIT", "LAST_ACK", "TIME_WAIT", "CLOSE", "SYN_SENT2"];

    private static readonly string[] Dccp = ["NONE", "REQUEST", "RESPOND", "PARTOPEN", "OPEN", "CLOSEREQ", "CLOSING", "TIMEWAIT", "IGNORE", "INVALID"];

    private static readonly string[] Sctp =
        ["NONE", "CLOSED", "COOKIE_WAIT", "COOKIE_ECHOED", "ESTABLISHED", "SHUTDOWN_SENT", "SHUTDOWN_RECD", "SHUTDOWN_ACK_SENT", "HEARTBEAT_SENT", "HEARTBEAT_ACKED"];

    /// <summary>Reads CTA_PROTOINFO: the state's name (its number when it has none), and for TCP the flags of both directions.</summary>
    public static (string? State, int? TcpFlags) Read(NetlinkAttributes attributes)
    {
        (string? state, int? flags) = (null, null);
        while (attributes.Next())
        {
            string[]? names = attributes.Type switch
            {
                CTA.CTA_PROTOINFO_TCP => Tcp,
                CTA.CTA_PROTOINFO_DCCP => Dccp,
                CTA.CTA_PROTOINFO_SCTP => Sctp,
                _ => null,
            };
            NetlinkAttributes inner = attributes.Nested;
            while (names is not null && inner.Next())
            {
                switch (inner.Type)
                {
                    case CTA.CTA_PROTOINFO_STATE:
                        state = Name(names, inner.Number);
                        break;
                    // struct nf_ct_tcp_flags: the flags, then a mask.
                    case CTA.CTA_PROTOINFO_TCP_FLAGS_ORIGINAL or CTA.CTA_PROTOINFO_TCP_FLAGS_REPLY when names == Tcp && inner.Value.Length > 0:
                        flags = (flags ?? 0) | inner.Value[0];
                        break;
                }
            }
        }

        return (state, flags);
    }

    private static string Name(string[] names, uint number) => number < names.Length ? names[number] : $"{number}";
}
