using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.Tracing;

/// <summary>Targets whose effect shows only in the rest of the walk.</summary>
public class TargetWalkTests
{
    private const string Local = """[{"priority":0,"src":"all","table":"local"},{"priority":100,"src":"all","fwmark":"0x1","table":"100"},{"priority":32766,"src":"all","table":"main"}]""";
    private const string LocalRoute = """,{"type":"local","dst":"default","dev":"lo","table":"100","scope":"host","flags":[]}]""";
    private const string Proxy = "*mangle\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -d 203.0.113.9/32 -p tcp -j TPROXY --on-port {0} --on-ip 0.0.0.0 --tproxy-mark 0x1/0x1\nCOMMIT\n";

    [Fact]
    public void A_proxied_packet_that_a_policy_rule_leads_here_goes_to_the_proxy_and_its_answer_back()
    {
        PacketTrace trace = CalicoNode.Trace(Proxied("22").Build(), to: "203.0.113.9");

        PathOutcome given = trace.Outcomes.Single(outcome => outcome.Disposition == nameof(Disposition.Delivered));
        Assert.Equal((nameof(Symptom.Connected), "203.0.113.9:80", false), (given.Symptom, given.Endpoint, given.Passed));
        Assert.Contains("tcp 0.0.0.0:22 of node1 takes the packet for 203.0.113.9:80 (TPROXY)", given.Reason, StringComparison.Ordinal);
        Assert.Contains("IP_TRANSPARENT", Assert.Single(given.Assumptions), StringComparison.Ordinal);
        Assert.Single(trace.Outcomes, outcome => outcome.Disposition == nameof(Disposition.Dropped));
    }

    [Fact]
    public void Without_a_proxy_the_packet_is_dropped()
    {
        PathOutcome outcome = CalicoNode.Outcome(Proxied("23"), to: "203.0.113.9");

        Assert.Equal((nameof(Disposition.Dropped), 0), (outcome.Disposition, outcome.Assumptions.Length));
        Assert.Contains("nothing listens on TCP", outcome.Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_proxied_packet_that_no_policy_rule_leads_here_is_not_forwarded()
    {
        NodeBuilder node = CalicoNode.Healthy().Append(CalicoNode.Rules, Proxy.Replace("{0}", "22", StringComparison.Ordinal).Replace("203.0.113.9/32", "10.244.0.2/32", StringComparison.Ordinal));

        Assert.All(CalicoNode.Trace(node.Build(), to: "10.244.0.2", port: 8080).Outcomes, outcome => Assert.Equal(nameof(Disposition.Dropped), outcome.Disposition));
    }

    [Theory]
    [InlineData("both directions in the zone", "-A PREROUTING -j CT --zone 7", true)]
    [InlineData("only the way there", "-A PREROUTING -i cali-client -j CT --zone 7", false)]
    [InlineData("the zone counts for the first direction only", "-A PREROUTING -i cali-client -j CT --zone-orig 7", true)]
    [InlineData("the zone counts for answers only, and they are not told", "-A PREROUTING -i cali-client -j CT --zone-reply 7", false)]
    [InlineData("the first rule that speaks to conntrack counts", "-A PREROUTING -j CT --zone 7\n-A PREROUTING -i cali-web -j CT --zone 8\n-A PREROUTING -j CT --notrack", true)]
    [InlineData("NOTRACK first", "-A PREROUTING -j NOTRACK\n-A PREROUTING -j CT --zone 7", false)]
    public void The_answer_is_translated_back_only_in_its_own_zone(string what, string rules, bool connected)
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy().Append(CalicoNode.Rules, $"*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n{rules}\nCOMMIT\n"));

        Assert.True((outcome.Symptom == nameof(Symptom.Connected)) == connected, $"{what}: {outcome} {outcome.Reason}");
    }

    [Fact]
    public void A_node_that_talks_to_itself_by_REDIRECT_keeps_its_connection_over_loopback()
    {
        PathOutcome outcome = CalicoNode.Outcome(
            CalicoNode.Healthy()
                .Change(CalicoNode.Rules, "-A OUTPUT -m comment", "-A OUTPUT -d 192.0.2.10/32 -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 22\n-A OUTPUT -m comment")
                .Append(CalicoNode.Rules, "*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -i lo -j NOTRACK\nCOMMIT\n"),
            from: "node",
            to: "192.0.2.10");

        // NOTRACK over loopback comes too late: the packet has its connection from OUTPUT.
        Assert.Equal((true, "127.0.0.1:22"), (outcome.Passed, outcome.Endpoint));
    }

