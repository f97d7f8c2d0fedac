using NetPath.Core.Netlink;

namespace NetPath.Core.KernelTracing;

/// <summary>Reads the trace events among the messages of a netlink socket.</summary>
internal static class KernelTraceMessages
{
    private static readonly ushort LogType = NLMSG.NetfilterType(NLMSG.NFNL_SUBSYS_ULOG, NFULA.NFULNL_MSG_PACKET);
    private static readonly ushort TraceType = NLMSG.NetfilterType(NLMSG.NFNL_SUBSYS_NFTABLES, NFTA.NFT_MSG_TRACE);

    /// <summary>Reads one message; null when it is no trace event.</summary>
    /// <param name="message">The message.</param>
    /// <param name="interfaceName">Names an interface of the namespace by its index; null when there is none of that index.</param>
    public static KernelTraceEvent? Read(NetlinkMessage message, Func<uint, string?> interfaceName) =>
        message.Type == LogType ? NetfilterLogMessage.Read(message, interfaceName)
        : message.Type == TraceType ? NftTraceMessage.Read(message, interfaceName)
        : null;
}
