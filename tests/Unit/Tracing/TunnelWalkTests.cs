using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.Tracing;

/// <summary>Packets inside packets: from one node's tunnel device to the other's, over the rules and routes of both nodes.</summary>
public class TunnelWalkTests
{
    [Fact]
    public void Vxlan_carries_the_packet_to_the_other_node_and_the_answer_back()
    {
        PathOutcome outcome = TunnelNodes.Outcome(TunnelNodes.Vxlan());

        Assert.True(outcome.Passed, $"{outcome.Reason} {string.Join("; ", outcome.Assumptions)}");
        Assert.Equal(("10.244.1.2:8080", "web2", "10.244.0.3"), (outcome.Endpoint, outcome.EndsAt, outcome.SourceSeen));
        EncapsulationHop[] hops = [.. outcome.Hops.OfType<EncapsulationHop>()];
        Assert.Equal(["Encapsulation", "Decapsulation"], hops.Select(hop => hop.Kind));
        Assert.Equal(("vxlan", 4096L, 50, "udp 192.0.2.10:* -> 192.0.2.20:4789"), (hops[0].Protocol, hops[0].Vni, hops[0].Overhead, hops[0].Outer.ToString()));
        Assert.Equal("tcp 10.244.0.3:* -> 10.244.1.2:8080", hops[1].Inner.ToString());
        Assert.Equal(62, outcome.Hops[^1].Before.TimeToLive);
    }

    [Fact]
    public void Ipip_sends_to_the_gateway_of_the_route()
    {
        PathOutcome outcome = TunnelNodes.Outcome(TunnelNodes.Ipip());

        Assert.True(outcome.Passed, $"{outcome.Reason} {string.Join("; ", outcome.Assumptions)}");
        EncapsulationHop hop = outcome.Hops.OfType<EncapsulationHop>().First();
        Assert.Equal(("tunl0", "ipip", 20, "4 192.0.2.10 -> 192.0.2.20"), (hop.Device, hop.Protocol, hop.Overhead, hop.Outer.ToString()));
    }

    [Fact]
    public void The_node_itself_sends_from_its_address_on_the_tunnel()
    {
        PathOutcome outcome = TunnelNodes.Outcome(TunnelNodes.Vxlan(), "node1");

        Assert.True(outcome.Passed, outcome.Reason);
        Assert.Equal("10.244.0.64", outcome.SourceSeen);
    }

