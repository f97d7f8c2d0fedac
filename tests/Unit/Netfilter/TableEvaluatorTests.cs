using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Packets;
using Xunit;

namespace NetPath.Unit.Netfilter;

/// <summary>Ways out of FORWARD. A question mark stands for an assumption, a number for the mark, a share or a destination.</summary>
public class TableEvaluatorTests
{
    [Theory]
    [InlineData("the policy decides at the end", "", "Accept")]
    [InlineData("the first verdict counts", "-A FORWARD -j DROP\n-A FORWARD -j ACCEPT", "Drop")]
    [InlineData("a rule without target falls through", "-A FORWARD -s 10.0.0.1\n-A FORWARD -j DROP", "Drop")]
    [InlineData("RETURN in the base chain asks the policy", "-A FORWARD -j RETURN\n-A FORWARD -j DROP", "Accept")]
    [InlineData("RETURN goes back to the caller", "-A FORWARD -j A\n-A FORWARD -j DROP\n-A A -j RETURN\n-A A -j ACCEPT", "Drop")]
    [InlineData("the end of a chain goes back to the caller", "-A FORWARD -j A\n-A FORWARD -j DROP\n-A A -s 10.9.9.9 -j ACCEPT", "Drop")]
    [InlineData("RETURN behind a goto goes past the caller", "-A FORWARD -j A\n-A FORWARD -j DROP\n-A A -g B\n-A A -j ACCEPT\n-A B -j RETURN", "Drop")]
    [InlineData("a goto from the base chain ends in the policy", "-A FORWARD -g A\n-A FORWARD -j DROP\n-A A -s 10.9.9.9 -j ACCEPT", "Accept")]
    [InlineData("marks are kept", "-A FORWARD -j MARK --set-xmark 0x4000/0x4000\n-A FORWARD -m mark ! --mark 0x4000/0x4000 -j DROP", "Accept 0x4000")]
    [InlineData("the connection's mark is saved and restored", "-A FORWARD -j MARK --set-xmark 0xff/0xffffffff\n-A FORWARD -j CONNMARK --save-mark --nfmask 0xf --ctmask 0xf\n-A FORWARD -j MARK --set-xmark 0x0/0xffffffff\n-A FORWARD -j CONNMARK --restore-mark --nfmask 0x3 --ctmask 0x3", "Accept 0x3")]
    [InlineData("LOG, NFLOG, TEE and their like go on", "-A FORWARD -j LOG\n-A FORWARD -j NFLOG\n-A FORWARD -j TEE --gateway 10.0.0.9\n-A FORWARD -j TRACE\n-A FORWARD -j SET --add-set s src\n-A FORWARD -j TOS --set-tos 8\n-A FORWARD -j CT --zone 1\n-A FORWARD -j DROP", "Drop")]
    [InlineData("a mark is set without leaving the chain", "-A FORWARD -j A\n-A A -j MARK --set-xmark 0x1/0x1\n-A A -j MARK --set-xmark 0x2/0x2\n-A A -j RETURN\n-A A -j DROP", "Accept 0x3")]
    [InlineData("a reset for TCP", "-A FORWARD -j REJECT --reject-with tcp-reset", "Reject")]
    [InlineData("chains that lead to each other by goto stop the walk", "-A FORWARD -g A\n-A A -g B\n-A B -g A", "Unknown")]
    [InlineData("a chain that leads to itself stops the walk", "-A FORWARD -j A\n-A A -g A", "Unknown")]
    [InlineData("the same chain twice in a row is no loop", "-A FORWARD -j A\n-A FORWARD -j A\n-A FORWARD -j DROP\n-A A -s 10.9.9.9 -j ACCEPT", "Drop")]
    [InlineData("a chain reached by goto and by jump", "-A FORWARD -j A\n-A FORWARD -j DROP\n-A A -g B\n-A B -s 10.9.9.9 -j ACCEPT", "Drop")]
    [InlineData("a missing chain stops the walk", "-A FORWARD -j GONE", "Unknown")]
    [InlineData("chains that call each other stop the walk", "-A FORWARD -j A\n-A A -j B\n-A B -j A", "Unknown")]
    public void The_kernels_order_is_followed(string name, string rules, string expected) =>
        Assert.True(RuleBench.Outcomes("filter", Dump(rules)) is [string outcome] && outcome == expected, $"{name}: {string.Join(", ", RuleBench.Outcomes("filter", Dump(rules)))}");

