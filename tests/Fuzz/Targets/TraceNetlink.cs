using NetPath.Core.Conntrack;
using NetPath.Core.KernelTracing;
using NetPath.Core.Netlink;

namespace NetPath.Fuzz.Targets;

/// <summary>The kernel's packet trace, and entries of connection tracking, as netlink messages.</summary>
internal static class TraceNetlink
{
    /// <summary>Reads all messages of a datagram. What is cut short or not known is passed over, so that there is no error of its own.</summary>
    public static string? Read(byte[] input)
    {
        ReadOnlySpan<byte> rest = input;
        while (NetlinkMessage.TryTake(ref rest, out NetlinkMessage message))
        {
            _ = KernelTraceMessages.Read(message, index => $"if{index}")?.ToString();
            _ = ConntrackEntryMessage.Read(message, "node", isHost: true)?.ToString();
            _ = message.ErrorNumber;
        }

        return null;
    }
}
