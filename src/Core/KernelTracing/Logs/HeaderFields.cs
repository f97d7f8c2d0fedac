using System.Globalization;
using NetPath.Core.Packets;

namespace NetPath.Core.KernelTracing.Logs;

/// <summary>
/// Reads packet headers as the kernel's log writes them (net/netfilter/nf_log_syslog.c), and as xtables-monitor does in their image:
/// <c>IN=eth0 OUT= SRC=… DST=… LEN=60 TTL=64 ID=137 DF PROTO=TCP SPT=57206 DPT=80 SEQ=… SYN URGP=0 MARK=0x4000</c>.
/// </summary>
internal sealed class HeaderFields
{
    private const string Inner = "[SRC=";

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private bool _hasFlags;
    private bool _transport;
    private TcpFlags _flags;

    /// <summary>Reads the headers.</summary>
    /// <exception cref="TraceLineException">An address is missing or none, or a number is none.</exception>
    public static LoggedHeaders Read(string text)
    {
        HeaderFields fields = new();
        foreach (string word in WithoutInner(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            fields.Add(word);
        }

        return fields.Headers();
    }

    // An ICMP error quotes the packet that it is about in brackets; those headers are not this packet's.
    private static string WithoutInner(string text)
    {
        int start = text.IndexOf(Inner, StringComparison.Ordinal);
        if (start < 0)
        {
            return text;
        }

        int end = text.LastIndexOf(']');
        return end > start ? string.Concat(text.AsSpan(0, start), text.AsSpan(end + 1)) : text[..start];
    }

    private void Add(string word)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            AddFlag(word);
            return;
        }

        string key = word[..equals];
        _transport |= key is "PROTO" or "SPORT";

        // ID, LEN and SEQ stand for the IP header first, and again for what it carries.
        _values.TryAdd(_transport && key is "ID" or "LEN" ? $"TRANSPORT-{key}" : key, word[(equals + 1)..]);
    }

    private void AddFlag(string word)
    {
        if (_transport && Enum.TryParse(word, ignoreCase: true, out TcpFlags flag) && flag != TcpFlags.None && !char.IsAsciiDigit(word[0]))
        {
            _flags |= flag;
            _hasFlags = true;
        }
    }

    private LoggedHeaders Headers()
    {
        Protocol protocol = ReadProtocol();
        Packet packet = new(protocol, Address("SRC"), Address("DST"), Number("SPT") ?? Number("SPORT"), Number("DPT") ?? Number("DPORT"), protocol == Protocol.Tcp ? _flags : TcpFlags.None)
        {
            TimeToLive = Number("TTL") ?? Number("HOPLIMIT") ?? 0,
            Mark = (uint?)Whole("MARK") ?? 0,
        };
        bool icmp = protocol is Protocol.Icmp or Protocol.IcmpV6;
        PacketIdentity identity = new()
        {
            IpId = Number("ID"),
            Length = Number("LEN"),
            FlowLabel = Number("FLOWLBL"),
            Sequence = icmp ? null : (uint?)Whole("SEQ"),
            Acknowledgement = (uint?)Whole("ACK"),
            Window = Number("WINDOW"),
            IcmpType = Number("TYPE"),
            IcmpCode = Number("CODE"),
            IcmpSequence = icmp ? Number("SEQ") : null,
        };
        return new LoggedHeaders(packet, identity, Interface("IN"), Interface("OUT"));
    }

    // xtables-monitor writes no protocol, and ports for TCP and UDP alone, flags for TCP alone.
    private Protocol ReadProtocol() =>
        _values.TryGetValue("PROTO", out string? name)
            ? ProtocolName.TryParse(name, out Protocol protocol) ? protocol : throw new TraceLineException($"PROTO={name} is no protocol")
            : !_values.ContainsKey("SPORT") ? Protocol.Any : _hasFlags ? Protocol.Tcp : Protocol.Udp;

    private IpAddress Address(string key) =>
        !_values.TryGetValue(key, out string? text) ? throw new TraceLineException($"the line ends before {key}=")
        : IpAddress.TryParse(text, out IpAddress address) ? address
        : throw new TraceLineException($"{key}={text} is no address");

    private string? Interface(string key) => _values.TryGetValue(key, out string? name) && name.Length > 0 ? name : null;

    private int? Number(string key) => Whole(key) is long number and >= 0 and <= int.MaxValue ? (int)number : null;

    private long? Whole(string key)
    {
        if (!_values.TryGetValue(key, out string? text) || text.Length == 0)
        {
            return null;
        }

        // iptables 1.8.2 wrote ID=38349DF.
        bool hexadecimal = text.StartsWith("0x", StringComparison.Ordinal);
        string digits = hexadecimal ? text[2..] : new string([.. text.TakeWhile(char.IsAsciiDigit)]);
        return long.TryParse(digits, hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number is >= 0 and <= uint.MaxValue
            ? number
            : throw new TraceLineException($"{key}={text} is no number");
    }
}
