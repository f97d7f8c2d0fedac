using NetPath.Core.Netfilter;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Lab.Targets;

/// <summary>Each target as the kernel carries it out: the connection that it keeps of a packet is the one that the trace foretells, or both know of none.</summary>
public sealed class TargetsAgainstKernelTests : IClassFixture<RouterPair>
{
    private readonly RouterPair _networks;

    private const string ToFar = "nat -A PREROUTING -p udp -d 10.9.0.1 -j DNAT --to-destination 10.2.1.5";

    // What, rules, where to, port.
    private static readonly (string What, string Rules, string To, int Port)[] Cases =
    [
        ("DNAT to a range", "nat -A PREROUTING -p udp -d 10.9.0.1 -j DNAT --to-destination 10.2.1.0-10.2.1.9", "10.9.0.1", 80),
        ("DNAT to a range, persistent", "nat -A PREROUTING -p udp -d 10.9.0.1 -j DNAT --to-destination 10.2.1.0-10.2.1.9 --persistent", "10.9.0.1", 80),
        ("DNAT to ports that are shifted", "nat -A PREROUTING -p udp -d 10.9.0.1 -j DNAT --to-destination 10.2.1.1:1000-1100/1050", "10.9.0.1", 1010),
        ("DNAT to a range of ports that holds the port", "nat -A PREROUTING -p udp -d 10.9.0.1 -j DNAT --to-destination 10.2.1.1:1000-1100", "10.9.0.1", 1060),
        ("DNAT to a range of ports that does not", "nat -A PREROUTING -p udp -d 10.9.0.1 -j DNAT --to-destination 10.2.1.1:1000-1100", "10.9.0.1", 5),
        ("NETMAP of the destination", "nat -A PREROUTING -p udp -d 10.9.0.0/24 -j NETMAP --to 10.2.1.0/24", "10.9.0.7", 80),
        ("NETMAP of the source", "nat -A POSTROUTING -p udp -j NETMAP --to 10.77.0.0/24", "10.2.1.5", 80),
        ("REDIRECT", "nat -A PREROUTING -p udp --dport 53 -j REDIRECT --to-ports 5353", "10.2.1.5", 53),
        ("SNAT to a range", "nat -A POSTROUTING -p udp -j SNAT --to-source 10.2.2.0-10.2.2.200", "10.2.1.5", 80),
        ("SNAT to a range, persistent", "nat -A POSTROUTING -p udp -j SNAT --to-source 10.2.2.0-10.2.2.200 --persistent", "10.2.1.5", 80),
        ("SNAT to a range that holds the source", "nat -A POSTROUTING -p udp -j SNAT --to-source 10.1.0.0-10.1.0.200", "10.2.1.5", 80),
        ("SNAT of the port alone", "nat -A POSTROUTING -p udp -j SNAT --to-source :4000", "10.2.1.5", 80),
        ("SNAT in INPUT", "nat -A INPUT -p udp -j SNAT --to-source 10.1.0.99", "10.1.0.1", 80),
        ("MASQUERADE", "nat -A POSTROUTING -p udp -j MASQUERADE", "10.2.1.5", 80),
        ("translation behind a mark that was saved and restored with shifts",
            $"mangle -A PREROUTING -j MARK --set-mark 0x50\nmangle -A PREROUTING -j CONNMARK --save-mark --nfmask 0xf0 --ctmask 0xff --right-shift-mark 4\nmangle -A PREROUTING -j MARK --set-mark 0\n"
            + "nat -A PREROUTING -p udp -m connmark --mark 5 -j DNAT --to-destination 10.2.1.5\nmangle -A FORWARD -j CONNMARK --restore-mark --left-shift-mark 8\nfilter -A FORWARD -m mark ! --mark 0x500 -j DROP",
            "10.9.0.1", 80),
        ("RETURN behind a goto goes past the caller", "filter -N A\nfilter -N B\nfilter -A FORWARD -j A\nfilter -A FORWARD -j DROP\nfilter -A A -g B\nfilter -A A -j ACCEPT\nfilter -A B -j RETURN", "10.2.1.5", 80),
        ("a goto from the base chain ends in the policy", "filter -N A\nfilter -A FORWARD -g A\nfilter -A FORWARD -j DROP\nfilter -A A -d 10.9.9.9 -j ACCEPT", "10.2.1.5", 80),
        ("security FORWARD", "security -A FORWARD -p udp -j DROP", "10.2.1.5", 80),
        ("security INPUT", "security -A INPUT -p udp -j DROP", "10.1.0.1", 80),
        ("a time to live that is too short", "mangle -A PREROUTING -j TTL --ttl-set 1", "10.2.1.5", 80),
        ("one that just lasts", "mangle -A PREROUTING -j TTL --ttl-set 2", "10.2.1.5", 80),
        ("NOTRACK before a translation", $"raw -A PREROUTING -j NOTRACK\n{ToFar}", "10.9.0.1", 80),
        ("a zone before a translation", $"raw -A PREROUTING -j CT --zone 7\n{ToFar}", "10.9.0.1", 80),
        ("a zone decides about the address of a range", "raw -A PREROUTING -j CT --zone 7\nnat -A PREROUTING -p udp -j DNAT --to-destination 10.2.1.0-10.2.1.9", "10.9.0.1", 80),
        ("the first CT rule counts", $"raw -A PREROUTING -j CT --zone 7\nraw -A PREROUTING -j NOTRACK\n{ToFar}", "10.9.0.1", 80),
        ("a mark that leads to another route", "mangle -A PREROUTING -p udp --dport 99 -j MARK --set-mark 0x63\nnat -A POSTROUTING -o rx -j SNAT --to-source 10.3.0.77", "10.2.1.5", 99),
        ("an ACCEPT in nat is no translation", "nat -A PREROUTING -j ACCEPT\nnat -A PREROUTING -p udp -j DNAT --to-destination 10.2.1.5", "10.2.1.6", 80),
        ("REJECT", "filter -A FORWARD -p udp -j REJECT --reject-with icmp-host-prohibited", "10.2.1.5", 80),
        ("targets that go on", $"raw -A PREROUTING -j TRACE\nmangle -A PREROUTING -j NFLOG\nmangle -A PREROUTING -j DSCP --set-dscp 3\nmangle -A PREROUTING -j TOS --set-tos 8\nmangle -A PREROUTING -j CHECKSUM --checksum-fill\n{ToFar}", "10.9.0.1", 80),
        ("a queue where no program listens", "filter -A FORWARD -p udp -j NFQUEUE --queue-num 7", "10.2.1.5", 80),
        ("a queue that may be passed by, before a rule that drops", "filter -A FORWARD -p udp -j NFQUEUE --queue-num 7 --queue-bypass\nfilter -A FORWARD -j DROP", "10.2.1.5", 80),
    ];

