using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.Tracing;

/// <summary>Pods behind a bridge: what the bridge switches, what it hands to the rules, and what it keeps back. The lab asks the kernel the same.</summary>
public class BridgeWalkTests
{
    private const string Web = "10.244.0.2";

    [Fact]
    public void A_pod_reaches_another_through_the_bridge_and_the_rules_are_asked()
    {
        PathOutcome outcome = BridgeNode.Outcome(BridgeNode.Healthy(), "client", Web, 8080);

        Assert.True(outcome.Passed, outcome.Reason);
        BridgeHop hop = Assert.Single(outcome.Hops.OfType<BridgeHop>());
        Assert.Equal(("cni0", "veth-client", "veth-web", true), (hop.Bridge, hop.InPort, hop.OutPort, hop.AskedRules));
        Assert.Contains(outcome.Hops.OfType<RuleHop>(), rule => rule is { Place: "node1", Hook: "Forward" });
        Assert.Equal(64, outcome.Hops[^1].Before.TimeToLive);
    }

    [Fact]
    public void A_bridge_that_asks_no_rules_walks_past_them()
    {
        PathOutcome outcome = BridgeNode.Outcome(BridgeNode.Healthy().Change(CalicoNode.Sysctl, BridgeNode.AsksRules, "net/bridge/bridge-nf-call-iptables = 0"), "client", Web, 8080);

        Assert.True(outcome.Passed, outcome.Reason);
        Assert.DoesNotContain(outcome.Hops, hop => hop is RuleHop { Place: "node1" });
    }

    [Fact]
    public void A_bridge_may_ask_the_rules_by_a_setting_of_its_own()
    {
        PathOutcome outcome = BridgeNode.Outcome(
            BridgeNode.Healthy()
                .Change(CalicoNode.Sysctl, BridgeNode.AsksRules, "net/bridge/bridge-nf-call-iptables = 0")
                .Change(BridgeNode.Links, "\"nf_call_iptables\":0", "\"nf_call_iptables\":1")
                .Change(CalicoNode.Rules, ":FORWARD ACCEPT", ":FORWARD DROP"),
            "client",
            Web,
            8080);

        Assert.Equal((nameof(Disposition.Dropped), nameof(Symptom.TimedOut)), (outcome.Disposition, outcome.Symptom));
    }

    [Fact]
    public void A_Service_is_translated_inside_the_bridge_and_so_is_the_answer()
    {
        PathOutcome outcome = BridgeNode.Outcome(BridgeNode.Healthy(), "client");

        Assert.True(outcome.Passed, outcome.Reason);
        Assert.Equal(("10.244.0.3", "web"), (outcome.SourceSeen, outcome.EndsAt));
        // Switched, not forwarded: the time to live is the client's own.
        Assert.Equal(64, outcome.Hops[^1].Before.TimeToLive);
        Assert.Single(outcome.Hops.OfType<BridgeHop>());
        Assert.Single(outcome.ReplyHops.OfType<ConntrackHop>());
    }

