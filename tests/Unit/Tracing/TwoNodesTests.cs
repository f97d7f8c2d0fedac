using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.Tracing;

/// <summary>One walk over the snapshots of two nodes, whose network between them no snapshot shows.</summary>
public class TwoNodesTests
{
    [Fact]
    public void A_Service_with_its_pod_on_another_node_is_reached_and_answers()
    {
        PathOutcome outcome = TwoNodes.Outcome(TwoNodes.First(), TwoNodes.Second());

        Assert.True(outcome.Passed, $"{outcome.Reason} {string.Join("; ", outcome.Assumptions)}");
        Assert.Equal(("10.244.1.2:8080", "web2", "10.244.0.3"), (outcome.Endpoint, outcome.EndsAt, outcome.SourceSeen));
        Assert.Equal(["node1", "node2"], outcome.Hops.Select(hop => hop.Node).Distinct());
        Assert.Equal(["node2", "node1"], outcome.ReplyHops.Select(hop => hop.Node).Distinct());
        Assert.Equal(["node1", "node2"], outcome.Conntrack.Select(entry => entry.Place));
        Assert.Equal(62, outcome.Hops[^1].Before.TimeToLive);
    }

    [Fact]
    public void The_link_between_the_nodes_is_a_hop()
    {
        LinkHop hop = Assert.Single(TwoNodes.Outcome(TwoNodes.First(), TwoNodes.Second()).Hops.OfType<LinkHop>(), hop => hop.PeerPlace == "node2");

        Assert.Equal(("node1", "eth0", "eth0", "crosses the network between the nodes: 2: eth0 -> 2: eth0"), (hop.Place, hop.Interface, hop.PeerInterface, hop.Description));
    }

    [Fact]
    public void A_node_port_of_the_other_node_is_translated_there()
    {
        PathOutcome outcome = TwoNodes.Outcome(TwoNodes.First(), TwoNodes.Second(), to: "192.0.2.20", port: 30080);

        Assert.True(outcome.Passed, outcome.Reason);
        Assert.Equal(("web2", "192.0.2.20"), (outcome.EndsAt, outcome.SourceSeen));
    }

    [Fact]
    public void A_client_outside_comes_in_by_the_node_that_it_asks()
    {
        PacketTrace trace = TwoNodes.Trace([TwoNodes.First().Build(), TwoNodes.Second().Build()], "198.51.100.7", "192.0.2.20", 30080);

        Assert.Equal("node2", trace.Node);
        Assert.True(trace.Passed, Assert.Single(trace.Outcomes).Reason);
    }