    [Theory]
    [InlineData("an unknown rule is followed both ways", "-A FORWARD -m set --match-set X src -j DROP", "Accept?|Drop?")]
    [InlineData("one without consequence leaves no trace", "-A FORWARD -m limit --limit 1/s -j ACCEPT", "Accept")]
    [InlineData("one that only logs leaves no trace", "-A FORWARD -m limit --limit 1/s -j LOG", "Accept")]
    [InlineData("one in front of the same verdict leaves no trace of its answer", "-A FORWARD -m set --match-set X src -j A\n-A FORWARD -j ACCEPT\n-A A -j ACCEPT", "Accept")]
    [InlineData("two unknown rules give their combinations", "-A FORWARD -m set --match-set X src -j DROP\n-A FORWARD -m set --match-set Y src -j MARK --set-xmark 0x1/0x1", "Accept 0x1??|Accept??|Drop?")]
    [InlineData("an unknown target may end the packet or not", "-A FORWARD -j HMARK --hmark-mod 5", "Accept?|Unknown?")]
    [InlineData("what a program decides is open", "-A FORWARD -j NFQUEUE --queue-num 0\n-A FORWARD -j DROP", "Accept?|Unknown?")]
    [InlineData("an option of a newer kernel is open", "-A FORWARD -j MARK [unsupported revision]\n-A FORWARD -j DROP", "Drop?|Unknown?")]
    [InlineData("a proxy that the snapshot does not show", "-A FORWARD -p tcp -j TPROXY --on-port 1 --on-ip 127.0.0.1 --tproxy-mark 0x1/0x1\n-A FORWARD -j DROP", "Accept 0x1?|Drop?")]
    [InlineData("a set that a rule has changed is not the snapshot's", "-A FORWARD -j SET --add-set X src\n-A FORWARD -m set --match-set X src -j DROP", "Accept?|Drop?")]
    [InlineData("SYNPROXY answers the SYN itself", "-A FORWARD -p tcp -j SYNPROXY --mss 1460\n-A FORWARD -j DROP", "Unknown")]
    [InlineData("behind a known verdict an unknown rule does not matter", "-A FORWARD -j ACCEPT\n-A FORWARD -m set --match-set X src -j DROP", "Accept")]
    [InlineData("a rule met twice keeps the answer that matters", "-A FORWARD -j A\n-A FORWARD -j A\n-A A -m set --match-set X src -j MARK --set-xmark 0x1/0x1", "Accept 0x1?|Accept 0x1??|Accept??")]
    [InlineData("an unknown target behind an unknown condition", "-A FORWARD -m set --match-set X src -j NFQUEUE --queue-num 0", "Accept?|Accept??|Unknown??")]
    public void Unknown_stays_in_sight(string name, string rules, string expected) =>
        Assert.True(expected == string.Join('|', RuleBench.Outcomes("filter", Dump(rules))), $"{name}: {string.Join('|', RuleBench.Outcomes("filter", Dump(rules)))}");

    [Fact]
    public void Shares_are_multiplied_along_the_chain_and_sum_to_one()
    {
        string rules = Dump("""
            -A FORWARD -m statistic --mode random --probability 0.33333333349 -j DNAT --to-destination 10.0.0.11:8080
            -A FORWARD -m statistic --mode random --probability 0.50000000000 -j DNAT --to-destination 10.0.0.12:8080
            -A FORWARD -j DNAT --to-destination 10.0.0.13:8080
            """).Replace("*filter", "*nat", StringComparison.Ordinal);

        Assert.Equal(["Accept 10.0.0.11:8080 0.3333", "Accept 10.0.0.12:8080 0.3333", "Accept 10.0.0.13:8080 0.3333"], RuleBench.Outcomes("nat", rules));
    }

    [Fact]
    public void A_table_or_chain_that_does_not_exist_accepts()
    {
        Assert.Equal(["Accept"], RuleBench.Outcomes("mangle", Dump("-A FORWARD -j DROP")));
        Assert.Equal(["Accept"], RuleBench.Outcomes("filter", Dump("-A FORWARD -j DROP"), RuleBench.Context with { Hook = Hook.Input }));
    }

    [Fact]
    public void A_base_chain_without_a_policy_cannot_be_judged() =>
        Assert.Equal(["Unknown"], RuleBench.Outcomes("filter", "*filter\n-A FORWARD -s 10.9.9.9 -j DROP\nCOMMIT\n"));

    [Fact]
    public void A_translation_changes_the_tuple_that_is_expected_back()
    {
        Ruleset ruleset = RuleBench.Read(Dump("-A FORWARD -j DNAT --to-destination 10.0.0.11:8080").Replace("*filter", "*nat", StringComparison.Ordinal));

        Connection connection = Assert.Single(TableEvaluator.Run(ruleset, TableKind.Nat, RuleBench.Context)).Connection!;

        Assert.Equal(("tcp 10.0.0.11:8080 -> 10.0.0.1:40000", true, false), (connection.Reply.ToString(), connection.DestinationTranslated, connection.SourceTranslated));
    }