    [Fact]
    public void Without_the_rules_the_answer_of_a_pod_on_the_same_bridge_is_not_translated_back()
    {
        PathOutcome outcome = BridgeNode.Outcome(BridgeNode.Healthy().Change(CalicoNode.Sysctl, BridgeNode.AsksRules, "net/bridge/bridge-nf-call-iptables = 0"), "client");

        Assert.Equal((nameof(Disposition.Delivered), nameof(Disposition.NotListening), nameof(Symptom.TimedOut)), (outcome.Disposition, outcome.ReplyDisposition, outcome.Symptom));
        Assert.Contains("the client waits for tcp 10.96.0.50:80 -> 10.244.0.3:* and gets tcp 10.244.0.2:8080 -> 10.244.0.3:*", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pod_reaches_itself_through_its_Service_only_with_the_hairpin_flag()
    {
        NodeBuilder flat = BridgeNode.Healthy();
        NodeBuilder hairpin = BridgeNode.Healthy().Change(BridgeNode.Links, BridgeNode.WebPort, BridgeNode.WebPort.Replace("\"hairpin\":false", "\"hairpin\":true", StringComparison.Ordinal));

        PathOutcome lost = BridgeNode.Outcome(flat, "web");
        PathOutcome found = BridgeNode.Outcome(hairpin, "web");

        Assert.Equal((nameof(Disposition.Dropped), nameof(Symptom.TimedOut)), (lost.Disposition, lost.Symptom));
        Assert.Contains("hairpin is off", lost.Reason, StringComparison.Ordinal);
        Assert.True(found.Passed, found.Reason);
        Assert.Equal("10.244.0.1", found.SourceSeen);
    }

    [Fact]
    public void Without_the_rules_the_packet_is_routed_and_no_hairpin_flag_is_asked()
    {
        PathOutcome outcome = BridgeNode.Outcome(BridgeNode.Healthy().Change(CalicoNode.Sysctl, BridgeNode.AsksRules, "net/bridge/bridge-nf-call-iptables = 0"), "web");

        Assert.True(outcome.Passed, outcome.Reason);
        Assert.Equal(63, outcome.Hops[^1].Before.TimeToLive);
    }

    /// <summary>What the bridge's ports and tables hold, how the way ends, what the client sees, and a part of the reason.</summary>
    public static TheoryData<string, string, string, string, string, string> Ports => new()
    {
        { "a blocked port", "\"state\":\"forwarding\"", "\"state\":\"blocking\"", nameof(Disposition.NeighbourUnresolved), nameof(Symptom.NoRouteToHost), "port veth-web is blocking" },
        { "one isolated port", "\"isolated\":false", "\"isolated\":true", nameof(Disposition.Delivered), nameof(Symptom.Connected), "takes the packet" },
        { "no flooding", "\"flood\":true", "\"flood\":false", nameof(Disposition.Delivered), nameof(Symptom.Connected), "takes the packet" },
    };

    [Theory, MemberData(nameof(Ports))]
    public void A_port_lets_frames_out_by_its_settings(string name, string from, string to, string disposition, string symptom, string reason)
    {
        string port = BridgeNode.WebPort.Replace(from, to, StringComparison.Ordinal);

        PathOutcome outcome = BridgeNode.Outcome(BridgeNode.Healthy().Change(BridgeNode.Links, BridgeNode.WebPort, port), "client", Web, 8080);

        Assert.True((disposition, symptom) == (outcome.Disposition, outcome.Symptom), $"{name}: {outcome} {outcome.Reason}");
        Assert.Contains(reason, outcome.Reason, StringComparison.Ordinal);
    }

    /// <summary>Likewise when the client knows the pod's station already.</summary>
    public static TheoryData<string, string, string, string, string, string> Known => new()
    {
        { "the entry leads there", BridgeNode.Entry(BridgeNode.WebMac, "veth-web"), BridgeNode.WebMac, nameof(Disposition.Delivered), nameof(Symptom.Connected), "takes the packet" },
        { "flooded", "[]", BridgeNode.WebMac, nameof(Disposition.Delivered), nameof(Symptom.Connected), "takes the packet" },
        { "the entry leads back", BridgeNode.Entry(BridgeNode.WebMac, "veth-client"), BridgeNode.WebMac, nameof(Disposition.Dropped), nameof(Symptom.TimedOut), "hairpin is off" },
        { "nobody's station", "[]", "0a:00:00:00:00:99", nameof(Disposition.NeighbourMismatch), nameof(Symptom.TimedOut), "names a station that is behind none" },
        { "an entry to the wrong port", BridgeNode.Entry("0a:00:00:00:00:99", "veth-web"), "0a:00:00:00:00:99", nameof(Disposition.NeighbourMismatch), nameof(Symptom.TimedOut), "names another station" },
    };

    [Theory, MemberData(nameof(Known))]
    public void A_known_station_is_sought_in_the_forwarding_database(string name, string entries, string mac, string disposition, string symptom, string reason)
    {
        NodeBuilder node = BridgeNode.Healthy()
            .With(BridgeNode.Forwarding, entries)
            .With("pods/103/routing/neighbour.json", BridgeNode.Neighbour(Web, "eth0", mac));

        PathOutcome outcome = BridgeNode.Outcome(node, "client", Web, 8080);

        Assert.True((disposition, symptom) == (outcome.Disposition, outcome.Symptom), $"{name}: {outcome} {outcome.Reason}");
        Assert.Contains(reason, outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Isolated_ports_do_not_talk_to_each_other_but_to_the_node()
    {
        NodeBuilder node = BridgeNode.Healthy()
            .Change(BridgeNode.Links, BridgeNode.WebPort, BridgeNode.WebPort.Replace("\"isolated\":false", "\"isolated\":true", StringComparison.Ordinal))
            .Change(BridgeNode.Links, BridgeNode.ClientPort, BridgeNode.ClientPort.Replace("\"isolated\":false", "\"isolated\":true", StringComparison.Ordinal));

        PathOutcome pod = BridgeNode.Outcome(node, "client", Web, 8080);
        PathOutcome host = BridgeNode.Outcome(node, "node", Web, 8080);

        Assert.Equal((nameof(Disposition.NeighbourUnresolved), nameof(Symptom.NoRouteToHost)), (pod.Disposition, pod.Symptom));
        Assert.Contains("ports veth-client and veth-web are both isolated", pod.Reason, StringComparison.Ordinal);
        Assert.True(host.Passed, host.Reason);
    }

    [Theory]
    [InlineData("bridge", "forward", "client", false)]
    [InlineData("bridge", "output", "node", false)]
    [InlineData("bridge", "output", "client", true)]
    [InlineData("arp", "input", "client", true)]
    public void Rules_of_the_bridge_itself_are_not_passed_over(string family, string hook, string from, bool passed)
    {
        NodeBuilder node = BridgeNode.Healthy().With(CalicoNode.Native, $$$"""{"nftables":[{"table":{"family":"{{{family}}}","name":"guard"}},{"chain":{"family":"{{{family}}}","table":"guard","name":"c","type":"filter","hook":"{{{hook}}}","prio":0,"policy":"drop"}}]}""");

        Assert.Equal(passed, CalicoNode.Trace(node.Build(), from, Web, 8080).Passed);
    }

    [Fact]
    public void What_was_not_collected_is_said()
    {
        PathOutcome[] unsure = CalicoNode.Trace(BridgeNode.Healthy().Without(CalicoNode.Sysctl).Build(), "client", Web, 8080).Outcomes;
        PathOutcome database = BridgeNode.Outcome(
            BridgeNode.Healthy().Without(BridgeNode.Forwarding).With("pods/103/routing/neighbour.json", BridgeNode.Neighbour(Web, "eth0", BridgeNode.WebMac)), "client", Web, 8080);
        PathOutcome vlans = BridgeNode.Outcome(BridgeNode.Healthy().Change(BridgeNode.Links, "\"vlan_filtering\":0", "\"vlan_filtering\":1"), "client", Web, 8080);

        Assert.All(unsure, outcome => Assert.False(outcome.Passed));
        Assert.Contains("forwarding database of bridge cni0 of node1 was not collected", Assert.Single(database.Assumptions), StringComparison.Ordinal);
        Assert.Equal(nameof(Disposition.Inconclusive), vlans.Disposition);
    }

    [Fact]
    public void Two_pods_with_one_address_leave_it_to_chance()
    {
        NodeBuilder node = BridgeNode.Healthy();
        new Plugins.PodNamespace(node, "twin", 104, 4).Fill(14, Web, 24, "10.244.0.1", BridgeNode.BridgeMac, TestSockets.Tcp("0.0.0.0:8080"));
        node.Change(BridgeNode.Links, """{"ifindex":13,""", $$"""{"ifindex":14,"ifname":"veth-twin","link_index":2,"link_netnsid":4,"master":"cni0","flags":["BROADCAST","UP","LOWER_UP"],"operstate":"UP","address":"ee:00:00:00:00:14","linkinfo":{"info_kind":"veth","info_slave_kind":"bridge","info_slave_data":{{BridgeNode.WebPort}} } },{"ifindex":13,""");

        PathOutcome outcome = BridgeNode.Outcome(node, "client", Web, 8080);

        Assert.Equal((nameof(Disposition.Inconclusive), nameof(Symptom.Unknown)), (outcome.Disposition, outcome.Symptom));
        Assert.Contains("both web and twin hold 10.244.0.2", outcome.Reason, StringComparison.Ordinal);
    }
}
