using NetPath.Core.Netlink;
using NetPath.Core.Packets;
using NetPath.Core.Rendering;

namespace NetPath.Core.Conntrack;

/// <summary>Reads an entry from a message of ctnetlink (ctnetlink_fill_info in net/netfilter/nf_conntrack_netlink.c).</summary>
internal static class ConntrackEntryMessage
{
    /// <summary>Asks for all entries of both families.</summary>
    public static NetlinkRequest Dump(uint sequence) => new NetlinkRequest().Message(
        NLMSG.NetfilterType(NLMSG.NFNL_SUBSYS_CTNETLINK, CTA.IPCTNL_MSG_CT_GET), NLMSG.NLM_F_DUMP, sequence, NLMSG.AF_UNSPEC);

    /// <summary>True for messages that hold an entry.</summary>
    public static bool IsEntry(NetlinkMessage message) => message.Type == NLMSG.NetfilterType(NLMSG.NFNL_SUBSYS_CTNETLINK, CTA.IPCTNL_MSG_CT_NEW);

    /// <summary>Reads an entry; null when it has no two tuples.</summary>
    /// <param name="message">The message.</param>
    /// <param name="place">The namespace that it is from, by its name.</param>
    /// <param name="isHost">True when that is the host's.</param>
    public static ConntrackEntry? Read(NetlinkMessage message, string place, bool isHost)
    {
        Fields fields = default;
        NetlinkAttributes attributes = message.Attributes;
        while (attributes.Next())
        {
            fields.Take(attributes);
        }

        return fields.Build(place, isHost);
    }

    private struct Fields
    {
        private ConntrackFlow? _original;
        private ConntrackFlow? _reply;
        private Protocol _protocol;
        private (int Id, string? Direction) _zone;
        private uint _status;
        private (string? State, int? TcpFlags) _state;
        private long? _timeOut;
        private uint _mark;
        private (long? Packets, long? Bytes) _sent;
        private (long? Packets, long? Bytes) _answered;
        private string? _helper;
        private string? _context;
        private string[]? _labels;
        private long? _id;
        private DateTimeOffset? _started;

        public void Take(NetlinkAttributes attribute)
        {
            switch (attribute.Type)
            {
                case CTA.CTA_TUPLE_ORIG:
                    _original = TakeFlow(attribute, "Original", out _protocol);
                    break;
                case CTA.CTA_TUPLE_REPLY:
                    _reply = TakeFlow(attribute, "Reply", out _);
                    break;
                case CTA.CTA_ZONE:
                    _zone = ((int)attribute.Number, "Both");
                    break;
                case CTA.CTA_STATUS:
                    _status = attribute.Number;
                    break;
                case CTA.CTA_PROTOINFO:
                    _state = ProtocolState.Read(attribute.Nested);
                    break;
                case CTA.CTA_TIMEOUT:
                    _timeOut = attribute.Number;
                    break;
                case CTA.CTA_MARK:
                    _mark = attribute.Number;
                    break;
                case CTA.CTA_ID:
                    _id = attribute.Number;
                    break;
                default:
                    TakeRare(attribute);
                    break;
            }
        }

        private void TakeRare(NetlinkAttributes attribute)
        {
            switch (attribute.Type)
            {
                case CTA.CTA_COUNTERS_ORIG:
                    _sent = Counters(attribute.Nested);
                    break;
                case CTA.CTA_COUNTERS_REPLY:
                    _answered = Counters(attribute.Nested);
                    break;
                case CTA.CTA_HELP:
                    _helper = Text(attribute.Nested, CTA.CTA_HELP_NAME);
                    break;
                case CTA.CTA_SECCTX:
                    _context = Text(attribute.Nested, CTA.CTA_SECCTX_NAME);
                    break;
                case CTA.CTA_LABELS:
                    _labels = Bits(attribute.Value);
                    break;
                case CTA.CTA_TIMESTAMP:
                    _started = Time(attribute.Nested);
                    break;
            }
        }

        public readonly ConntrackEntry? Build(string place, bool isHost) => _original is null || _reply is null ? null : new ConntrackEntry
        {
            Namespace = place,
            IsHost = isHost,
            Protocol = _protocol.ToString(),
            Original = _sent.Packets is null ? _original : _original with { Packets = _sent.Packets, Bytes = _sent.Bytes },
            Reply = _answered.Packets is null ? _reply : _reply with { Packets = _answered.Packets, Bytes = _answered.Bytes },
            State = _state.State,
            TcpFlags = _state.TcpFlags,
            Flags = (ConntrackStatus)_status,
            TimeOutSeconds = _timeOut,
            Mark = _mark,
            Zone = _zone.Id,
            ZoneDirection = _zone.Direction ?? "Both",
            Helper = _helper,
            SecurityContext = _context,
            Labels = _labels ?? [],
            Id = _id,
            Started = _started,
            IsLive = true,
        };

        private ConntrackFlow? TakeFlow(NetlinkAttributes attribute, string direction, out Protocol protocol)
        {
            ConntrackFlow? flow = ConntrackFlowMessage.Read(attribute.Nested, out protocol, out int zone);
            _zone = zone != 0 ? (zone, direction) : _zone;
            return flow;
        }

        private static (long?, long?) Counters(NetlinkAttributes attributes)
        {
            (long? packets, long? bytes) = (null, null);
            while (attributes.Next())
            {
                switch (attributes.Type)
                {
                    case CTA.CTA_COUNTERS_PACKETS: packets = (long)attributes.LongNumber; break;
                    case CTA.CTA_COUNTERS_BYTES: bytes = (long)attributes.LongNumber; break;
                }
            }

            return (packets, bytes);
        }

        private static string? Text(NetlinkAttributes attributes, ushort type)
        {
            while (attributes.Next())
            {
                if (attributes.Type == type)
                {
                    return PlainText.Clean(attributes.Text);
                }
            }

            return null;
        }

        // Words of the machine's own byte order: on a little-endian one the bits lie in the order of the bytes.
        private static string[]? Bits(ReadOnlySpan<byte> value)
        {
            List<string>? bits = null;
            for (int bit = 0; bit < value.Length * 8; bit++)
            {
                if ((value[bit / 8] & (1 << (bit % 8))) != 0)
                {
                    (bits ??= []).Add($"{bit}");
                }
            }

            return bits?.ToArray();
        }

        private static DateTimeOffset? Time(NetlinkAttributes attributes)
        {
            const long NanosecondsPerTick = 100;
            while (attributes.Next())
            {
                if (attributes.Type == CTA.CTA_TIMESTAMP_START && attributes.LongNumber is > 0 and < long.MaxValue and ulong nanoseconds)
                {
                    return DateTimeOffset.UnixEpoch.AddTicks((long)nanoseconds / NanosecondsPerTick);
                }
            }

            return null;
        }
    }
}