    // A chain of more rules than this is indexed by destination.
    [Theory]
    [InlineData("10.1.0.17", "Drop")]
    [InlineData("10.1.0.40", "Accept")]
    [InlineData("10.1.0.99", "Accept")]
    [InlineData("10.2.0.1", "Reject")]
    public void A_long_chain_gives_the_same_answer_as_rule_after_rule(string destination, string expected)
    {
        string rules = string.Join('\n', Enumerable.Range(0, 40).Select(i => $"-A FORWARD -d 10.1.0.{i}/32 -j DROP").Prepend("-A FORWARD -d 10.2.0.0/16 -j REJECT").Append("-A FORWARD -d 10.1.0.99/32 -j ACCEPT"));
        Packet packet = RuleBench.Packet with { DestinationAddress = IpAddress.Parse(destination) };

        Assert.StartsWith(expected, Assert.Single(RuleBench.Outcomes("filter", Dump(rules), RuleBench.Context with { Packet = packet })), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("by destination port", "10.1.0.9", 30017, "eth0", "-A FORWARD -p tcp -m tcp --dport {0} -j DROP", 30000, "Drop")]
    [InlineData("by a port that no rule has", "10.1.0.9", 31000, "eth0", "-A FORWARD -p tcp -m tcp --dport {0} -j DROP", 30000, "Accept")]
    [InlineData("by a port that is not known", "10.1.0.9", null, "eth0", "-A FORWARD -p tcp -m tcp --dport {0} -j DROP", 30000, "Drop?")]
    [InlineData("by one of several ports", "10.1.0.9", 30017, "eth0", "-A FORWARD -p tcp -m multiport --dports 22,{0} -j DROP", 30000, "Drop")]
    [InlineData("by interface", "10.1.0.9", 80, "cali17", "-A FORWARD -i cali{0} -j DROP", 0, "Drop")]
    [InlineData("by an interface that no rule has", "10.1.0.9", 80, "cali99", "-A FORWARD -i cali{0} -j DROP", 0, "Accept")]
    [InlineData("by source", "10.1.0.9", 80, "eth0", "-A FORWARD -s 10.0.0.{0}/32 -j DROP", 0, "Drop")]
    public void A_long_chain_is_indexed_without_a_change_of_answers(string what, string destination, int? port, string device, string rule, int first, string expected)
    {
        string rules = string.Join('\n', Enumerable.Range(first, 40).Select(i => rule.Replace("{0}", i.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)));
        Packet packet = RuleBench.Packet with { DestinationAddress = IpAddress.Parse(destination), DestinationPort = port };
        string[] outcomes = RuleBench.Outcomes("filter", Dump(rules), RuleBench.Context with { Packet = packet, InInterface = device });

        Assert.True(outcomes.Any(outcome => outcome.StartsWith(expected.Split('|')[0].TrimEnd('?'), StringComparison.Ordinal)) && (port is null || outcomes.Length == 1), $"{what}: {string.Join('|', outcomes)}");
    }

    [Theory]
    [InlineData(16, RulesetBackend.NfTables, "Drop")]
    [InlineData(17, RulesetBackend.NfTables, "Unknown")]
    [InlineData(17, RulesetBackend.Legacy, "Drop")]
    [InlineData(300, RulesetBackend.Legacy, "Drop")]
    public void Chains_call_each_other_as_deep_as_the_kernel_allows(int depth, RulesetBackend backend, string verdict)
    {
        string chains = string.Concat(Enumerable.Range(1, depth).Select(i => $":C{i} - [0:0]\n"));
        string jumps = string.Concat(Enumerable.Range(1, depth - 1).Select(i => $"-A C{i} -j C{i + 1}\n"));
        Ruleset ruleset = RuleBench.Read($"*filter\n:FORWARD ACCEPT [0:0]\n{chains}-A FORWARD -j C1\n{jumps}-A C{depth} -j DROP\nCOMMIT\n", backend);

        Assert.Equal(verdict, Assert.Single(TableEvaluator.Run(ruleset, TableKind.Filter, RuleBench.Context)).Verdict.ToString());
    }

    [Theory]
    [InlineData("tcp-reset", Protocol.Tcp, "Reject tcp-reset")]
    [InlineData("tcp-reset", Protocol.Udp, "Drop ")]
    [InlineData("icmp-host-prohibited", Protocol.Udp, "Reject icmp-host-prohibited")]
    [InlineData("host-unreach", Protocol.Tcp, "Reject icmp-host-unreachable")]
    [InlineData("icmp6-no-route", Protocol.Tcp, "Unknown ")]
    public void A_rejected_packet_is_answered_with_what_its_protocol_has(string with, Protocol protocol, string expected)
    {
        Ruleset ruleset = RuleBench.Read(Dump($"-A FORWARD -j REJECT --reject-with {with}"));
        TableOutcome outcome = Assert.Single(TableEvaluator.Run(ruleset, TableKind.Filter, RuleBench.Context with { Packet = RuleBench.Packet with { Transport = protocol } }));

        Assert.Equal(expected, $"{outcome.Verdict} {outcome.RejectWith}");
    }

    private static string Dump(string rules) => $"*filter\n:FORWARD ACCEPT [0:0]\n:A - [0:0]\n:B - [0:0]\n{rules}\nCOMMIT\n";
}