    public TargetsAgainstKernelTests(RouterPair networks) => _networks = networks;

    public static TheoryData<string, RulesetBackend> Names
    {
        get
        {
            TheoryData<string, RulesetBackend> names = [];
            foreach ((string what, _, _, _) in Cases)
            {
                names.Add(what, RulesetBackend.Legacy);
                names.Add(what, RulesetBackend.NfTables);
            }

            return names;
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_kernel_keeps_the_connection_that_the_trace_foretells(string what, RulesetBackend backend)
    {
        Assert.SkipUnless(RouterNetwork.Obstacle is null, RouterNetwork.Obstacle ?? "");
        (_, string rules, string to, int port) = Cases.Single(one => one.What == what);
        RouterNetwork network = _networks.Fresh(backend);
        network.Load(backend, rules);

        int source = network.Send(network.Client, to, port);
        string? kept = network.Connection(source);
        PacketTrace trace = network.Trace("10.1.0.2", to, port, source);

        Check(trace, kept);
    }

    [Theory]
    [InlineData("the mark is set", "10.2.1.5", 99)]
    [InlineData("the mark is not set", "10.2.1.5", 80)]
    public void A_mark_of_mangle_OUTPUT_makes_the_kernel_choose_another_route(string what, string to, int port)
    {
        Assert.SkipUnless(RouterNetwork.Obstacle is null, RouterNetwork.Obstacle ?? "");
        foreach (RulesetBackend backend in new[] { RulesetBackend.Legacy, RulesetBackend.NfTables })
        {
            RouterNetwork network = _networks.Fresh(backend);
            network.Load(backend, "mangle -A OUTPUT -p udp --dport 99 -j MARK --set-mark 0x63\nnat -A POSTROUTING -o rx -j SNAT --to-source 10.3.0.77\nfilter -A OUTPUT -o rx -j DROP");

            int source = network.Send(network.Router, to, port);
            string? kept = network.Connection(source);

            Assert.True(kept is not null, what);
            Check(network.Trace("node", to, port, source), kept);
        }
    }

    /// <summary>Where the trace is certain the kernel does just that; where it is not, one of its ways is the kernel's.</summary>
    internal static void Check(PacketTrace trace, string? kept)
    {
        string[] ways = [.. trace.Outcomes.Select(Kept).Distinct()];
        string message = $"kernel: {kept ?? "none"}\n{LabTrace.Describe(trace)}\n{string.Join('\n', ways)}";
        Assert.True(ways.Contains(kept ?? "none") || ways.Contains("any"), message);
        Assert.True(ways.Length == 1 || trace.Outcomes.All(outcome => outcome.Assumptions.Length > 0), message);
    }

    private static string Kept(PathOutcome outcome) => outcome.Disposition == nameof(Disposition.Inconclusive) && outcome.Assumptions.Length > 0 ? "any"
        : outcome.Conntrack.Length == 0 ? "none"
        : outcome.Conntrack[0].ToString();
}
