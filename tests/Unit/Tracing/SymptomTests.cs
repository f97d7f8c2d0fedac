using NetPath.Core.Packets;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.Tracing;

/// <summary>What a program sees when the node refuses its packet; each line was seen on a kernel (6.18).</summary>
public class SymptomTests
{
    [Theory]
    [InlineData("icmp-port-unreachable", Symptom.ConnectionRefused, Symptom.ConnectionRefused)]
    [InlineData("icmp-net-unreachable", Symptom.NetworkUnreachable, Symptom.TimedOut)]
    [InlineData("icmp-host-unreachable", Symptom.NoRouteToHost, Symptom.TimedOut)]
    [InlineData("icmp-proto-unreachable", Symptom.ProtocolNotAvailable, Symptom.ProtocolNotAvailable)]
    [InlineData("icmp-net-prohibited", Symptom.NetworkUnreachable, Symptom.NetworkUnreachable)]
    [InlineData("icmp-admin-prohibited", Symptom.NoRouteToHost, Symptom.NoRouteToHost)]
    [InlineData("something-new", Symptom.Unknown, Symptom.Unknown)]
    public void A_rejected_packet(string with, Symptom tcp, Symptom udp)
    {
        NodeBuilder node = CalicoNode.Healthy().Change(CalicoNode.Rules, ":FORWARD ACCEPT [0:0]\n", $":FORWARD ACCEPT [0:0]\n-A FORWARD -j REJECT --reject-with {with}\n");

        Assert.Equal((tcp.ToString(), udp.ToString()), Both(node));
    }

    [Theory]
    [InlineData("unreachable", Symptom.NoRouteToHost, Symptom.TimedOut)]
    [InlineData("prohibit", Symptom.NoRouteToHost, Symptom.NoRouteToHost)]
    [InlineData("blackhole", Symptom.TimedOut, Symptom.TimedOut)]
    public void A_route_that_refuses(string type, Symptom tcp, Symptom udp)
    {
        NodeBuilder node = CalicoNode.Healthy().Change(CalicoNode.Routes, """{"dst":"10.244.0.2",""", $$"""{"type":"{{type}}","dst":"198.51.100.0/24","flags":[]},{"dst":"10.244.0.2",""");

        Assert.Equal((tcp.ToString(), udp.ToString()), Both(node));
    }

    [Theory]
    [InlineData("unreachable", Symptom.NetworkUnreachable, Symptom.TimedOut)]
    [InlineData("prohibit", Symptom.NoRouteToHost, Symptom.NoRouteToHost)]
    public void A_policy_rule_that_refuses(string action, Symptom tcp, Symptom udp)
    {
        NodeBuilder node = CalicoNode.Healthy().Change("host/routing/rule4.json", """{"priority":32766,""", $$"""{"priority":100,"src":"all","dst":"198.51.100.0","dstlen":24,"action":"{{action}}"},{"priority":32766,""");

        Assert.Equal((tcp.ToString(), udp.ToString()), Both(node));
    }

    [Fact]
    public void A_loopback_source_is_not_sent_by_another_interface()
    {
        const string Redirected = """
            *nat
            :PREROUTING ACCEPT [0:0]
            :INPUT ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :POSTROUTING ACCEPT [0:0]
            -A OUTPUT -d 127.0.0.1/32 -p tcp -m tcp --dport 30080 -j DNAT --to-destination 10.244.0.2:8080
            COMMIT

            """;
        NodeBuilder node = CalicoNode.Healthy().With(CalicoNode.Rules, Redirected);

        PathOutcome outcome = CalicoNode.Outcome(node, from: "node", to: "127.0.0.1", port: 30080);

        Assert.Equal((nameof(Disposition.Martian), nameof(Symptom.TimedOut)), (outcome.Disposition, outcome.Symptom));
        Assert.Equal("127.0.0.1 is not sent by cali-web of node1 (route_localnet is 0)", outcome.Reason);
    }

    [Fact]
    public void No_route_at_all()
    {
        NodeBuilder node = CalicoNode.Healthy()
            .With($"{CalicoNode.Client}/routing/neighbour.json", CalicoNode.KnownGateway)
            .Change(CalicoNode.Routes, """{"dst":"default","gateway":"192.0.2.1","dev":"eth0","flags":[]},""", "");

        Assert.Equal((nameof(Symptom.NetworkUnreachable), nameof(Symptom.TimedOut)), Both(node));
    }

    private static (string Tcp, string Udp) Both(NodeBuilder node) =>
        (CalicoNode.Outcome(node, to: "198.51.100.7").Symptom, CalicoNode.Outcome(node, to: "198.51.100.7", protocol: Protocol.Udp).Symptom);
}
