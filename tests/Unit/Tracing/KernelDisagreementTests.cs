using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.Tracing;

/// <summary>
/// Cases where the kernel once did something else than the evaluator said, found by the oracle of tests/Lab. Each was seen on Linux 6.18; the rules that
/// the node's kernel reported for the packet and for its answer are the expectation.
/// </summary>
public class KernelDisagreementTests
{
    private const string Legacy = "host/netfilter/iptables-legacy-save.txt";

    private const string NatAndSecurity = """
        *nat
        :PREROUTING ACCEPT [0:0]
        :INPUT ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        :POSTROUTING ACCEPT [0:0]
        -A INPUT -j MARK --set-mark 0x1
        COMMIT
        *security
        :INPUT ACCEPT [0:0]
        :FORWARD ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        -A INPUT -j MARK --set-mark 0x2
        COMMIT

        """;

    [Fact]
    public void At_INPUT_the_security_table_of_iptables_nft_comes_after_nat()
    {
        PathOutcome outcome = Outcome(CalicoNode.Healthy().With(CalicoNode.Rules, NatAndSecurity), from: "client", to: "192.0.2.10", port: 22);

        Assert.Equal(["Nat INPUT 1", "Security INPUT 1"], Rules(outcome.Hops));
    }

    [Fact]
    public void At_INPUT_the_security_table_of_iptables_legacy_comes_before_nat()
    {
        PathOutcome outcome = Outcome(CalicoNode.Healthy().With(CalicoNode.Rules, "").With(Legacy, NatAndSecurity), from: "client", to: "192.0.2.10", port: 22);

        Assert.Equal(["Security INPUT 1", "Nat INPUT 1"], Rules(outcome.Hops));
    }

    [Fact]
    public void A_connection_mark_that_is_set_after_the_loopback_interface_is_there_for_the_answer()
    {
        const string Marks = """
            *mangle
            :PREROUTING ACCEPT [0:0]
            :INPUT ACCEPT [0:0]
            :FORWARD ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :POSTROUTING ACCEPT [0:0]
            -A OUTPUT -m connmark --mark 0x5
            -A POSTROUTING -j CONNMARK --set-mark 0x4
            -A INPUT -m conntrack --ctstate NEW -j CONNMARK --set-mark 0x5
            COMMIT

            """;

        PathOutcome outcome = Outcome(CalicoNode.Healthy().With(CalicoNode.Rules, Marks), from: "node", to: "192.0.2.10", port: 22);

        Assert.Equal(["Mangle POSTROUTING 1", "Mangle INPUT 1"], Rules(outcome.Hops));
        Assert.Equal(["Mangle OUTPUT 1", "Mangle POSTROUTING 1"], Rules(outcome.ReplyHops));
    }

    [Theory]
    [InlineData("CT --zone 7", "--ctstate NEW")]
    [InlineData("CT --zone 7", "--ctstatus CONFIRMED")]
    [InlineData("CT --notrack", "--ctstate UNTRACKED")]
    public void Rules_behind_CT_in_raw_see_what_it_said(string target, string condition)
    {
        string raw = $"""
            *raw
            :PREROUTING ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            -A PREROUTING -m conntrack --ctstate INVALID
            -A PREROUTING -j {target}
            -A PREROUTING -m conntrack --ctstate INVALID
            -A PREROUTING -m conntrack {condition}
            COMMIT

            """;

        PathOutcome outcome = Outcome(CalicoNode.Healthy().With(CalicoNode.Rules, raw), from: "client", to: "10.244.0.2", port: 8080);

        Assert.Equal(["Raw PREROUTING 1", "Raw PREROUTING 2", "Raw PREROUTING 4"], Rules(outcome.Hops));
    }