    [Fact]
    public void Without_masquerading_the_answer_goes_to_the_client_from_somebody_whom_it_did_not_ask()
    {
        NodeBuilder first = TwoNodes.First().Change(CalicoNode.Rules, "-A KUBE-EXT-AAAAAAAAAAAAAAAA -m comment --comment \"masquerade traffic for default/web external destinations\" -j KUBE-MARK-MASQ\n", "");

        PathOutcome outcome = TwoNodes.Outcome(first, TwoNodes.Second(), "198.51.100.7", "192.0.2.10", 30080);

        Assert.Equal((nameof(Disposition.Delivered), nameof(Disposition.LeavesSnapshot), nameof(Symptom.TimedOut)), (outcome.Disposition, outcome.ReplyDisposition, outcome.Symptom));
        Assert.EndsWith("but the answer is lost: tcp 10.244.1.2:8080 -> 198.51.100.7:* leaves node2 for the client, which waits for tcp 192.0.2.10:30080 -> 198.51.100.7:*", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void One_snapshot_alone_says_where_the_packet_leaves_it()
    {
        PathOutcome outcome = CalicoNode.Outcome(TwoNodes.First());

        Assert.Equal((nameof(Disposition.LeavesSnapshot), nameof(Symptom.Unknown)), (outcome.Disposition, outcome.Symptom));
        Assert.Equal("the packet leaves node1 by 2: eth0 towards 192.0.2.20, which leads out of this node", outcome.Reason);
    }

    [Fact]
    public void The_Kubernetes_API_tells_which_node_would_have_been_next()
    {
        NodeBuilder first = TwoNodes.First().With("kubernetes/nodes.json", """{"kind":"NodeList","apiVersion":"v1","metadata":{},"items":[{"metadata":{"name":"node2"},"spec":{"podCIDRs":["10.244.1.0/24"]},"status":{"addresses":[{"type":"InternalIP","address":"192.0.2.20"}]}}]}""");

        Assert.EndsWith("; node2 is expected there by the Kubernetes API, which could not be checked without its snapshot", CalicoNode.Outcome(first).Reason, StringComparison.Ordinal);
    }

    /// <summary>What is broken on which node.</summary>
    private static readonly Dictionary<string, (Func<NodeBuilder, NodeBuilder> First, Func<NodeBuilder, NodeBuilder> Second)> Broken = new()
    {
        ["the other node's eth0 is down"] = (Same, node => node.Change(CalicoNode.Links, "\"ifname\":\"eth0\",\"flags\":[\"BROADCAST\",\"UP\",\"LOWER_UP\"]", "\"ifname\":\"eth0\",\"flags\":[\"BROADCAST\"]")),
        ["the other node drops it"] = (Same, node => node.Change(CalicoNode.Rules, ":FORWARD ACCEPT", ":FORWARD DROP")),
        ["the other node lacks the pod's route"] = (Same, node => node.Change(CalicoNode.Routes, """{"dst":"10.244.1.2","dev":"cali-web","scope":"link","flags":[]},""", """{"type":"blackhole","dst":"10.244.1.0/24","flags":[]},""")),
        ["the other node lacks the route back"] = (Same, node => node.Change(CalicoNode.Routes, """{"dst":"10.244.0.0/24","gateway":"192.0.2.10","dev":"eth0","flags":[]},""", "")),
        ["a strict filter of the other node"] = (Same, node => node.Change(CalicoNode.Sysctl, "conf/eth0/rp_filter = 0", "conf/eth0/rp_filter = 1").Change(CalicoNode.Routes, "\"gateway\":\"192.0.2.10\",\"dev\":\"eth0\"", "\"dev\":\"cali-client\",\"scope\":\"link\"")),
        ["this node drops the answer"] = (node => node.Change(CalicoNode.Rules, ":FORWARD ACCEPT [0:0]\n", ":FORWARD ACCEPT [0:0]\n-A FORWARD -i eth0 -j DROP\n"), Same),
        ["the neighbour of another machine"] = (node => node.Change(CalicoNode.Neighbours, "02:00:00:00:00:22", "02:00:00:00:00:02"), Same),
    };

    /// <summary>How the way and its answer end then, what the client sees, and a part of the reason.</summary>
    public static TheoryData<string, string, string?, string, string> Faults => new()
    {
        { "the other node's eth0 is down", nameof(Disposition.LinkDown), null, nameof(Symptom.TimedOut), "2: eth0 of node2 is down" },
        { "the other node drops it", nameof(Disposition.Dropped), null, nameof(Symptom.TimedOut), "the policy of filter FORWARD" },
        { "the other node lacks the pod's route", nameof(Disposition.Blackholed), null, nameof(Symptom.TimedOut), "web2 holds 10.244.1.2, behind 12: cali-web@if2" },
        { "the other node lacks the route back", nameof(Disposition.Delivered), nameof(Disposition.LeavesSnapshot), nameof(Symptom.Unknown), "no snapshot knows the next hop 192.0.2.1" },
        { "a strict filter of the other node", nameof(Disposition.ReversePathFiltered), null, nameof(Symptom.TimedOut), "rp_filter 1 (strict) on eth0 of node2" },
        { "this node drops the answer", nameof(Disposition.Delivered), nameof(Disposition.Dropped), nameof(Symptom.TimedOut), "but the answer is lost" },
        { "the neighbour of another machine", nameof(Disposition.NeighbourMismatch), null, nameof(Symptom.TimedOut), "names 2: eth0 of node1 instead of 2: eth0 of node2" },
    };

    [Theory, MemberData(nameof(Faults))]
    public void A_fault_of_either_node_ends_the_way(string name, string disposition, string? reply, string symptom, string reason)
    {
        PathOutcome outcome = TwoNodes.Outcome(Broken[name].First(TwoNodes.First()), Broken[name].Second(TwoNodes.Second()));

        Assert.True((disposition, reply, symptom) == (outcome.Disposition, outcome.ReplyDisposition, outcome.Symptom), $"{name}: {outcome} {outcome.Reason}");
        Assert.Contains(reason, outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_neighbour_that_nobody_has_leaves_the_outcome_conditional()
    {
        PathOutcome outcome = TwoNodes.Outcome(TwoNodes.First().Change(CalicoNode.Neighbours, "02:00:00:00:00:22", "12:34:56:78:9a:bc"), TwoNodes.Second());

        Assert.Equal((nameof(Disposition.Delivered), false), (outcome.Disposition, outcome.Passed));
        Assert.StartsWith("taken to get to node2 all the same", Assert.Single(outcome.Assumptions), StringComparison.Ordinal);
    }

    [Fact]
    public void A_next_hop_that_no_snapshot_knows_ends_the_walk_with_what_is_expected()
    {
        PathOutcome outcome = TwoNodes.Outcome(TwoNodes.First().Change(CalicoNode.Routes, "192.0.2.20", "192.0.2.99"), TwoNodes.Second());

        Assert.Equal((nameof(Disposition.LeavesSnapshot), nameof(Symptom.Unknown)), (outcome.Disposition, outcome.Symptom));
        Assert.EndsWith("; web2 on node2 holds 10.244.1.2, but no snapshot knows the next hop 192.0.2.99, so that the way there could not be checked", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_nodes_with_one_address_leave_it_open()
    {
        NodeSnapshot third = TwoNodes.Second().Renamed(("node2", "node3")).Build();

        PathOutcome outcome = Assert.Single(TwoNodes.Trace([TwoNodes.First().Build(), TwoNodes.Second().Build(), third]).Outcomes);

        Assert.Equal((nameof(Disposition.Inconclusive), nameof(Symptom.Unknown)), (outcome.Disposition, outcome.Symptom));
        Assert.StartsWith("node2 and node3 both hold 192.0.2.20", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_snapshots_of_one_name_are_told_apart_by_where_they_were_read_from()
    {
        PathOutcome outcome = Assert.Single(TwoNodes.Trace([TwoNodes.First().Build(), TwoNodes.Second().Build(), TwoNodes.Second().Build()]).Outcomes);

        Assert.Equal(nameof(Disposition.Inconclusive), outcome.Disposition);
        Assert.StartsWith("node2 (test) and node2 (test) both hold 192.0.2.20", outcome.Reason, StringComparison.Ordinal);
    }

    /// <summary>How the second snapshot does not fit to the first.</summary>
    private static readonly Dictionary<string, Func<NodeBuilder, NodeBuilder>> Misfits = new()
    {
        ["17 minutes later"] = node => node.CapturedAt(new DateTimeOffset(2026, 11, 23, 2, 17, 0, TimeSpan.Zero)),
        ["the same name"] = node => node.Renamed(("node2", "node1")),
        ["another cluster"] = node => node.Everywhere("10.96.0.50", "10.100.0.50"),
        ["other Services"] = node => node.Everywhere("default/web", "shop/till"),
    };

    /// <summary>What is said of it.</summary>
    public static TheoryData<string, string> Doubts => new()
    {
        { "17 minutes later", "node1 was read at 2026-11-23 02:00:00Z and node2 at 2026-11-23 02:17:00Z, 17 minutes apart: in between the nodes may have changed" },
        { "the same name", "two of the snapshots are of a node called node1 (test, test): they may be of one node at two times" },
        { "another cluster", "default/web has the virtual IP 10.96.0.50 on node1 and 10.100.0.50 on node2: they are nodes of different clusters" },
        { "other Services", "kube-proxy of node1 and of node2 know no Service in common: they may be nodes of different clusters" },
    };

    [Theory, MemberData(nameof(Doubts))]
    public void Snapshots_that_do_not_belong_together_make_the_outcome_conditional(string name, string doubt)
    {
        PathOutcome outcome = TwoNodes.Outcome(TwoNodes.First(), Misfits[name](TwoNodes.Second()));

        Assert.True(outcome is { Disposition: nameof(Disposition.Delivered), Passed: false }, $"{name}: {outcome} {outcome.Reason}");
        Assert.Contains($"taken to belong together: {doubt}", outcome.Assumptions);
    }

    private static NodeBuilder Same(NodeBuilder node) => node;
}