    [Theory]
    [InlineData("security INPUT of the node", "node", "192.0.2.10", 22, "*security\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A INPUT -p tcp -j DROP\nCOMMIT\n", "security INPUT rule 1")]
    [InlineData("security FORWARD", "client", "10.96.0.50", 80, "*security\n:INPUT ACCEPT [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n", "the policy of security FORWARD")]
    [InlineData("mangle before filter", "client", "10.96.0.50", 80, "*mangle\n:FORWARD ACCEPT [0:0]\n-A FORWARD -j DROP\nCOMMIT\n*security\n:FORWARD DROP [0:0]\nCOMMIT\n", "mangle FORWARD rule 1")]
    [InlineData("raw before all", "client", "10.96.0.50", 80, "*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -d 10.96.0.50/32 -j DROP\nCOMMIT\n*mangle\n:PREROUTING DROP [0:0]\nCOMMIT\n", "raw PREROUTING rule 1")]
    [InlineData("mangle POSTROUTING after the translation", "client", "10.96.0.50", 80, "*mangle\n:POSTROUTING ACCEPT [0:0]\n-A POSTROUTING -d 10.244.0.2/32 -j DROP\nCOMMIT\n", "mangle POSTROUTING rule 1")]
    public void Every_table_has_its_place(string what, string from, string to, int port, string rules, string reason)
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy().Append(CalicoNode.Rules, rules), from, to, port);

        Assert.True(outcome.Disposition == nameof(Disposition.Dropped) && outcome.Reason.StartsWith(reason, StringComparison.Ordinal), $"{what}: {outcome} {outcome.Reason}");
    }

    [Fact]
    public void Nat_INPUT_gives_local_packets_another_source()
    {
        PathOutcome outcome = CalicoNode.Outcome(
            CalicoNode.Healthy().Change(CalicoNode.Rules, "-A POSTROUTING -m comment", "-A INPUT -p tcp -m tcp --dport 22 -j SNAT --to-source 198.51.100.99\n-A POSTROUTING -m comment"),
            to: "192.0.2.10",
            port: 22);

        Assert.Equal((true, "198.51.100.99"), (outcome.Passed, outcome.SourceSeen));
    }

    [Fact]
    public void A_jump_to_a_chain_that_does_not_exist_is_named()
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy().Change(CalicoNode.Rules, "-A FORWARD -m comment", "-A FORWARD -j GONE\n-A FORWARD -m comment"));

        RuleHop last = outcome.Hops.OfType<RuleHop>().Last();
        Assert.Equal((nameof(Disposition.Inconclusive), "GONE", "MissingChain"), (outcome.Disposition, last.Target, last.Effect));
    }

    [Theory]
    [InlineData("a mark for which nobody asks", "-A FORWARD -m limit --limit 1/s -j MARK --set-xmark 0x1/0x1", true)]
    [InlineData("two of them", "-A FORWARD -m limit --limit 1/s -j MARK --set-xmark 0x1/0x1\n-A POSTROUTING -m limit --limit 2/s -j MARK --set-xmark 0x2/0x2", true)]
    [InlineData("a drop", "-A FORWARD -m limit --limit 1/s -j DROP", false)]
    public void An_unknown_rule_that_makes_no_difference_in_the_end_is_no_condition(string what, string rules, bool certain)
    {
        PacketTrace trace = CalicoNode.Trace(CalicoNode.Healthy().Append(CalicoNode.Rules, $"*mangle\n:FORWARD ACCEPT [0:0]\n:POSTROUTING ACCEPT [0:0]\n{rules}\nCOMMIT\n").Build());

        Assert.True(trace.Passed == certain && (trace.Outcomes.Length == 1) == certain, $"{what}: {string.Join("; ", trace.Outcomes.Select(outcome => $"{outcome} {string.Join(", ", outcome.Assumptions)}"))}");
    }

    private static NodeBuilder Proxied(string port)
    {
        string routes = """
            [{"dst":"default","gateway":"192.0.2.1","dev":"eth0","flags":[]},
             {"dst":"10.244.0.2","dev":"cali-web","scope":"link","flags":[]},
             {"dst":"10.244.0.3","dev":"cali-client","scope":"link","flags":[]},
             {"type":"local","dst":"192.0.2.10","dev":"eth0","table":"local","protocol":"kernel","scope":"host","prefsrc":"192.0.2.10","flags":[]}
            """;
        return CalicoNode.Healthy()
            .With("host/routing/rule4.json", Local)
            .With(CalicoNode.Routes, routes + LocalRoute)
            .Append(CalicoNode.Rules, Proxy.Replace("{0}", port, StringComparison.Ordinal));
    }
}
