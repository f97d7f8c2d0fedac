using NetPath.Core.KernelTracing;
using NetPath.Core.Snapshots;
using Xunit;

namespace NetPath.Unit.KernelTracing;

/// <summary>Traces with the rules of a snapshot.</summary>
public sealed class KernelPacketTests
{
    private const string Legacy = "host/netfilter/iptables-legacy-save.txt";
    private const string Nft = "host/netfilter/iptables-nft-save.txt";
    private const string Handles = "host/netfilter/nft-ruleset.json";

    [Fact]
    public void A_connection_through_legacy_rules_shows_the_rules_that_decided()
    {
        List<KernelPacket> packets = TraceFixture.Packets(TraceFixture.LegacyNode().Build(), TraceFixture.Lines("legacy-dmesg.txt"));
        KernelPacket packet = packets[0];

        Assert.Equal(
            [
                "nat PREROUTING #1 -> KUBE-SERVICES",
                "nat KUBE-SERVICES #5 -> KUBE-SVC-BE5LIK4X2OAKIEFX",
                "nat KUBE-SVC-BE5LIK4X2OAKIEFX #2 -> KUBE-SEP-E4SSCTGR3GJGHN43",
                "nat KUBE-SEP-E4SSCTGR3GJGHN43 #2 DNAT 10.109.60.134:80 -> 10.244.120.67:80",
            ],
            TraceFixture.Way(packet));
        Assert.Equal(("Legacy", "node1", "default/numbers-api", "Accepted", "accepted, leaves by cali693e13cd073"), (packet.Backend, packet.Namespace, packet.Service, packet.Verdict, packet.Reason));
        Assert.Equal("tcp 10.244.120.68:57206 -> 10.244.120.67:80", packet.LastPacket!.ToString());
        Assert.Empty(packet.Problems);
        KernelStep dnat = packet.Steps[5];
        Assert.Equal((Legacy, 90, "trace.log", 6), (dnat.Evidence[0].File, dnat.Evidence[0].Line, dnat.Evidence[1].File, dnat.Evidence[1].Line));
        Assert.Equal(("kube-proxy", "default/numbers-api", "DNAT"), (dnat.Owner, dnat.Comment, dnat.Target));
    }

    [Fact]
    public void Each_packet_has_its_ending()
    {
        Assert.Equal(
            [
                "Accepted accepted, leaves by cali693e13cd073",
                "Accepted accepted, leaves by cali241865e94fd",
                "Accepted accepted, leaves by cali693e13cd073",
                "Accepted accepted, to a process of this namespace",
                "Rejected rejected by filter KUBE-SERVICES rule 1",
                "Accepted accepted, leaves by cali241865e94fd",
                "Accepted accepted, leaves by cali97b404ef1b7",
            ],
            TraceFixture.Packets(TraceFixture.LegacyNode().Build(), TraceFixture.Lines("legacy-dmesg.txt")).Select(packet => $"{packet.Verdict} {packet.Reason}"));
    }

    [Theory]
    [InlineData("nft-a-monitor-trace.txt", 0)]
    [InlineData("xtables-monitor.txt", 0)]
    [InlineData("nft-monitor-trace.txt", 0)]
    public void Steps_of_nftables_find_their_rules_by_handle_or_by_text(string file, int index)
    {
        KernelPacket packet = TraceFixture.Packets(TraceFixture.NftNode().Build(), TraceFixture.Lines(file))[index];
        Assert.Empty(packet.Problems);
        Assert.All(packet.Steps, step => Assert.Null(step.Problem));
        KernelStep entry = Assert.Single(packet.Steps, step => step.Chain == "KUBE-SERVICES" && step.Table == "nat");
        Assert.Equal((5, Nft, 155), (entry.RuleNumber, entry.Evidence[0].File, entry.Evidence[0].Line));
        Assert.Contains("nat KUBE-SEP-E4SSCTGR3GJGHN43 #2 DNAT 10.109.60.134:80 -> 10.244.120.67:80", TraceFixture.Way(packet));
        Assert.Equal("Accepted", packet.Verdict);
    }

    [Fact]
    public void A_masqueraded_packet_shows_both_marks_and_the_last_rule()
    {
        Assert.Equal(
            [
                "nat OUTPUT #1 -> KUBE-SERVICES",
                "nat KUBE-SERVICES #5 -> KUBE-SVC-BE5LIK4X2OAKIEFX",
                "nat KUBE-SVC-BE5LIK4X2OAKIEFX #1 -> KUBE-MARK-MASQ",
                "nat KUBE-MARK-MASQ #1 MARK",
                "nat KUBE-SVC-BE5LIK4X2OAKIEFX #2 -> KUBE-SEP-E4SSCTGR3GJGHN43",
                "nat KUBE-SEP-E4SSCTGR3GJGHN43 #2 DNAT 10.109.60.134:80 -> 10.244.120.67:80",
                "nat POSTROUTING #1 -> KUBE-POSTROUTING",
                "nat KUBE-POSTROUTING #2 MARK",
                "nat KUBE-POSTROUTING #3 MASQUERADE",
            ],
            TraceFixture.Way(TraceFixture.Packets(TraceFixture.NftNode().Build(), TraceFixture.Lines("nft-a-monitor-trace.txt"))[0]));
    }

