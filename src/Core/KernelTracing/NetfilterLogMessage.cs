using System.Buffers.Binary;
using NetPath.Core.Netfilter;
using NetPath.Core.Netlink;
using NetPath.Core.Packets;

namespace NetPath.Core.KernelTracing;

/// <summary>
/// Reads a TRACE event of legacy iptables that came through nfnetlink_log (trace_packet() in net/ipv4/netfilter/ip_tables.c,
/// __build_packet_message() in net/netfilter/nfnetlink_log.c).
/// </summary>
internal static class NetfilterLogMessage
{
    private const string Start = "TRACE: ";

    private static readonly Hook[] HookByNumber = [Hook.Prerouting, Hook.Input, Hook.Forward, Hook.Output, Hook.Postrouting];

    /// <summary>Reads an event.</summary>
    /// <param name="message">A message NFULNL_MSG_PACKET.</param>
    /// <param name="interfaceName">Names an interface of the namespace by its index; null when there is none of that index.</param>
    /// <returns>The event, or null when the packet was logged for another reason than a trace.</returns>
    public static KernelTraceEvent? Read(NetlinkMessage message, Func<uint, string?> interfaceName)
    {
        string prefix = "";
        ReadOnlySpan<byte> payload = [];
        uint mark = 0;
        string? inInterface = null;
        string? outInterface = null;
        DateTimeOffset? time = null;
        Hook? hook = null;
        NetlinkAttributes attributes = message.Attributes;
        while (attributes.Next())
        {
            switch (attributes.Type)
            {
                case NFULA.NFULA_PREFIX: prefix = attributes.Text; break;
                case NFULA.NFULA_PAYLOAD: payload = attributes.Value; break;
                case NFULA.NFULA_MARK: mark = attributes.Number; break;
                case NFULA.NFULA_IFINDEX_INDEV: inInterface = interfaceName(attributes.Number); break;
                case NFULA.NFULA_IFINDEX_OUTDEV: outInterface = interfaceName(attributes.Number); break;
                case NFULA.NFULA_TIMESTAMP: time = Time(attributes.Value); break;
                case NFULA.NFULA_PACKET_HDR: hook = HookOf(attributes.Value); break;
            }
        }

        TracedHeaders? headers = PacketHeaders.Read(payload, mark);
        return FromPrefix(prefix) is not KernelTraceEvent read ? null : read with
        {
            Family = message.Family == NLMSG.AF_INET6 ? "ip6" : "ip",
            Hook = hook,
            Time = time,
            InInterface = inInterface,
            OutInterface = outInterface,
            Packet = headers?.Packet,
            Identity = headers?.Identity,
            Text = $"{prefix}{Details(headers?.Packet, inInterface, outInterface, mark)}",
        };
    }

    // "TRACE: nat:KUBE-SERVICES:rule:1 ". A table's name holds no colon; a chain's may.
    private static KernelTraceEvent? FromPrefix(string prefix)
    {
        if (!prefix.StartsWith(Start, StringComparison.Ordinal))
        {
            return null;
        }

        string[] words = prefix[Start.Length..].TrimEnd().Split(':');
        KernelTraceStep? step = words.Length < 4 ? null : words[^2] switch
        {
            "rule" => KernelTraceStep.Rule,
            "return" => KernelTraceStep.Return,
            "policy" => KernelTraceStep.Policy,
            _ => null,
        };
        return step is null || !int.TryParse(words[^1], out int number) ? null : new KernelTraceEvent
        {
            Backend = RulesetBackend.Legacy,
            Step = step.Value,
            Table = words[0],
            Chain = string.Join(':', words[1..^2]),
            RuleNumber = number,
            Text = prefix,
        };
    }

    // The rest of the line in the words of the kernel's own log (dump_ipv4_packet() in net/netfilter/nf_log_syslog.c).
    private static string Details(Packet? packet, string? inInterface, string? outInterface, uint mark)
    {
        string line = $"IN={inInterface} OUT={outInterface}";
        if (packet is null)
        {
            return line;
        }

        string ports = packet.SourcePort is int source ? $" SPT={source} DPT={packet.DestinationPort}" : "";
        string flags = packet.Flags == TcpFlags.None ? "" : $" {packet.Flags.ToString().ToUpperInvariant().Replace(",", "", StringComparison.Ordinal)}";
        return $"{line} SRC={packet.Source} DST={packet.Destination} TTL={packet.TimeToLive} PROTO={ProtocolName.Of(packet.Transport).ToUpperInvariant()}{ports}{flags}{(mark == 0 ? "" : $" MARK=0x{mark:x}")}";
    }

    private static DateTimeOffset? Time(ReadOnlySpan<byte> value)
    {
        if (value.Length < 2 * sizeof(ulong))
        {
            return null;
        }

        long seconds = BinaryPrimitives.ReadInt64BigEndian(value);
        long microseconds = BinaryPrimitives.ReadInt64BigEndian(value[8..]);
        const long LastSecond = 253402300799;
        return seconds is < 0 or > LastSecond || microseconds is < 0 or > 999_999 ? null
            : DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
    }

    // nfulnl_msg_packet_hdr: the hook's number is the third byte; NF_INET_PRE_ROUTING is 0.
    private static Hook? HookOf(ReadOnlySpan<byte> header) => header.Length > 2 && header[2] < HookByNumber.Length ? HookByNumber[header[2]] : null;
}
