using NetPath.Core.Packets;

namespace NetPath.Lab.Oracle;

/// <summary>
/// The plan of one random topology: a router that holds the rules, and leaves behind one veth pair each. Addresses and names come from small
/// pools, so that random rules meet random packets.
/// </summary>
internal sealed class Layout
{
    /// <summary>Ports where leaves and router listen.</summary>
    public static readonly int[] Listening = [53, 80, 443, 8080];

    /// <summary>Ports that probes ask for; nobody listens on some.</summary>
    public static readonly int[] Asked = [53, 80, 443, 8080, 81, 30080];

    private readonly Random _random;

    public Layout(int seed)
    {
        _random = new Random(seed);
        ReversePathFilter = Pick(0, 0, 0, 1, 2);
        RoutesLocalNetwork = Chance(0.3);
        SourceValidMark = Chance(0.3);
    }

    /// <summary>The leaves, with the router's interface towards each.</summary>
    public static IReadOnlyList<Leaf> Leaves { get; } = [new("a", 1, "cali1"), new("b", 2, "cali2"), new("c", 3, "eth0")];

    /// <summary>net.ipv4.conf.all.rp_filter of the router.</summary>
    public int ReversePathFilter { get; }

    /// <summary>net.ipv4.conf.all.route_localnet of the router.</summary>
    public bool RoutesLocalNetwork { get; }

    /// <summary>net.ipv4.conf.all.src_valid_mark of the router.</summary>
    public bool SourceValidMark { get; }

    /// <summary>An address of a leaf, 10 to 12.</summary>
    public static IpAddress Of(Leaf leaf, int host, IpFamily family) =>
        IpAddress.Parse(family == IpFamily.IPv4 ? $"10.1.{leaf.Number}.{host}" : $"fd00:1:{leaf.Number}::{host:x}");

    /// <summary>The router's address towards a leaf: 1 or, secondary, 2.</summary>
    public static IpAddress Router(Leaf leaf, int host, IpFamily family) => Of(leaf, host, family);

    /// <summary>A virtual address that only rules know.</summary>
    public static IpAddress Virtual(int host, IpFamily family) =>
        IpAddress.Parse(family == IpFamily.IPv4 ? $"10.96.0.{host}" : $"fd00:96::{host:x}");

    /// <summary>An address behind leaf c that no namespace holds.</summary>
    public static IpAddress Outside(int host, IpFamily family) =>
        IpAddress.Parse(family == IpFamily.IPv4 ? $"10.77.0.{host}" : $"fd00:77::{host:x}");

    /// <summary>An address of the router on a dummy-like place: its loopback interface.</summary>
    public static IpAddress Loopback(IpFamily family) => IpAddress.Parse(family == IpFamily.IPv4 ? "172.20.0.1" : "fd00:20::1");

    /// <summary>Lines of <c>ip -batch</c> for the router, once the veths are there.</summary>
    public IEnumerable<string> RouterCommands()
    {
        foreach (Leaf leaf in Leaves)
        {
            yield return $"link set {leaf.Device} up";
            yield return $"address add {Router(leaf, 1, IpFamily.IPv4)}/24 dev {leaf.Device}";
            yield return $"address add {Router(leaf, 2, IpFamily.IPv4)}/24 dev {leaf.Device}";
            yield return $"address add {Router(leaf, 1, IpFamily.IPv6)}/64 dev {leaf.Device} nodad";
            // Known neighbours: rules that drop neighbour discovery would hold back all packets, and a walk is not about these.
            for (int host = 10; host <= 12; host++)
            {
                yield return $"neigh add {Of(leaf, host, IpFamily.IPv4)} lladdr {leaf.Mac} dev {leaf.Device} nud permanent";
                yield return $"neigh add {Of(leaf, host, IpFamily.IPv6)} lladdr {leaf.Mac} dev {leaf.Device} nud permanent";
            }
        }

        yield return $"link set {Leaves[0].Device} group 1";
        yield return $"link set {Leaves[1].Device} group 2";
        yield return $"address add {Loopback(IpFamily.IPv4)}/32 dev lo";
        yield return $"address add {Loopback(IpFamily.IPv6)}/128 dev lo nodad";
        foreach (string line in Routes())
        {
            yield return line;
        }
    }

    /// <summary>Lines of <c>ip -batch</c> for a leaf.</summary>
    public static IEnumerable<string> LeafCommands(Leaf leaf)
    {
        yield return "link set lo up";
        yield return "link set eth0 up";
        for (int host = 10; host <= 12; host++)
        {
            yield return $"address add {Of(leaf, host, IpFamily.IPv4)}/24 dev eth0";
            yield return $"address add {Of(leaf, host, IpFamily.IPv6)}/64 dev eth0 nodad";
        }

        foreach (IpAddress router in new[] { Router(leaf, 1, IpFamily.IPv4), Router(leaf, 2, IpFamily.IPv4), Router(leaf, 1, IpFamily.IPv6) })
        {
            yield return $"neigh add {router} lladdr {leaf.RouterMac} dev eth0 nud permanent";
        }

        yield return $"route add default via {Router(leaf, 1, IpFamily.IPv4)}";
        yield return $"-6 route add default via {Router(leaf, 1, IpFamily.IPv6)}";
    }

    private IEnumerable<string> Routes()
    {
        Leaf far = Leaves[2];
        foreach ((string option, IpFamily family, string outside, string lost) in new[] { ("", IpFamily.IPv4, "10.77.0.0/24", "10.78.0.0/24"), ("-6 ", IpFamily.IPv6, "fd00:77::/64", "fd00:78::/64") })
        {
            yield return $"{option}route add {outside} via {Of(far, 10, family)}";
            if (Chance(0.7))
            {
                yield return $"{option}route add default via {Of(far, 10, family)}";
            }

            yield return $"{option}route add {Pick("blackhole", "unreachable", "prohibit")} {lost}";
            // A mark sends packets another way.
            yield return $"{option}route add default via {Of(Leaves[Pick(0, 1, 2)], 10, family)} table 100";
            yield return $"{option}rule add pref 100 fwmark {Pick("0x1", "0x2/0x2", "0x10/0xf0")} table 100";
            if (Chance(0.4))
            {
                yield return $"{option}rule add pref 101 fwmark 0x4/0x4 {Pick("blackhole", "unreachable", "prohibit", "table main")}";
            }
        }
    }

    private bool Chance(double share) => _random.NextDouble() < share;

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];
}