    [Fact]
    public void The_address_of_an_established_connection_changes_without_a_rule()
    {
        KernelPacket answer = TraceFixture.Packets(TraceFixture.NftNode().Build(), TraceFixture.Lines("nft-a-monitor-trace.txt"))[1];
        Assert.Contains("mangle PREROUTING policy ACCEPT, then NAT 192.168.49.2:29491 -> 192.168.49.2:49598", TraceFixture.Way(answer));
    }

    [Fact]
    public void Without_a_snapshot_the_tool_that_prints_rules_is_enough_and_the_kernels_log_is_not()
    {
        KernelPacket told = TraceFixture.Packets(null, TraceFixture.Lines("xtables-monitor.txt"))[0];
        Assert.Equal(("Accepted", "default/numbers-api", null), (told.Verdict, told.Service, told.Namespace));
        Assert.Contains("nat KUBE-SEP-E4SSCTGR3GJGHN43 handle 65 DNAT 10.109.60.134:80 -> 10.244.120.67:80", TraceFixture.Way(told));

        KernelPacket untold = TraceFixture.Packets(null, TraceFixture.Lines("legacy-dmesg.txt"))[0];
        Assert.Equal(("Unknown", "the trace ends at nat POSTROUTING policy, and does not say what that did; give -Snapshot"), (untold.Verdict, untold.Reason));
        Assert.Contains("nat KUBE-SERVICES #5 matched", TraceFixture.Way(untold));
    }

    public static TheoryData<string, string, string, string> ChangedLegacyRules => new()
    {
        { "a rule was put in before", "-A KUBE-SERVICES -d 10.96.0.1/32", "-A KUBE-SERVICES -d 10.0.0.9/32 -j DROP\n-A KUBE-SERVICES -d 10.96.0.1/32", "nat KUBE-SERVICES: rule 5 of the snapshot does not match this packet: the rules have changed" },
        { "the chain lost rules", "-A KUBE-SVC-BE5LIK4X2OAKIEFX -m comment", "-A KUBE-OTHER -m comment", "nat KUBE-SVC-BE5LIK4X2OAKIEFX: rule 2 is not in the snapshot, where the chain has 1 rule" },
        { "the chain is gone", "KUBE-SEP-E4SSCTGR3GJGHN43", "KUBE-SEP-AAAAAAAAAAAAAAAA", "nat KUBE-SEP-E4SSCTGR3GJGHN43: the snapshot's nat table has no chain KUBE-SEP-E4SSCTGR3GJGHN43" },
        { "the rule leads elsewhere", "-j KUBE-SVC-BE5LIK4X2OAKIEFX", "-j KUBE-SVC-BBBBBBBBBBBBBBBB", "nat KUBE-SERVICES: rule 5 of the snapshot jumps to KUBE-SVC-BBBBBBBBBBBBBBBB, and the packet went to KUBE-SVC-BE5LIK4X2OAKIEFX: the rules have changed" },
    };

    [Theory, MemberData(nameof(ChangedLegacyRules))]
    public void Rules_that_changed_since_are_said_and_not_guessed(string what, string from, string to, string problem)
    {
        NodeSnapshot snapshot = TraceFixture.LegacyNode().Change(Legacy, from, to).Build();
        KernelPacket packet = TraceFixture.Packets(snapshot, TraceFixture.Lines("legacy-dmesg.txt"))[0];
        Assert.True(packet.Problems.Contains(problem), $"{what}: {string.Join("; ", packet.Problems)}");
    }

    [Fact]
    public void A_policy_that_stands_behind_another_number_of_rules_is_said()
    {
        NodeSnapshot snapshot = TraceFixture.LegacyNode().Change(Legacy, "-A FORWARD -m conntrack --ctstate NEW -m comment --comment \"kubernetes externally-visible service portals\"", "-A OTHER -m comment --comment x").Build();
        KernelStep policy = Assert.Single(TraceFixture.Packets(snapshot, TraceFixture.Lines("legacy-dmesg.txt"))[0].Steps, step => step is { Table: "filter", Chain: "FORWARD", Step: "Policy" });
        Assert.Equal("the chain had 4 rules when it was traced, and has 3 in the snapshot", policy.Problem);
    }

    [Theory]
    [InlineData("policy:1", "an unconditional DROP in a base chain is reported as its policy", "-A FORWARD -j DROP", "Dropped", "filter FORWARD #1 DROP")]
    [InlineData("policy:2", "the policy itself", "-A FORWARD -s 10.9.9.9/32 -j ACCEPT", "Accepted", "filter FORWARD policy ACCEPT")]
    public void The_kernel_takes_an_unconditional_rule_for_the_end_of_its_chain(string kind, string what, string rule, string verdict, string step)
    {
        NodeSnapshot snapshot = new NodeBuilder().With(Legacy, $"*filter\n:FORWARD ACCEPT [0:0]\n{rule}\nCOMMIT\n*mangle\n:POSTROUTING ACCEPT [0:0]\nCOMMIT\n").Build();
        const string Headers = "IN=a OUT=b SRC=10.0.0.1 DST=10.0.0.2 LEN=60 TTL=63 ID=5 PROTO=UDP SPT=1 DPT=2 LEN=40";
        string[] lines = [$"TRACE: filter:FORWARD:{kind} {Headers}", $"TRACE: mangle:POSTROUTING:policy:1 {Headers}"];
        KernelPacket packet = Assert.Single(TraceFixture.Packets(snapshot, verdict == "Dropped" ? lines[..1] : lines));
        Assert.True(packet.Verdict == verdict && packet.Steps[0].Description == step, $"{what}: {packet} {packet.Steps[0]}");
    }