    [Theory]
    [InlineData("the mark of mangle chooses the route, whatever filter sets", "0x1", "0x0", "cali-web")]
    [InlineData("a mark of filter comes too late", "0x0", "0x1", "eth0")]
    public void What_the_node_sends_is_routed_again_behind_mangle(string what, string inMangle, string inFilter, string device)
    {
        string marks = $"""
            *mangle
            :PREROUTING ACCEPT [0:0]
            :INPUT ACCEPT [0:0]
            :FORWARD ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :POSTROUTING ACCEPT [0:0]
            -A OUTPUT -j MARK --set-xmark {inMangle}/0xffffffff
            COMMIT
            *filter
            :INPUT ACCEPT [0:0]
            :FORWARD ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            -A OUTPUT -j MARK --set-xmark {inFilter}/0xffffffff
            COMMIT

            """;

        NodeBuilder node = CalicoNode.Healthy()
            .With(CalicoNode.Rules, marks)
            .Change(CalicoNode.Routes, "[{\"dst\":\"default\"", "[{\"dst\":\"default\",\"dev\":\"cali-web\",\"scope\":\"link\",\"table\":\"100\",\"flags\":[]},{\"dst\":\"default\"")
            .With("host/routing/rule4.json", """[{"priority":0,"src":"all","table":"local"},{"priority":100,"src":"all","fwmark":"0x1","table":"100"},{"priority":32766,"src":"all","table":"main"}]""");
        PathOutcome outcome = Outcome(node, from: "node", to: "198.51.100.9", port: 80);

        Assert.True(device == outcome.Hops.OfType<LinkHop>().First().Interface, what);
    }

    [Fact]
    public void A_packet_that_is_passed_on_still_has_its_input_interface_at_POSTROUTING()
    {
        const string Interfaces = """
            *mangle
            :PREROUTING ACCEPT [0:0]
            :INPUT ACCEPT [0:0]
            :FORWARD ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :POSTROUTING ACCEPT [0:0]
            :late - [0:0]
            -A POSTROUTING -j late
            -A late -i cali-web
            -A late -i cali-client
            COMMIT

            """;

        PathOutcome outcome = Outcome(CalicoNode.Healthy().With(CalicoNode.Rules, Interfaces), from: "client", to: "10.244.0.2", port: 8080);

        Assert.Equal(["Mangle POSTROUTING 1", "Mangle late 2"], Rules(outcome.Hops));
        Assert.Equal(["Mangle POSTROUTING 1", "Mangle late 1"], Rules(outcome.ReplyHops));
    }

    [Fact]
    public void An_answer_that_is_invalid_in_its_zone_finds_its_connection_over_the_loopback_interface()
    {
        const string Zone = """
            *raw
            :PREROUTING ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            -A PREROUTING -i lo -p tcp
            -A OUTPUT -j CT --zone 1
            COMMIT
            *nat
            :PREROUTING ACCEPT [0:0]
            :INPUT ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :POSTROUTING ACCEPT [0:0]
            -A INPUT -p tcp -j SNAT --to-source 192.0.2.10
            COMMIT

            """;

        PathOutcome outcome = Outcome(CalicoNode.Healthy().With(CalicoNode.Rules, Zone).With(CalicoNode.Sysctl, TestSysctl.Of("lo", "eth0", "cali-web", "cali-client")), from: "client", to: "192.0.2.10", port: 22);

        // The kernel undid the translation and dropped the packet: a local source that comes in by an interface is a martian.
        Assert.Equal(["Raw OUTPUT 1", "Raw PREROUTING 1"], Rules(outcome.ReplyHops));
        Assert.Equal("10.244.0.3", outcome.ReplyHops.OfType<ConntrackHop>().Single().After.Destination);
        Assert.Equal((nameof(Disposition.Martian), nameof(Symptom.TimedOut)), (outcome.ReplyDisposition, outcome.Symptom));
    }

    private static PathOutcome Outcome(NodeBuilder node, string from, string to, int port) => CalicoNode.Outcome(node, from, to, port);

    private static string[] Rules(IEnumerable<Hop> hops) =>
        [.. hops.OfType<RuleHop>().Where(hop => hop.Place == "node1" && hop.RuleNumber > 0).Select(hop => $"{hop.Table} {hop.Chain} {hop.RuleNumber}")];
}
