using NetPath.Core.Packets;
using NetPath.Core.Routing;

namespace NetPath.Lab.Routing;

/// <summary>Random next hop objects, routes, rules and queries of one family, as <c>ip</c> commands. The same seed makes the same.</summary>
internal sealed class RandomRouting
{
    private static readonly string[] Tables = ["main", "main", "100", "101", "102", "12345"];
    private static readonly string[] NoDevice = ["blackhole", "unreachable", "prohibit", "throw"];
    private static readonly int[] Lengths4 = [0, 1, 8, 12, 16, 20, 24, 28, 31, 32];
    private static readonly int[] Lengths6 = [0, 16, 32, 48, 56, 64, 96, 127, 128];

    private readonly Random _random;
    private readonly IpFamily _family;
    private readonly List<IpPrefix> _prefixes = [];
    private readonly List<IpPrefix> _sources = [];

    public RandomRouting(int seed, IpFamily family)
    {
        _random = new Random(seed);
        _family = family;
        for (int i = 0; i < 14; i++)
        {
            _prefixes.Add(RandomPrefix());
            _sources.Add(RandomPrefix());
        }
    }

    /// <summary>Groups of next hop objects; <c>ip</c> takes them only while no family is set.</summary>
    public static IEnumerable<string> NextHopGroups => ["nexthop add id 20 group 10,2/11,5", "nexthop add id 21 group 11/12/10"];

    public IEnumerable<string> RoutesAndRules() => [.. Enumerable.Range(0, 60).Select(_ => Route()), .. Rules()];

    /// <summary>A query, and the command that asks the kernel the same.</summary>
    public (RouteQuery Query, string Command) Query()
    {
        (string name, int number) = Pick([("tcp", 6), ("udp", 17)]);
        RouteQuery query = new()
        {
            Destination = Chance(80) ? Inside(Pick(_prefixes)) : RandomAddress(),
            Mark = (uint)Pick([0, 0, 1, 2, 3, 0x11]),
            Tos = Pick([0, 0, 0x08, 0x10, 0x20]),
            Protocol = number,
            SourcePort = Pick([1000, 1500, 4000]),
            DestinationPort = Pick([53, 80, 443]),
            Uid = 0,
        };
        // "ip -6 route get … iif" asks as no user at all (INVALID_UID); every other lookup here is root's.
        query = Chance(50)
            ? query with { InInterface = $"d{_random.Next(3)}", Source = Outside(), Uid = _family == IpFamily.IPv6 ? uint.MaxValue : 0 }
            : Output(query);
        string command = $"route get {query.Destination}" + Word("from", query.Source) + Word("iif", query.InInterface) + Word("oif", query.OutInterface)
            + (query.Mark == 0 ? "" : $" mark {query.Mark}") + (query.Tos == 0 ? "" : $" tos 0x{query.Tos:x2}")
            + $" ipproto {name} sport {query.SourcePort} dport {query.DestinationPort}";
        return (query, command);
    }

    private RouteQuery Output(RouteQuery query) => _random.Next(3) switch
    {
        0 => query with { Source = _family == IpFamily.IPv4 ? IpAddress.Parse($"10.{_random.Next(4)}.{Pick(["0.1", "0.9", "7.1"])}") : Outside() },
        1 when Chance(60) => query with { OutInterface = $"d{_random.Next(4)}" },
        _ => query,
    };

    public IEnumerable<string> NextHopObjects()
    {
        for (int i = 0; i < 3; i++)
        {
            yield return $"nexthop add id {10 + i} via {Gateway(i)} dev d{i}";
        }

        yield return _family == IpFamily.IPv4 ? "nexthop add id 13 dev d1" : "nexthop add id 13 dev d2";
        yield return $"nexthop add id 14 blackhole";
    }

    private string Route()
    {
        string table = Pick(Tables);
        int kind = _random.Next(100);
        string start = $"{Pick(_prefixes)}{(_family == IpFamily.IPv6 && Chance(20) ? $" from {Pick(_sources)}" : "")} table {table}"
            + (Chance(50) && (_family == IpFamily.IPv4 || kind is < 70 or >= 75) ? $" metric {Pick([1, 5, 10, 1024])}" : "")
            + (_family == IpFamily.IPv4 && Chance(25) ? $" tos {Pick(["0x08", "0x10", "0x18"])}" : "");
        return kind switch
        {
            < 25 => $"route append {Pick(NoDevice)} {start}",
            < 35 => $"route append {start} nhid {Pick([10, 11, 12, 13, 14, 20, 21])}",
            < 50 => $"route append {start}{string.Concat(Enumerable.Range(0, _random.Next(2, 4)).Select(i => $" nexthop {(_family == IpFamily.IPv6 ? $"via {Gateway(i)} dev d{i}" : Hop(i))} weight {_random.Next(1, 5)}"))}",
            < 55 when _family == IpFamily.IPv4 => $"route append {start} via inet6 fd00:0::77 dev d0",
            < 60 => $"route append local {start} dev lo",
            < 70 when _family == IpFamily.IPv6 => $"route append {start} dev d{_random.Next(4)} pref {Pick(["low", "medium", "high"])}",
            < 75 when _family == IpFamily.IPv6 => $"route append {start} {Hop(_random.Next(4))}{Source()} metric {_random.Next(2, 2000)}",
            _ => $"route append {start} {Hop(_random.Next(4))}" + (_family == IpFamily.IPv4 && Chance(20) ? Source() : ""),
        };
    }

