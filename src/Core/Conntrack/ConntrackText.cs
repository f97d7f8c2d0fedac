using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NetPath.Core.Packets;
using NetPath.Core.Rendering;

namespace NetPath.Core.Conntrack;

/// <summary>
/// Reads an entry from a line of /proc/net/nf_conntrack (ct_seq_show in net/netfilter/nf_conntrack_standalone.c) or of <c>conntrack -L</c> in any of its
/// forms: with the family in front (<c>-o extended</c>) or without, with <c>id</c>, <c>labels</c>, <c>ktimestamp</c>, and with an event in front.
/// </summary>
internal sealed class ConntrackText
{
    private readonly FlowText _original = new();
    private readonly FlowText _reply = new();
    private readonly List<string> _other = [];
    private FlowText? _current;
    private Protocol _protocol;
    private string? _state;
    private long? _timeOut;
    private ConntrackStatus _flags = ConntrackStatus.Confirmed | ConntrackStatus.SeenReply;
    private uint _mark;
    private (int Id, string Direction) _zone = (0, "Both");
    private string? _helper;
    private string? _context;
    private string[] _labels = [];
    private long? _id;

    /// <summary>True for what tools say about themselves among the entries, and for empty lines.</summary>
    public static bool IsRemark(string line) => string.IsNullOrWhiteSpace(line) || line.StartsWith("conntrack v", StringComparison.Ordinal);

    /// <summary>Reads one entry.</summary>
    /// <param name="line">The line.</param>
    /// <param name="entry">The entry, whose namespace is yet to be named; null when the line is none.</param>
    /// <returns>False when the line is no entry, or holds something that cannot be.</returns>
    public static bool TryParse(string line, [NotNullWhen(true)] out ConntrackEntry? entry)
    {
        ConntrackText text = new();
        entry = text.Read(line) ? text.Build() : null;
        return entry is not null;
    }

    private bool Read(string line)
    {
        ConntrackWords words = new(line);
        if (!ReadProtocol(ref words))
        {
            return false;
        }

        while (words.Next())
        {
            if (!Take(words.Current))
            {
                return false;
            }
        }

        return true;
    }

    // [DESTROY] ipv4 2 tcp 6 117 TIME_WAIT: of these the events, the family and the time-out may be missing.
    private bool ReadProtocol(ref ConntrackWords words)
    {
        bool more = words.Next();
        while (more && words.Current is ['[', ..])
        {
            _flags |= words.Current is "[DESTROY]" ? ConntrackStatus.Dying : ConntrackStatus.None;
            more = words.Next();
        }

        if (more && words.Current is "ipv4" or "ipv6")
        {
            more = words.Next() && words.Next();
        }

        if (!more || !words.Next() || !byte.TryParse(words.Current, NumberStyles.None, CultureInfo.InvariantCulture, out byte number))
        {
            return false;
        }

        _protocol = (Protocol)number;
        return true;
    }

    private bool Take(ReadOnlySpan<char> word)
    {
        int equals = word.IndexOf('=');
        if (word[0] == '[')
        {
            TakeNote(word);
            return true;
        }

        if (equals > 0)
        {
            return TakeField(word[..equals], word[(equals + 1)..]);
        }

        if (_current is null && _timeOut is null && _state is null && long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
        {
            _timeOut = seconds;
        }
        else if (_current is null && _state is null)
        {
            _state = PlainText.Clean(word.ToString());
        }
        else
        {
            _other.Add(PlainText.Clean(word.ToString()));
        }

        return true;
    }

    private void TakeNote(ReadOnlySpan<char> word)
    {
        switch (word)
        {
            case "[UNREPLIED]":
                _flags &= ~ConntrackStatus.SeenReply;
                break;
            case "[ASSURED]":
                _flags |= ConntrackStatus.Assured;
                break;
            case "[OFFLOAD]":
                _flags |= ConntrackStatus.Offload;
                break;
            case "[HW_OFFLOAD]":
                _flags |= ConntrackStatus.HardwareOffload;
                break;
            default:
                // [start=Mon Nov 23 08:00:00 2026] is one of them: of which time zone, the text does not tell.
                _other.Add(PlainText.Clean(word.ToString()));
                break;
        }
    }

    private bool TakeField(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        if (name is "src")
        {
            _current = _current is null ? _original : _reply;
        }

        if (_current?.TryTake(name, value) is bool taken)
        {
            return taken;
        }

        switch (name)
        {
            case "mark":
                return uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _mark);
            case "zone":
                return TakeZone("Both", value);
            case "zone-orig":
                return TakeZone("Original", value);
            case "zone-reply":
                return TakeZone("Reply", value);
            case "id":
                bool known = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long id);
                _id = known ? id : null;
                return known;
            case "helper":
                _helper = PlainText.Clean(value.ToString());
                return true;
            case "labels":
                _labels = PlainText.Clean(value.ToString()).Split(',', StringSplitOptions.RemoveEmptyEntries);
                return true;
            case "secctx":
                _context = PlainText.Clean(value.ToString());
                return true;
            case "use" or "delta-time" or "timeout" or "stream_timeout" or "secmark":
                return true;
            default:
                _other.Add(PlainText.Clean($"{name}={value}"));
                return true;
        }
    }

    private bool TakeZone(string direction, ReadOnlySpan<char> value)
    {
        bool known = ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ushort zone);
        if (zone != 0)
        {
            _zone = (zone, direction);
        }

        return known;
    }

    private ConntrackEntry? Build() => _original.Build() is ConntrackFlow original && _reply.Build() is ConntrackFlow reply && original.SourceAddress.Family == reply.SourceAddress.Family
        ? new ConntrackEntry
        {
            Namespace = "",
            IsHost = false,
            Protocol = _protocol.ToString(),
            Original = original,
            Reply = reply,
            State = _state,
            Flags = _flags,
            TimeOutSeconds = _timeOut,
            Mark = _mark,
            Zone = _zone.Id,
            ZoneDirection = _zone.Direction,
            Helper = _helper,
            Labels = _labels,
            SecurityContext = _context,
            Id = _id,
            OtherFields = [.. _other],
        }
        : null;
}
