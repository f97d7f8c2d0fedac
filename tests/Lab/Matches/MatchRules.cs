using NetPath.Core.Netfilter;
using NetPath.Core.Packets;

namespace NetPath.Lab.Matches;

/// <summary>The rules that ask each condition at its hook, and the packets they are asked of. Each packet has chains of its own.</summary>
internal static class MatchRules
{
    /// <summary>The packets, by who sends them.</summary>
    public static readonly (string Role, string Protocol, string Destination, int Port)[] Packets =
    [
        ("client", "tcp", "10.99.2.2", 80), ("client", "tcp", "10.99.1.1", 81), ("client", "tcp", "10.99.1.1", 82), ("router", "tcp", "10.99.2.2", 83),
        ("client", "udp", "10.99.2.2", 80), ("client", "icmp", "10.99.2.2", 0), ("client", "tcp", "fd99:2::2", 80),
    ];

    /// <summary>The packet as a walk takes it.</summary>
    public static Packet PacketOf(string role, string protocol, string destination, int port)
    {
        IpAddress to = IpAddress.Parse(destination);
        IpAddress from = IpAddress.Parse((role, to.Family) switch { ("router", _) => "10.99.2.1", (_, IpFamily.IPv6) => "fd99:1::2", _ => "10.99.1.2" });
        return protocol switch
        {
            "tcp" => new Packet(Protocol.Tcp, from, to, 40000, port) { Flags = TcpFlags.Syn },
            "udp" => new Packet(Protocol.Udp, from, to, 40000, port),
            _ => new Packet(Protocol.Icmp, from, to) { Icmp = new IcmpMessage(8, 0) },
        };
    }

    /// <summary>The rules that ask something, as opposed to those that lead there.</summary>
    public static IEnumerable<Rule> Asked(Ruleset ruleset) =>
        ruleset.Find(TableKind.Mangle)!.Chains.Where(chain => chain.Name.Contains('-', StringComparison.Ordinal)).SelectMany(chain => chain.Rules);

    /// <summary>All rules as options of iptables.</summary>
    public static IReadOnlyList<(bool Version6, string Rule)> All()
    {
        string[] passedOn = [.. MatchCases.Everywhere, .. MatchCases.Incoming];
        return
        [
            .. Lead(false, "PREROUTING", "-p tcp --dport 80 -j MARK --set-mark 0x1234"),
            .. Lead(false, "PREROUTING", "-p tcp --dport 80 -j CONNMARK --set-mark 0x80"),
            .. Chain(false, "there", "PREROUTING", "-p tcp --dport 80", [.. passedOn, .. MatchCases.Unrouted]),
            .. Chain(false, "there", "FORWARD", "-p tcp --dport 80", [.. passedOn, .. MatchCases.Forwarded]),
            .. Chain(false, "there", "POSTROUTING", "-p tcp --dport 80", [.. MatchCases.Everywhere, .. MatchCases.Leaving]),
            .. Chain(false, "back", "PREROUTING", "-p tcp --sport 80", MatchCases.Answer),
            .. Chain(false, "back", "FORWARD", "-p tcp --sport 80", MatchCases.Answer),
            .. Chain(false, "back", "POSTROUTING", "-p tcp --sport 80", MatchCases.Answer, "DROP"),
            .. Chain(false, "address", "PREROUTING", "-p tcp --dport 81", [.. MatchCases.Local, .. MatchCases.Unrouted]),
            .. Chain(false, "address", "INPUT", "-p tcp --dport 81", [.. MatchCases.Local, .. MatchCases.Delivered], "DROP"),
            .. Chain(false, "wildcard", "PREROUTING", "-p tcp --dport 82", [.. MatchCases.Local, .. MatchCases.Unrouted]),
            .. Chain(false, "wildcard", "INPUT", "-p tcp --dport 82", [.. MatchCases.Local, .. MatchCases.Delivered], "DROP"),
            .. Chain(false, "sent", "OUTPUT", "-p tcp --dport 83", [.. MatchCases.Everywhere, .. MatchCases.Leaving]),
            .. Chain(false, "sent", "POSTROUTING", "-p tcp --dport 83", [.. MatchCases.Everywhere, .. MatchCases.Leaving], "DROP"),
            .. Chain(false, "udp", "PREROUTING", "-p udp --dport 80", MatchCases.Udp),
            .. Chain(false, "udp", "POSTROUTING", "-p udp --dport 80", MatchCases.Udp, "DROP"),
            .. Chain(false, "icmp", "PREROUTING", "-p icmp -m icmp --icmp-type 8", MatchCases.Icmp),
            .. Chain(false, "icmp", "POSTROUTING", "-p icmp -m icmp --icmp-type 8", MatchCases.Icmp, "DROP"),
            .. Chain(true, "six", "PREROUTING", "-p tcp --dport 80", [.. MatchCases.Version6, .. MatchCases.Version6Unrouted]),
            .. Chain(true, "six", "FORWARD", "-p tcp --dport 80", MatchCases.Version6),
            .. Chain(true, "six", "POSTROUTING", "-p tcp --dport 80", MatchCases.Version6.Where(rule => rule != "-m eui64"), "DROP"),
        ];
    }

    private static IEnumerable<(bool Version6, string Rule)> Chain(bool version6, string packet, string hook, string selector, IEnumerable<string> conditions, string? end = null)
    {
        string chain = $"{packet}-{hook}";
        return
        [
            (version6, $"-N {chain}"),
            .. conditions.Select(condition => (version6, $"-A {chain} {condition}")),
            .. Lead(version6, hook, $"{selector} -j {chain}"),
            .. end is null ? [] : Lead(version6, hook, $"{selector} -j {end}"),
        ];
    }

    private static IEnumerable<(bool Version6, string Rule)> Lead(bool version6, string hook, string rule) => [(version6, $"-A {hook} {rule}")];
}