    // IPv6 routes with gateways and equal metric become one, which is printed with the source and preference of its first part only.
    private string Source() => $" src {(_family == IpFamily.IPv4 ? $"10.{_random.Next(4)}.0.9" : $"fd00:{_random.Next(4)}::1")}";

    private string Hop(int device) => Chance(60) ? $"via {Gateway(device)} dev d{device}" : $"dev d{device}";

    private string Gateway(int device) => _family == IpFamily.IPv4 ? $"10.{device}.{Pick([0, 7])}.{_random.Next(20, 30)}" : $"fd00:{device}::{_random.Next(20, 30)}";

    private List<string> Rules()
    {
        List<int> priorities = [.. Enumerable.Range(0, 14).Select(_ => _random.Next(1, 32000)).Order()];
        List<string> rules = [.. priorities.Select(priority => $"rule add pref {priority}{(Chance(15) ? " not" : "")}{Selectors()} {Action()}")];
        rules.AddRange(priorities.Take(4).Select((priority, i) => $"rule add pref {priority}{Selectors()} goto {(Chance(80) ? priorities[_random.Next(i + 1, 14)] : 32766)}"));
        // Where tables are searched last; now and then main is missing, or local comes late.
        rules.AddRange(Chance(30) ? ["rule add pref 32000 table 100", "rule del pref 32766"] : ["rule add pref 32765 table main suppress_prefixlength 0", "rule add pref 32001 table 101"]);
        rules.AddRange(Chance(25) ? ["rule add pref 20000 table local", "rule del pref 0"] : []);
        return rules;
    }

    private string Selectors() => $" from {(Chance(30) ? Pick(_sources).ToString() : "all")}"
        + (Chance(30) ? $" to {Pick(_prefixes)}" : "")
        + (Chance(20) ? $" fwmark {Pick(["1", "2/3", "0x10/0xf0", "0/0x1"])}" : "")
        + (Chance(15) ? $" iif {Pick(["lo", "d0", "d1", "missing"])}" : "")
        + (Chance(8) ? $" oif {Pick(["d0", "d1", "missing"])}" : "")
        + (Chance(10) ? $" tos {Pick(["0x08", "0x10"])}" : "")
        + (Chance(15) ? $" ipproto {Pick(["tcp", "udp"])}" : "")
        + (Chance(12) ? $" dport {Pick(["80", "50-100", "443"])}" : "")
        + (Chance(12) ? $" sport {Pick(["1000", "1000-2000"])}" : "")
        + (Chance(5) ? $" uidrange {Pick(["0-10", "5-10"])}" : "");

    private string Action() => _random.Next(20) switch
    {
        0 => "blackhole",
        1 => "prohibit",
        2 => "unreachable",
        3 => "nop",
        4 or 5 or 6 => $"table {Pick(Tables)} suppress_prefixlength {Pick([0, 8, 16, 24])}",
        7 => $"table {Pick(Tables)} suppress_ifgroup 7",
        _ => $"table {Pick(Tables)}",
    };

    private IpPrefix RandomPrefix() => new(RandomAddress(), Pick(_family == IpFamily.IPv4 ? Lengths4 : Lengths6));

    private IpAddress RandomAddress() => IpAddress.Parse(_family == IpFamily.IPv4
        ? $"{Pick([20, 20, 30])}.{_random.Next(4)}.{_random.Next(4) * 64}.{_random.Next(256)}"
        : $"2001:{Pick(["db8", "db9"])}:{_random.Next(2)}:{_random.Next(3) * 128:x}::{_random.Next(3):x}");

    private IpAddress Inside(IpPrefix prefix)
    {
        IpAddress other = RandomAddress();
        UInt128 host = prefix.Length == other.Width ? 0 : (other.Bits | (uint)_random.Next(4)) & ((UInt128.One << (other.Width - prefix.Length)) - 1);
        // Below 8 bits the rest must come from elsewhere: 0.0.0.0 is no destination.
        return prefix.Length < 8 ? other : IpAddress.FromBits(prefix.Address.Bits | host, _family);
    }

    // A source that is not an address of the namespace, often one that a rule or route names.
    private IpAddress Outside() => Chance(70) ? Inside(Pick(_sources)) : _family == IpFamily.IPv4 ? IpAddress.Parse($"10.{_random.Next(3)}.0.50") : IpAddress.Parse($"fd00:{_random.Next(3)}::50");

    private static string Word(string word, object? value) => value is null ? "" : $" {word} {value}";

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