    [Fact]
    public void A_packet_that_no_rule_stopped_and_that_came_no_further_is_said()
    {
        string[] lines = TraceFixture.Lines("legacy-dmesg.txt");
        KernelPacket packet = TraceFixture.Packets(TraceFixture.LegacyNode().Build(), [.. lines[..6], .. lines[54..]])[0];
        Assert.Equal(
            ("NotSeenAgain", "nat KUBE-SEP-E4SSCTGR3GJGHN43 rule 2 let it on, and it never came to mangle INPUT or mangle FORWARD: the kernel stopped it between (no route, reverse-path filter), or events are lost"),
            (packet.Verdict, packet.Reason));
    }

    [Fact]
    public void Handles_that_are_new_are_no_matter_when_the_text_is_the_same()
    {
        NodeSnapshot snapshot = TraceFixture.NftNode().Change(Handles, "\"handle\": 84,", "\"handle\": 984,").Build();
        Assert.Equal(5, Entry(snapshot, "xtables-monitor.txt").RuleNumber);
        Assert.Equal(5, Entry(snapshot, "nft-a-monitor-trace.txt").RuleNumber);
    }

    [Fact]
    public void A_handle_that_the_snapshot_does_not_hold_is_said_when_the_text_does_not_help()
    {
        NodeSnapshot snapshot = TraceFixture.NftNode().Change(Handles, "\"handle\": 84,", "\"handle\": 984,").Change(Nft, "-d 10.109.60.134/32 -p tcp", "-d 10.109.60.135/32 -p tcp").Build();
        Assert.Equal("the snapshot's chain has no rule with the handle 84: it was written anew", Entry(snapshot, "nft-a-monitor-trace.txt").Problem);
    }

    [Fact]
    public void A_handle_whose_rule_reads_otherwise_is_another_rule()
    {
        NodeSnapshot snapshot = TraceFixture.NftNode().Change(Nft, "default/numbers-api cluster IP\" -m tcp --dport 80 -j KUBE-SVC", "default/other cluster IP\" -m tcp --dport 80 -j KUBE-SVC").Build();
        Assert.Equal("rule 5 of the snapshot has the handle 84, and reads otherwise", Entry(snapshot, "xtables-monitor.txt").Problem);
    }

    [Fact]
    public void A_rule_that_iptables_nft_save_left_out_does_not_shift_the_others()
    {
        const string First = "-A KUBE-SERVICES -d 10.96.0.1/32 -p tcp -m comment --comment \"default/kubernetes:https cluster IP\" -m tcp --dport 443 -j KUBE-SVC-NPX46M4PTMTKRN6Y\n";
        NodeSnapshot snapshot = TraceFixture.NftNode().Change(Nft, First, "# a rule that iptables cannot write\n").Build();
        KernelStep entry = Entry(snapshot, "nft-a-monitor-trace.txt");
        Assert.Equal((5, "iptables-nft-save printed 12 of the chain's 13 rules"), (entry.RuleNumber, entry.Problem));
        Assert.Equal(Handles, entry.Evidence[0].File);
    }

    [Fact]
    public void A_rule_of_native_nftables_is_shown_as_nft_printed_it()
    {
        const string Json = """{"nftables": [{"metainfo": {"version": "1.0.6"}}, {"table": {"family": "inet", "name": "t", "handle": 1}}, {"rule": {"family": "inet", "table": "t", "chain": "pre", "handle": 4, "expr": [{"drop": null}]}}]}""";
        NodeSnapshot snapshot = new NodeBuilder().With(Nft, "").With(Handles, Json).Build();
        KernelPacket packet = Assert.Single(TraceFixture.Packets(
            snapshot,
            "trace id 0000001f inet t pre packet: iif \"eth0\" ip saddr 10.0.0.1 ip daddr 10.0.0.2 ip id 5 udp sport 7 udp dport 53",
            "trace id 0000001f inet t pre rule drop # handle 4 (verdict drop)"));
        Assert.Equal(("Dropped", "dropped by t pre rule 1"), (packet.Verdict, packet.Reason));
        Assert.Equal("""{"family": "inet", "table": "t", "chain": "pre", "handle": 4, "expr": [{"drop": null}]}""", packet.Steps[0].Rule);
    }

    private static KernelStep Entry(NodeSnapshot snapshot, string file) =>
        Assert.Single(TraceFixture.Packets(snapshot, TraceFixture.Lines(file))[0].Steps, step => step is { Table: "nat", Chain: "KUBE-SERVICES" });
}
