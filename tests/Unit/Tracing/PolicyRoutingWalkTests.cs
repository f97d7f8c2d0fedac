using NetPath.Core.Packets;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.Tracing;

/// <summary>Policy rules that ask for more than addresses, on each look-up that a walk makes; each line was seen on a kernel (6.18).</summary>
public class PolicyRoutingWalkTests
{
    private const string PolicyRules = "host/routing/rule4.json";

    [Theory]
    [InlineData("TOS --set-tos 0x10/0xff", "0x10", nameof(Disposition.Blackholed))]
    [InlineData("DSCP --set-dscp 0x04", "0x10", nameof(Disposition.Blackholed))]
    [InlineData("TOS --set-tos 0x08/0xff", "0x10", nameof(Disposition.Delivered))]
    public void A_rule_for_the_type_of_service_sees_what_mangle_has_set(string target, string tos, string disposition)
    {
        NodeBuilder node = Ruled($"\"src\":\"all\",\"tos\":\"{tos}\",\"action\":\"blackhole\"")
            .Change(CalicoNode.Rules, "*filter", $"*mangle\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -i cali-client -j {target}\nCOMMIT\n*filter");

        Assert.Equal(disposition, CalicoNode.Outcome(node).Disposition);
    }

    // The reverse-path filter asks for the route of the answer, and so with its ports.
    [Theory]
    [InlineData("\"sport\":8080", nameof(Disposition.ReversePathFiltered))]
    [InlineData("\"dport\":8080", nameof(Disposition.Delivered))]
    public void The_reverse_path_filter_asks_with_the_ports_of_the_answer(string port, string disposition)
    {
        NodeBuilder node = Ruled($"\"src\":\"all\",\"ipproto\":\"tcp\",{port},\"action\":\"blackhole\"")
            .Change(PolicyRules, "\"action\":\"blackhole\"", "\"table\":\"99\"")
            .Change(CalicoNode.Routes, """[{"dst":"default",""", """[{"dst":"10.244.0.3","dev":"eth0","scope":"link","table":"99","flags":[]},{"dst":"default",""")
            .Change(CalicoNode.Sysctl, "net/ipv4/conf/cali-client/rp_filter = 0", "net/ipv4/conf/cali-client/rp_filter = 1");

        TraceRequest request = new() { Destination = IpAddress.Parse("10.96.0.50"), Port = 80, SourcePort = 40000, From = "client" };

        Assert.Equal(disposition, Assert.Single(ServiceTracer.For(node.Build()).Trace(request, TestContext.Current.CancellationToken).Outcomes).Disposition);
    }

    [Fact]
    public void A_rule_for_ports_does_not_keep_a_node_from_answering_ARP()
    {
        NodeBuilder node = Ruled("\"src\":\"all\",\"ipproto\":\"udp\",\"dport\":4789,\"action\":\"blackhole\"");

        Assert.True(CalicoNode.Outcome(node).Passed);
    }

    [Fact]
    public void A_rule_for_packets_of_the_pod_keeps_the_node_from_answering_ARP_for_its_gateway()
    {
        NodeBuilder node = Ruled("\"src\":\"10.244.0.3\",\"action\":\"blackhole\"");

        Assert.Equal(nameof(Disposition.NeighbourUnresolved), CalicoNode.Outcome(node).Disposition);
    }

    private static NodeBuilder Ruled(string rule) => CalicoNode.Healthy().Change(PolicyRules, """{"priority":32766,""", $"{{\"priority\":100,{rule}}},{{\"priority\":32766,");
}
