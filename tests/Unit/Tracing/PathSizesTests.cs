using NetPath.Core.Packets;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.Tracing;

/// <summary>How long packets may be on a way, and what becomes of those that are too long. The verdict is about the first packet, which is short.</summary>
public class PathSizesTests
{
    /// <summary>MTUs of the pods, of Calico's interfaces on the nodes, of the tunnel and of the uplinks; a size that is asked for (0 for none).</summary>
    public static TheoryData<string, int, int, int, int, int?, int?, string[]> Cases => new()
    {
        { "all fits", 1450, 1450, 1450, 1500, 1450, 1450, [] },
        { "a larger packet is asked for", 1450, 1450, 1450, 1500, 1450, 1460, ["NotSent eth0@client 1450", "NotSent eth0@web2 1450"] },
        { "pods wider than the tunnel", 1500, 1500, 1450, 1500, 1450, null, ["SenderTold vxlan.calico@node1 1450", "SenderTold vxlan.calico@node2 1450"] },
        { "a tunnel wider than what carries it", 1500, 1500, 1500, 1500, 1450, null, ["Fragmented eth0@node1 1450", "Fragmented eth0@node2 1450"] },
        { "an interface of the node narrower than the pod", 1450, 1400, 1450, 1500, 1400, null, ["BlackHole cali-client@client 1400", "BlackHole cali-web@web2 1400"] },
    };

    [Theory, MemberData(nameof(Cases))]
    public void A_full_sized_packet_is_compared_with_each_link(string name, int pods, int calico, int tunnel, int uplink, int? mtu, int? asked, string[] problems)
    {
        (NodeBuilder first, NodeBuilder second) = TunnelNodes.Vxlan();
        TraceRequest request = new() { Destination = IpAddress.Parse("10.96.0.50"), Port = 80, From = "client", PacketSize = asked };

        PathOutcome outcome = Assert.Single(ServiceTracer.For([Wide(first, pods, calico, tunnel, uplink).Build(), Wide(second, pods, calico, tunnel, uplink).Build()])
            .Trace(request, TestContext.Current.CancellationToken).Outcomes);

        Assert.True(outcome.Passed, outcome.Reason);
        Assert.Equal(mtu, outcome.PathMtu);
        string[] found = [.. outcome.MtuProblems.Select(problem => $"{problem.Effect} {problem.Device}@{problem.Place} {problem.Fits}")];
        Assert.True(problems.SequenceEqual(found), $"{name}: {outcome.PacketSize} {string.Join(", ", found)}");
    }

    [Fact]
    public void A_tunnel_that_forbids_fragments_loses_what_does_not_fit()
    {
        (NodeBuilder first, NodeBuilder second) = TunnelNodes.Vxlan();
        Wide(first, 1500, 1500, 1500, 1500).Change(CalicoNode.Links, TunnelNodes.Settings, $"{TunnelNodes.Settings}\"df\":\"set\",");

        MtuProblem problem = TunnelNodes.Outcome((first, Wide(second, 1500, 1500, 1500, 1500))).MtuProblems[0];

        Assert.Equal((nameof(MtuEffect.BlackHole), 1500, 50, 1450, 1500), (problem.Effect, problem.Mtu, problem.Overhead, problem.Fits, problem.PacketSize));
        Assert.Equal("a packet of 1500 bytes from the client does not fit eth0 at node1 (MTU 1500, of which the tunnel takes 50): it is dropped and nobody is told, so that connections open and large transfers hang", problem.Description);
    }

    [Fact]
    public void A_rule_that_lowers_the_segment_size_makes_it_fit()
    {
        (NodeBuilder first, NodeBuilder second) = TunnelNodes.Vxlan();
        Wide(first, 1500, 1500, 1450, 1500).Append(CalicoNode.Rules, "*mangle\n:FORWARD ACCEPT [0:0]\n-A FORWARD -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu\nCOMMIT\n");

        PathOutcome outcome = TunnelNodes.Outcome((first, Wide(second, 1500, 1500, 1450, 1500)));

        Assert.Equal((1450, 0), (outcome.PacketSize, outcome.MtuProblems.Length));
    }

    [Fact]
    public void A_route_may_be_narrower_than_its_interface()
    {
        NodeBuilder first = Wide(TwoNodes.First(), 1500, 1500, 0, 1500).Change(CalicoNode.Routes, TwoNodes.ToOther, TwoNodes.ToOther.Replace("\"flags\":[]", "\"metrics\":[{\"mtu\":1400}],\"flags\":[]", StringComparison.Ordinal));

        PathOutcome outcome = TwoNodes.Outcome(first, Wide(TwoNodes.Second(), 1500, 1500, 0, 1500));

        Assert.Equal((1400, 1500), (outcome.PathMtu, outcome.ReplyPathMtu));
        Assert.Equal(nameof(MtuEffect.SenderTold), Assert.Single(outcome.MtuProblems).Effect);
    }

    [Fact]
    public void Without_MTUs_nothing_is_said()
    {
        PathOutcome outcome = TunnelNodes.Outcome(TunnelNodes.Vxlan());

        Assert.Equal((null, null, null, 0), (outcome.PathMtu, outcome.ReplyPathMtu, outcome.PacketSize, outcome.MtuProblems.Length));
    }

    private static NodeBuilder Wide(NodeBuilder node, int pods, int calico, int tunnel, int uplink) => node
        .Everywhere("\"ifname\":\"eth0\",\"link_index\"", $"\"ifname\":\"eth0\",\"mtu\":{pods},\"link_index\"")
        .Everywhere("\"ifname\":\"eth0\",\"flags\"", $"\"ifname\":\"eth0\",\"mtu\":{uplink},\"flags\"")
        .Everywhere("\"ifname\":\"cali-client\",\"link_index\"", $"\"ifname\":\"cali-client\",\"mtu\":{calico},\"link_index\"")
        .Everywhere("\"ifname\":\"cali-web\",\"link_index\"", $"\"ifname\":\"cali-web\",\"mtu\":{calico},\"link_index\"")
        .Everywhere("\"ifname\":\"vxlan.calico\",\"flags\"", $"\"ifname\":\"vxlan.calico\",\"mtu\":{tunnel},\"flags\"");
}