    [Fact]
    public void The_outer_packet_has_entries_of_its_own_one_for_each_direction()
    {
        PathOutcome outcome = TunnelNodes.Outcome(TunnelNodes.Vxlan());

        Assert.Equal(
            [
                "node1: tcp 10.244.0.3:* -> 10.96.0.50:80 | tcp 10.244.1.2:8080 -> 10.244.0.3:*",
                "node1: udp 192.0.2.10:* -> 192.0.2.20:4789 | udp 192.0.2.20:4789 -> 192.0.2.10:*",
                "node1: udp 192.0.2.20:* -> 192.0.2.10:4789 | udp 192.0.2.10:4789 -> 192.0.2.20:*",
                "node2: tcp 10.244.0.3:* -> 10.244.1.2:8080 | tcp 10.244.1.2:8080 -> 10.244.0.3:*",
                "node2: udp 192.0.2.10:* -> 192.0.2.20:4789 | udp 192.0.2.20:4789 -> 192.0.2.10:*",
                "node2: udp 192.0.2.20:* -> 192.0.2.10:4789 | udp 192.0.2.10:4789 -> 192.0.2.20:*",
            ],
            outcome.Conntrack.Select(entry => $"{entry.Place}: {entry}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_mark_stays_with_the_packet_into_the_tunnel_and_out_of_it()
    {
        (NodeBuilder first, NodeBuilder second) = TunnelNodes.Vxlan();
        first.Append(CalicoNode.Rules, "*mangle\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -s 10.244.0.3/32 -j MARK --set-xmark 0x7/0xff\n-A OUTPUT -p udp -m mark ! --mark 0x7 -j DROP\nCOMMIT\n");
        second.Append(CalicoNode.Rules, "*mangle\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p udp -m udp --dport 4789 -j MARK --set-xmark 0x9/0xff\n-A PREROUTING -i vxlan.calico -m mark ! --mark 0x9 -j DROP\nCOMMIT\n");

        PathOutcome outcome = TunnelNodes.Outcome((first, second));

        Assert.True(outcome.Disposition == nameof(Disposition.Delivered), outcome.Reason);
    }

    [Theory]
    [InlineData("where it is sent", "OUTPUT", true)]
    [InlineData("where it arrives", "PREROUTING", false)]
    public void A_mark_that_a_rule_gives_to_the_outer_packet_chooses_its_next_route(string name, string chain, bool sender)
    {
        (NodeBuilder first, NodeBuilder second) = TunnelNodes.Ipip();
        (sender ? first : second)
            .Append(CalicoNode.Rules, $"*mangle\n:{chain} ACCEPT [0:0]\n-A {chain} -p 4 -j MARK --set-xmark 0x1/0xff\nCOMMIT\n")
            .Change("host/routing/rule4.json", """[{"priority":0,"src":"all","table":"local"},""", """[{"priority":0,"src":"all","fwmark":"0x1","table":"100"},{"priority":1,"src":"all","table":"local"},""")
            .Change(CalicoNode.Routes, """[{""", """[{"type":"blackhole","dst":"default","table":"100","flags":[]},{""");

        PathOutcome outcome = TunnelNodes.Outcome((first, second));

        Assert.True(outcome.Disposition == nameof(Disposition.Blackholed), $"{name}: {outcome.Disposition}, {outcome.Reason}");
        Assert.DoesNotContain(outcome.Hops, hop => hop is EncapsulationHop { Decapsulates: true });
    }

    [Fact]
    public void One_snapshot_alone_says_where_the_outer_packet_leaves_it()
    {
        PathOutcome outcome = CalicoNode.Outcome(TunnelNodes.Vxlan().First);

        Assert.Equal((nameof(Disposition.LeavesSnapshot), nameof(Symptom.Unknown), "10.244.1.2:8080"), (outcome.Disposition, outcome.Symptom, outcome.Endpoint));
        Assert.Equal("the packet leaves node1 by 2: eth0 towards 192.0.2.20, which leads out of this node; in that packet is tcp 10.244.0.3:* -> 10.244.1.2:8080, which vxlan.calico of node1 encapsulated", outcome.Reason);
    }

    private const string Rules = ":FORWARD ACCEPT [0:0]\n";

    /// <summary>What is broken.</summary>
    private static readonly Dictionary<string, Action<NodeBuilder, NodeBuilder>> Broken = new()
    {
        ["no forwarding entry"] = (first, _) => first.With(TunnelNodes.Forwarding, "[]"),
        ["an entry for unknown stations"] = (first, _) => first.Change(TunnelNodes.Forwarding, TunnelNodes.SecondMac, "00:00:00:00:00:00"),
        ["neither neighbour nor entry"] = (first, _) => first.Change(CalicoNode.Neighbours, "\"dst\":\"10.244.1.64\"", "\"dst\":\"10.244.1.65\"").With(TunnelNodes.Forwarding, "[]"),
        ["the entry leads to another machine"] = (first, _) => first.Change(TunnelNodes.Forwarding, "192.0.2.20", "192.0.2.99"),
        ["another identifier there"] = (_, second) => second.Change(CalicoNode.Links, "\"id\":4096", "\"id\":1"),
        ["another port there"] = (_, second) => second.Change(CalicoNode.Links, "\"port\":4789", "\"port\":8472"),
        ["the device there is down"] = (_, second) => second.Change(CalicoNode.Links, "\"ifname\":\"vxlan.calico\",\"flags\":[\"BROADCAST\",\"UP\",\"LOWER_UP\"]", "\"ifname\":\"vxlan.calico\",\"flags\":[\"BROADCAST\"]"),
        ["no device there"] = (_, second) => second.Change(CalicoNode.Links, "\"info_kind\":\"vxlan\"", "\"info_kind\":\"dummy\""),
        ["the neighbour entry names another station"] = (first, _) => first.Change(CalicoNode.Neighbours, TunnelNodes.SecondMac, "66:00:00:00:00:99").Change(TunnelNodes.Forwarding, TunnelNodes.SecondMac, "66:00:00:00:00:99"),
        ["the outer packet is dropped on its way out"] = (first, _) => first.Change(CalicoNode.Rules, Rules, $"{Rules}-A OUTPUT -p udp -m udp --dport 4789 -j DROP\n"),
        ["the outer packet is rejected there"] = (_, second) => second.Change(CalicoNode.Rules, Rules, $"{Rules}-A INPUT -p udp -m udp --dport 4789 -j REJECT\n"),
        ["the inner packet is dropped there"] = (_, second) => second.Change(CalicoNode.Rules, Rules, $"{Rules}-A FORWARD -i vxlan.calico -j DROP\n"),
        ["a strict filter on the tunnel there"] = (_, second) => second.Change(CalicoNode.Sysctl, "conf/vxlan.calico/rp_filter = 0", "conf/vxlan.calico/rp_filter = 1").Change(CalicoNode.Routes, "10.244.0.0/24", "10.244.9.0/24"),
        ["no route to the far end"] = (first, _) => first.With($"{CalicoNode.Client}/routing/neighbour.json", CalicoNode.KnownGateway).Change(CalicoNode.Links, "\"link\":\"eth0\",", "").Change(CalicoNode.Routes, "\"dst\":\"192.0.2.0/24\"", "\"dst\":\"192.0.3.0/24\"").Change(CalicoNode.Routes, "\"dst\":\"default\"", "\"dst\":\"198.18.0.0/15\""),
        ["the sender learned elsewhere for good"] = (_, second) => second.Change(CalicoNode.Links, "\"learning\":false", "\"learning\":true").Change(TunnelNodes.Forwarding, "192.0.2.10", "192.0.2.77"),
        ["the far end comes with each packet"] = (first, _) => first.Change(CalicoNode.Links, TunnelNodes.Settings, "\"external\":true,"),
    };

    /// <summary>How the way ends then, what the client sees, and a part of the reason.</summary>
    public static TheoryData<string, string, string, string> Faults => new()
    {
        { "no forwarding entry", nameof(Disposition.NoTunnelEndpoint), nameof(Symptom.TimedOut), "vxlan.calico of node1 knows no far end for 66:00:00:00:00:02" },
        { "an entry for unknown stations", nameof(Disposition.Delivered), nameof(Symptom.Connected), "takes the packet" },
        { "neither neighbour nor entry", nameof(Disposition.NeighbourUnresolved), nameof(Symptom.NoRouteToHost), "neither a neighbour entry for it, nor a far end to ask" },
        { "the entry leads to another machine", nameof(Disposition.LeavesSnapshot), nameof(Symptom.Unknown), "towards 192.0.2.99" },
        { "another identifier there", nameof(Disposition.TunnelMismatch), nameof(Symptom.TimedOut), "takes the packet (vxlan id 4096, port 4789) from 192.0.2.10: vxlan.calico has id 1, port 4789" },
        { "another port there", nameof(Disposition.TunnelMismatch), nameof(Symptom.TimedOut), "vxlan.calico has id 4096, port 8472" },
        { "the device there is down", nameof(Disposition.TunnelMismatch), nameof(Symptom.TimedOut), "which should take the packet, is down" },
        { "no device there", nameof(Disposition.TunnelMismatch), nameof(Symptom.TimedOut), "node2 has no vxlan device" },
        { "the neighbour entry names another station", nameof(Disposition.NeighbourMismatch), nameof(Symptom.TimedOut), "names another station" },
        { "the outer packet is dropped on its way out", nameof(Disposition.Dropped), nameof(Symptom.TimedOut), "which vxlan.calico of node1 encapsulated" },
        { "the outer packet is rejected there", nameof(Disposition.Rejected), nameof(Symptom.TimedOut), "which vxlan.calico of node1 encapsulated" },
        { "the inner packet is dropped there", nameof(Disposition.Dropped), nameof(Symptom.TimedOut), "filter FORWARD" },
        { "a strict filter on the tunnel there", nameof(Disposition.ReversePathFiltered), nameof(Symptom.TimedOut), "rp_filter 1 (strict) on vxlan.calico of node2" },
        { "no route to the far end", nameof(Disposition.NoRoute), nameof(Symptom.TimedOut), "no route of node1 leads to 192.0.2.20" },
        { "the sender learned elsewhere for good", nameof(Disposition.TunnelMismatch), nameof(Symptom.TimedOut), "knows the sender 66:00:00:00:00:01 at 192.0.2.77 for good" },
        { "the far end comes with each packet", nameof(Disposition.Inconclusive), nameof(Symptom.Unknown), "(external)" },
    };

    [Theory, MemberData(nameof(Faults))]
    public void A_fault_of_the_tunnel_ends_the_way(string name, string disposition, string symptom, string reason)
    {
        (NodeBuilder first, NodeBuilder second) = TunnelNodes.Vxlan();
        Broken[name](first, second);

        PathOutcome outcome = TunnelNodes.Outcome((first, second));

        Assert.True((disposition, symptom) == (outcome.Disposition, outcome.Symptom), $"{name}: {outcome} {outcome.Reason}");
        Assert.Contains(reason, outcome.Reason, StringComparison.Ordinal);
    }

    /// <summary>Settings of the IPIP device there, and how the way ends.</summary>
    public static TheoryData<string, string, string, string> IpipSettings => new()
    {
        { "from any to any", "\"remote\":\"any\",\"local\":\"any\"", nameof(Disposition.Delivered), nameof(Symptom.Connected) },
        { "between these two", "\"remote\":\"192.0.2.10\",\"local\":\"192.0.2.20\"", nameof(Disposition.Delivered), nameof(Symptom.Connected) },
        { "to another", "\"remote\":\"192.0.2.77\",\"local\":\"any\"", nameof(Disposition.TunnelMismatch), nameof(Symptom.TimedOut) },
    };

    [Theory, MemberData(nameof(IpipSettings))]
    public void An_IPIP_device_takes_what_comes_from_its_far_end(string name, string settings, string disposition, string symptom)
    {
        (NodeBuilder first, NodeBuilder second) = TunnelNodes.Ipip();

        PathOutcome outcome = TunnelNodes.Outcome((first, second.Change(CalicoNode.Links, "\"remote\":\"any\",\"local\":\"any\"", settings)));

        Assert.True((disposition, symptom) == (outcome.Disposition, outcome.Symptom), $"{name}: {outcome} {outcome.Reason}");
    }

    [Fact]
    public void A_route_to_the_far_end_that_leads_into_the_tunnel_is_refused()
    {
        (NodeBuilder first, NodeBuilder second) = TunnelNodes.Ipip();
        first.Change(CalicoNode.Routes, """{"dst":"192.0.2.0/24","dev":"eth0",""", """{"dst":"192.0.2.0/24","dev":"tunl0",""");

        PathOutcome outcome = TunnelNodes.Outcome((first, second));

        Assert.Equal((nameof(Disposition.NoTunnelEndpoint), nameof(Symptom.TimedOut)), (outcome.Disposition, outcome.Symptom));
        Assert.StartsWith("the route to the far end 192.0.2.20 leads into tunl0 of node1 itself", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void WireGuard_does_not_tell_its_peers_so_that_the_node_that_has_the_pod_is_taken_for_it()
    {
        (NodeBuilder first, NodeBuilder second) = TunnelNodes.Ipip();
        NodeBuilder[] nodes = [.. new[] { first, second }.Select(node => node.Everywhere("tunl0", "wg0").Change(CalicoNode.Links, "\"info_kind\":\"ipip\"", "\"info_kind\":\"wireguard\"").Everywhere("\"link_type\":\"ipip\"", "\"link_type\":\"none\""))];

        PathOutcome both = TunnelNodes.Outcome((nodes[0], nodes[1]));
        PathOutcome one = CalicoNode.Outcome(nodes[0]);

        Assert.Equal((nameof(Disposition.Delivered), false), (both.Disposition, both.Passed));
        Assert.StartsWith("taken to be the peer: node2, which holds 10.244.1.2", both.Assumptions[0], StringComparison.Ordinal);
        Assert.Equal((nameof(Disposition.Inconclusive), nameof(Symptom.Unknown)), (one.Disposition, one.Symptom));
    }

    // Seen on a kernel (6.18): a forwarding entry without an interface binds the outer packet to none, so that policy rules decide about it.
    [Theory]
    [InlineData("", nameof(Disposition.Blackholed))]
    [InlineData("\"viaIf\":\"eth0\",", nameof(Disposition.Delivered))]
    public void Policy_rules_decide_about_the_outer_packet_unless_the_entry_names_an_interface(string via, string disposition)
    {
        (NodeBuilder first, NodeBuilder second) = TunnelNodes.Vxlan();
        first.Change(TunnelNodes.Forwarding, "\"dst\":", $"{via}\"dst\":")
            .Change("host/routing/rule4.json", """{"priority":32766,""", """{"priority":100,"src":"all","ipproto":"udp","dport":4789,"action":"blackhole"},{"priority":32766,""");

        Assert.Equal(disposition, TunnelNodes.Outcome((first, second)).Disposition);
    }
}
