using NetPath.Core.Netlink;
using NetPath.Core.Packets;
using NetPath.Linux.Netlink;

namespace NetPath.Linux.KernelTracing;

/// <summary>The group 0 of nfnetlink_log, to which legacy iptables reports its TRACE events.</summary>
internal static class LogGroup
{
    private const ushort Group = 0;

    // Enough for the IP header with options or extension headers, and the transport header.
    private const byte CopyBytes = 192;

    /// <summary>Makes a socket the receiver of the group; that ends with the socket.</summary>
    /// <exception cref="KernelTraceException">Another program has the group, or the kernel has no nfnetlink_log.</exception>
    public static void Bind(NetlinkSocket socket)
    {
        // A group that another socket has is "not permitted", also to root (nfulnl_recv_config() in nfnetlink_log.c).
        try
        {
            Configure(socket, request => request.Add(NFULA.NFULA_CFG_CMD, [NFULA.NFULNL_CFG_CMD_BIND]));
        }
        catch (NetlinkException error) when (error.ErrorNumber is SystemCalls.EBUSY or SystemCalls.EPERM)
        {
            throw new KernelTraceException("The namespace has legacy iptables rules, whose trace comes through the log group 0 of nfnetlink_log, and another program reads that group (ulogd, or another trace). Stop it, or try again when it is done.", error);
        }

        Configure(socket, request => request
            .Add(NFULA.NFULA_CFG_MODE, [0, 0, 0, CopyBytes, NFULA.NFULNL_COPY_PACKET, 0])
            .Add(NFULA.NFULA_CFG_QTHRESH, 1)
            .Add(NFULA.NFULA_CFG_TIMEOUT, 1));
    }

    /// <summary>Makes nfnetlink_log the logger of the namespace.</summary>
    /// <exception cref="KernelTraceException">It cannot be.</exception>
    public static LoggerSetting TakeLogger(NetworkNamespaceHandle space, IpFamily family)
    {
        try
        {
            return LoggerSetting.Take(space, family);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new KernelTraceException($"The namespace has legacy iptables rules, and its trace needs nfnetlink_log in {LoggerSetting.PathOf(family)}: {error.Message} Load the kernel module nfnetlink_log.", error);
        }
    }

    private static void Configure(NetlinkSocket socket, Action<NetlinkRequest> content)
    {
        uint sequence = socket.NextSequence();
        NetlinkRequest request = new NetlinkRequest().Message(
            NLMSG.NetfilterType(NLMSG.NFNL_SUBSYS_ULOG, NFULA.NFULNL_MSG_CONFIG), NLMSG.NLM_F_ACK, sequence, NLMSG.AF_UNSPEC, Group);
        content(request);
        socket.Ask(request, sequence, "nfnetlink_log refused the log group 0");
    }
}
