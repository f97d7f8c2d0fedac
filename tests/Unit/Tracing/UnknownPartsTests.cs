using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.Tracing;

/// <summary>What the snapshot does not hold is never a pass.</summary>
public class UnknownPartsTests
{
    private const string Legacy = "host/netfilter/iptables-legacy-save.txt";

    [Theory]
    [InlineData("host/netfilter/iptables-nft-save.txt")]
    [InlineData("host/netfilter/nft-ruleset.json")]
    [InlineData("host/routing/route4.json")]
    [InlineData("host/routing/rule4.json")]
    [InlineData("host/routing/neighbour.json")]
    [InlineData("host/links/link.json")]
    [InlineData("host/sysctl.txt")]
    [InlineData("pods/102/netfilter/iptables-nft-save.txt")]
    [InlineData("pods/102/netfilter/nft-ruleset.json")]
    [InlineData("pods/102/routing/route4.json")]
    [InlineData("pods/102/routing/neighbour.json")]
    [InlineData("pods/102/links/link.json")]
    [InlineData("pods/102/sysctl.txt")]
    [InlineData("pods/102/sockets/tcp.txt")]
    [InlineData("pods/102/sockets/tcp6.txt", true)]
    [InlineData("pods/103/netfilter/iptables-nft-save.txt")]
    [InlineData("pods/103/routing/route4.json")]
    [InlineData("pods/103/routing/rule4.json")]
    [InlineData("pods/103/links/link.json")]
    [InlineData("pods/103/links/address.json")]
    [InlineData("pods/103/sysctl.txt")]
    [InlineData("pods/103/sockets/tcp.txt", true)]
    public void A_part_that_is_missing_takes_the_certainty_away(string part, bool stillCertain = false)
    {
        PacketTrace without = CalicoNode.Trace(CalicoNode.Healthy().Without(part).Build());
        PacketTrace failed = CalicoNode.Trace(CalicoNode.Healthy().Failed(part, 1, "Permission denied").Build());

        Assert.Equal((stillCertain, stillCertain), (without.Passed, failed.Passed));
        Assert.All(without.Outcomes.Concat(failed.Outcomes), outcome => Assert.True(outcome.Passed == stillCertain && (outcome.Symptom is nameof(Symptom.Connected) or nameof(Symptom.Unknown)), $"{outcome}: {outcome.Reason}"));
    }

    [Theory]
    [InlineData("pods/102/links/link.json", "not json")]
    [InlineData("host/routing/route4.json", "{")]
    [InlineData("host/netfilter/iptables-nft-save.txt", "iptables-save: Permission denied")]
    [InlineData("host/netfilter/nft-ruleset.json", "5")]
    [InlineData("host/netfilter/nft-ruleset.json", "[]")]
    [InlineData("host/netfilter/nft-ruleset.json", """{"nftables":5}""")]
    public void A_part_that_cannot_be_read_takes_the_certainty_away(string part, string text) =>
        Assert.All(CalicoNode.Trace(CalicoNode.Healthy().With(part, text).Build()).Outcomes, outcome => Assert.False(outcome.Passed));

    [Fact]
    public void Odd_entries_of_the_nft_ruleset_are_passed_over() =>
        Assert.True(CalicoNode.Outcome(CalicoNode.Healthy().With(CalicoNode.Native, """{"nftables":[1,null,{"chain":2},{"rule":"x"},{"metainfo":{}}]}""")).Passed);

    [Fact]
    public void A_dump_of_the_other_ip_version_does_not_matter() =>
        Assert.True(CalicoNode.Outcome(CalicoNode.Healthy().Failed("host/netfilter/ip6tables-nft-save.txt", 127, "not found")).Passed);

    [Fact]
    public void A_legacy_dump_that_was_skipped_since_there_are_no_tables_does_not_matter() =>
        Assert.True(CalicoNode.Outcome(CalicoNode.Healthy().Skipped(Legacy, "no legacy tables in this namespace")).Passed);

