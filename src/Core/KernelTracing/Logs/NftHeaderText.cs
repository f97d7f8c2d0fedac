using System.Globalization;
using NetPath.Core.Packets;

namespace NetPath.Core.KernelTracing.Logs;

/// <summary>
/// Reads the headers behind <c>packet:</c> in nft's trace, such as <c>iif "eth0" ip saddr 10.0.0.1 ip daddr 10.0.0.2 ip ttl 64 ip id 1 tcp sport 5 tcp dport 80
/// tcp flags == syn</c>.
/// </summary>
internal sealed class NftHeaderText
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Reads the headers; null for a packet that is not IP.</summary>
    /// <exception cref="TraceLineException">An address is none, or only one of them is there.</exception>
    public static LoggedHeaders? Read(string text)
    {
        NftHeaderText headers = new();
        headers.Split(text);
        return headers._values.Keys.Any(key => key is "ip saddr" or "ip daddr" or "ip6 saddr" or "ip6 daddr") ? headers.Headers() : null;
    }

    // Each field is a protocol and a name, but for the interfaces; a value runs until the next protocol's word.
    private void Split(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int i = 0;
        while (i < words.Length)
        {
            if (words[i] is "iif" or "oif" or "iifname" or "oifname" && i + 1 < words.Length)
            {
                _values.TryAdd(words[i][..3], words[i + 1].Trim('"'));
                i += 2;
            }
            else if (IsProtocol(words[i]) && i + 2 < words.Length)
            {
                int end = i + 3;
                while (end < words.Length && !IsProtocol(words[end]) && !words[end].StartsWith('@'))
                {
                    end++;
                }

                _values.TryAdd($"{words[i]} {words[i + 1]}", string.Join(' ', words[(i + 2)..end]));
                i = end;
            }
            else
            {
                i++;
            }
        }
    }

    private static bool IsProtocol(string word) => word is "ip" or "ip6" or "tcp" or "udp" or "udplite" or "sctp" or "dccp" or "icmp" or "icmpv6" or "meta" or "ether" or "vlan" or "arp" or "th" or "ah" or "esp" or "comp" or "iif" or "oif";

    private LoggedHeaders Headers()
    {
        string ip = _values.ContainsKey("ip6 saddr") ? "ip6" : "ip";
        Protocol protocol = ReadProtocol(ip);
        string transport = protocol switch { Protocol.Tcp => "tcp", Protocol.Udp => "udp", Protocol.Sctp => "sctp", Protocol.UdpLite => "udplite", (Protocol)33 => "dccp", _ => "th" };
        Packet packet = new(protocol, Address($"{ip} saddr"), Address($"{ip} daddr"), Number($"{transport} sport"), Number($"{transport} dport"), Flags())
        {
            TimeToLive = Number("ip ttl") ?? Number("ip6 hoplimit") ?? 0,
            Mark = (uint)(Whole("meta mark") ?? 0),
        };
        PacketIdentity identity = new()
        {
            IpId = Number("ip id"),
            Length = Number($"{ip} length"),
            FlowLabel = Number("ip6 flowlabel"),
            Window = Number("tcp window"),
            IcmpSequence = Number("icmp sequence"),
        };
        return new LoggedHeaders(packet, identity, _values.GetValueOrDefault("iif"), _values.GetValueOrDefault("oif"));
    }

    private Protocol ReadProtocol(string ip)
    {
        foreach (string key in _values.Keys)
        {
            string word = key.Split(' ')[0];
            if (word is "tcp" or "udp" or "udplite" or "sctp" or "dccp" or "icmp" or "icmpv6" or "ah" or "esp" && ProtocolName.TryParse(word, out Protocol protocol))
            {
                return protocol;
            }
        }

        return (_values.GetValueOrDefault($"{ip} protocol") ?? _values.GetValueOrDefault($"{ip} nexthdr")) is string name && ProtocolName.TryParse(name, out Protocol named) ? named : Protocol.Any;
    }

    // "== syn", "== 0x12", "== fin,ack", "== (syn | ack)": releases differ.
    private TcpFlags Flags()
    {
        TcpFlags flags = TcpFlags.None;
        foreach (string word in (_values.GetValueOrDefault("tcp flags") ?? "").Split([' ', '=', ',', '|', '(', ')'], StringSplitOptions.RemoveEmptyEntries))
        {
            flags |= word.StartsWith("0x", StringComparison.Ordinal) && int.TryParse(word.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int bits)
                ? (TcpFlags)(bits & 0x3f)
                : Enum.TryParse(word, ignoreCase: true, out TcpFlags flag) ? flag : TcpFlags.None;
        }

        return flags;
    }

    private IpAddress Address(string key) =>
        !_values.TryGetValue(key, out string? text) ? throw new TraceLineException($"there is no '{key}'")
        : IpAddress.TryParse(text, out IpAddress address) ? address
        : throw new TraceLineException($"'{key} {text}' is no address");

    private int? Number(string key) => Whole(key) is long number and <= int.MaxValue ? (int)number : null;

    // Words in place of numbers (ports with -S, dscp) are not this packet's number, but no damage either.
    private long? Whole(string key)
    {
        if (!_values.TryGetValue(key, out string? text))
        {
            return null;
        }

        bool hexadecimal = text.StartsWith("0x", StringComparison.Ordinal);
        return long.TryParse(hexadecimal ? text[2..] : text, hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number is >= 0 and <= uint.MaxValue
            ? number
            : null;
    }
}
