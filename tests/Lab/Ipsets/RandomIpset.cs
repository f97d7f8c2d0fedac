using NetPath.Core.Netfilter.Ipsets;
using NetPath.Core.Packets;

namespace NetPath.Lab.Ipsets;

/// <summary>Random sets over few addresses, ports and interfaces, so that networks overlap and look-ups often hit; the same for the same seed.</summary>
internal sealed class RandomIpset(int seed, string type, IpFamily family)
{
    /// <summary>Every type that ipset documents, but for list:set, of which <c>ipset test</c> asks for members and not for packets.</summary>
    public static readonly string[] Types =
    [
        "bitmap:ip", "bitmap:ip,mac", "bitmap:port", "hash:ip", "hash:mac", "hash:ip,mac", "hash:ip,mark", "hash:ip,port", "hash:ip,port,ip",
        "hash:ip,port,net", "hash:net", "hash:net,net", "hash:net,port", "hash:net,port,net", "hash:net,iface",
    ];

    private static readonly string[] Interfaces = ["eth0", "eth1", "eth10", "cali0"];

    private readonly Random _random = new(seed);
    private readonly string[] _fields = type[(type.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(',');

    public const string Name = "s";

    /// <summary>The line that makes the set.</summary>
    public string Create() => $"create {Name} {type} {Options()}".TrimEnd();

    /// <summary>Lines that fill it.</summary>
    public IEnumerable<string> Adds()
    {
        // Few where one field decides and more where all must fit, so that some look-ups hit and some miss.
        int count = _fields.Length switch { 1 => 6, 2 => 25, _ => 400 };
        for (int i = 0; i < count; i++)
        {
            string element = string.Join(',', _fields.Select((field, place) => Element(field, place)));
            bool exception = _fields.Contains("net") && _random.Next(4) == 0;
            bool wildcard = type == "hash:net,iface" && !element.Contains("physdev", StringComparison.Ordinal) && _random.Next(3) == 0;
            yield return $"add {Name} {element}{(wildcard ? " wildcard" : "")}{(exception ? " nomatch" : "")}";
        }
    }

    /// <summary>A question as <c>ipset test</c> takes it, and as a packet asks it.</summary>
    public (string Element, IpsetQuery Query) Question()
    {
        IpAddress first = Address();
        IpAddress second = Address();
        bool firstIsSource = _random.Next(2) == 0;
        bool portIsSource = _random.Next(2) == 0;
        (Protocol protocol, string portText, int port, IcmpMessage? icmp) = Port();
        uint mark = (uint)_random.Next(4) << 8;
        HardwareAddress hardware = new(0x020000000000 + (ulong)_random.Next(3));
        string device = Interfaces[_random.Next(Interfaces.Length)];
        bool deviceIsIn = _random.Next(2) == 0;
        int addresses = 0;
        List<string> parts = [];
        List<bool> sources = [];
        foreach (string field in _fields)
        {
            (string text, bool source) = field switch
            {
                "ip" or "net" => addresses++ == 0 ? (first.ToString(), firstIsSource) : (second.ToString(), !firstIsSource),
                "port" => (type == "bitmap:port" ? $"{port}" : portText, portIsSource),
                "mark" => ($"0x{mark:x}", true),
                "mac" => (hardware.ToString(), true),
                _ => (device, deviceIsIn),
            };
            parts.Add(text);
            sources.Add(source);
        }

        bool ported = ProtocolName.HasPorts(protocol);
        Packet packet = new(protocol, firstIsSource ? first : second, firstIsSource ? second : first, ported ? portIsSource ? port : 9 : null, ported ? portIsSource ? 9 : port : null)
        {
            Mark = mark,
            Icmp = icmp,
        };
        return (string.Join(',', parts), new IpsetQuery
        {
            Packet = packet,
            Sources = sources,
            InInterface = deviceIsIn ? device : "other",
            OutInterface = deviceIsIn ? "other" : device,
            Ethernet = new EthernetHeader(hardware, null),
        });
    }

    private string Options()
    {
        string ofFamily = type is "bitmap:port" or "bitmap:ip" or "bitmap:ip,mac" or "hash:mac" ? "" : family == IpFamily.IPv6 ? "family inet6" : "family inet";
        int choice = _random.Next(3);
        string ofType = (type, family, choice) switch
        {
            ("bitmap:ip", _, 0) => "range 10.0.0.0/16 netmask 30",
            ("bitmap:ip" or "bitmap:ip,mac", _, _) => "range 10.0.0.0/16",
            ("bitmap:port", _, _) => "range 0-1000",
            ("hash:ip", IpFamily.IPv4, 0) => "netmask 30",
            ("hash:ip", IpFamily.IPv6, 0) => "netmask 126",
            ("hash:ip" or "hash:ip,port" or "hash:net,net", IpFamily.IPv4, 1) => "bitmask 255.255.0.255",
            ("hash:ip,mark", _, 0) => "markmask 0x100",
            _ => "",
        };
        return $"{ofFamily} {ofType} {(_random.Next(3) == 0 ? "timeout 600 counters comment" : "")}".Trim();
    }

    private string Element(string field, int place) => field switch
    {
        "ip" => _random.Next(6) == 0 && place == 0 && type != "bitmap:ip,mac" && family == IpFamily.IPv4 ? Range() : Address().ToString(),
        "net" => Network(),
        "port" when type == "bitmap:port" => $"{Port().Port}",
        "port" => Port().Text,
        "mark" => $"0x{_random.Next(4) << 8:x}",
        "mac" => new HardwareAddress(0x020000000000 + (ulong)_random.Next(3)).ToString(),
        _ => $"{(_random.Next(6) == 0 ? "physdev:" : "")}{Interfaces[_random.Next(Interfaces.Length)]}",
    };

    private string Range()
    {
        int start = _random.Next(6);
        return $"10.0.0.{start}-10.0.0.{start + _random.Next(1, 4)}";
    }

    private string Network()
    {
        int shortest = type == "hash:net,iface" ? 0 : 1;
        int width = family == IpFamily.IPv4 ? 32 : 128;
        int length = _random.Next(3) == 0 ? _random.Next(shortest, width + 1) : width - _random.Next(12);
        return new IpPrefix(Address(), length).ToString();
    }

    private IpAddress Address()
    {
        int network = _random.Next(3);
        int host = _random.Next(8);
        return IpAddress.Parse(family == IpFamily.IPv4 ? $"10.0.{network}.{host}" : $"fd00::{network}:{host}");
    }

    private (Protocol Protocol, string Text, int Port, IcmpMessage? Icmp) Port()
    {
        int port = _random.Next(80, type == "bitmap:port" ? 90 : 83);
        bool bitmap = type == "bitmap:port";
        return _random.Next(bitmap ? 2 : 6) switch
        {
            0 => (Protocol.Udp, $"udp:{port}", port, null),
            1 or 2 => (Protocol.Tcp, $"tcp:{port}", port, null),
            3 => (Protocol.Sctp, $"sctp:{port}", port, null),
            4 when family == IpFamily.IPv4 => (Protocol.Icmp, "icmp:3/1", 0, new IcmpMessage(3, 1)),
            4 => (Protocol.IcmpV6, "icmpv6:1/4", 0, new IcmpMessage(1, 4)),
            _ => ((Protocol)47, "gre:0", 0, null),
        };
    }
}