    [Theory]
    [InlineData("# Warning: iptables-legacy tables present, use iptables-legacy-save to see them\n")]
    [InlineData("# Table `mangle' is incompatible, use 'nft' tool.\n")]
    [InlineData("iptables-save: unexpected error\n")]
    public void A_dump_that_says_it_is_incomplete_is_no_pass(string line)
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy().Append(CalicoNode.Rules, line));

        Assert.Equal((nameof(Symptom.Connected), false), (outcome.Symptom, outcome.Passed));
        Assert.Contains(outcome.Assumptions, assumption => assumption.Contains(line.Trim(), StringComparison.Ordinal));
    }

    [Fact]
    public void The_warning_of_legacy_tables_is_answered_by_their_dump() =>
        Assert.True(CalicoNode.Outcome(CalicoNode.Healthy()
            .Append(CalicoNode.Rules, "# Warning: iptables-legacy tables present, use iptables-legacy-save to see them\n")
            .With(Legacy, "*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n")).Passed);

    [Theory]
    [InlineData("inet", "forward", 1, "accept", false)]
    [InlineData("ip", "prerouting", 1, "accept", false)]
    [InlineData("ip", "forward", 0, "accept", true)]
    [InlineData("ip6", "forward", 1, "drop", true)]
    [InlineData("ip", "output", 1, "drop", true)]
    public void A_native_nftables_chain_on_the_way_is_an_assumption(string family, string hook, int rules, string policy, bool passed)
    {
        string rule = rules == 0 ? "" : $$$""","rule":{"family":"{{{family}}}","table":"own","chain":"guard","expr":[]}}""";
        string chain = $$$"""{"nftables":[{"chain":{"family":"{{{family}}}","table":"own","name":"guard","hook":"{{{hook}}}","prio":0,"policy":"{{{policy}}}"}{{{(rule.Length == 0 ? "}" : $"}},{{{rule[1..]}")}}}]}""";

        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy().With(CalicoNode.Native, chain));

        Assert.Equal((nameof(Symptom.Connected), passed), (outcome.Symptom, outcome.Passed));
    }

    [Theory]
    [InlineData("drop", "")]
    [InlineData("accept", ""","rule":{"family":"ip","table":"own","chain":"guard","expr":[{"drop":null}]}}""")]
    public void A_native_nftables_chain_that_can_drop_leaves_it_open_whether_the_packet_arrives(string policy, string rule)
    {
        string chain = $$$"""{"nftables":[{"chain":{"family":"ip","table":"own","name":"guard","hook":"forward","prio":0,"policy":"{{{policy}}}"}{{{(rule.Length == 0 ? "}" : $"}},{{{rule[1..]}")}}}]}""";

        PacketTrace trace = CalicoNode.Trace(CalicoNode.Healthy().With(CalicoNode.Native, chain).Build());

        Assert.False(trace.Passed);
        Assert.Contains(trace.Outcomes, outcome => outcome.Disposition == nameof(Disposition.Inconclusive));
        Assert.Contains(trace.Outcomes, outcome => outcome.Symptom == nameof(Symptom.Connected) && outcome.Assumptions.Length > 0);
    }

    [Fact]
    public void An_unevaluated_chain_before_kube_proxys_rules_says_nothing_about_translation()
    {
        const string Chain = """{"nftables":[{"chain":{"family":"ip","table":"own","name":"guard","hook":"prerouting","prio":-300,"policy":"drop"}}]}""";

        PacketTrace trace = CalicoNode.Trace(CalicoNode.Healthy().With(CalicoNode.Native, Chain).Build());

        Assert.DoesNotContain(trace.Outcomes, outcome => outcome.Disposition == nameof(Disposition.NotTranslated));
    }

    [Theory]
    [InlineData("rp_filter", "taken to be off: the reverse-path filter on cali-client")]
    [InlineData("forwarding", "taken to be on: forwarding on cali-client")]
    [InlineData("proxy_arp", "taken to answer: whether node1 answers for 169.254.1.1")]
    public void A_setting_of_the_interface_that_was_not_collected_is_an_assumption(string setting, string assumption)
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy().Change(CalicoNode.Sysctl, $"net/ipv4/conf/cali-client/{setting} = ", $"net/ipv4/conf/cali-client/other_{setting} = "));

        Assert.Equal((nameof(Symptom.Connected), false), (outcome.Symptom, outcome.Passed));
        Assert.Contains(outcome.Assumptions, text => text.StartsWith(assumption, StringComparison.Ordinal));
    }

    [Fact]
    public void That_an_ipv6_socket_takes_ipv4_is_an_assumption_without_the_sockets_options()
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy()
            .With("pods/102/sockets/tcp.txt", TestSockets.Tcp())
            .With("pods/102/sockets/tcp6.txt", TestSockets.Tcp("[::]:8080")));

        Assert.Equal((nameof(Symptom.Connected), false), (outcome.Symptom, outcome.Passed));
    }
}
