using NetPath.Core.Diagnosis;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.Diagnosis.Overlays;

/// <summary>What is found of tunnels on two nodes as a kernel printed them. The lab breaks the same things on a kernel; here are those that it cannot, and the wording.</summary>
public class OverlayFindingsTests
{

    [Theory]
    [InlineData("10.96.0.80")]
    [InlineData("10.96.0.81")]
    [InlineData("10.96.0.82")]
    [InlineData("fd00:10:96::81")]
    public void Nothing_is_found_on_healthy_nodes(string service)
    {
        PacketTrace trace = new SampleNodes().Trace(service);

        Assert.Equal(("", "Connected"), (trace.Codes(), trace.Symptom));
        Assert.Empty(new SampleNodes().Both().SelectMany(Diagnosed.Troubles));
        Assert.Empty(ClusterFindings.Of(new SampleNodes().Both()));
    }

    [Fact]
    public void A_tunnel_that_is_down_on_the_sender_is_named_also_without_the_other_node()
    {
        SampleNodes nodes = new SampleNodes()
            .Change(1, SampleNodes.Links, "\"ifname\": \"vxlan.calico\", \"flags\": [ \"BROADCAST\",\"MULTICAST\",\"UP\",\"LOWER_UP\" ]", "\"ifname\": \"vxlan.calico\", \"flags\": [ \"BROADCAST\",\"MULTICAST\" ]")
            .Change(1, SampleNodes.Routes, "{ \"type\": \"unicast\", \"dst\": \"10.244.2.0/26\", \"gateway\": \"10.244.2.0\", \"dev\": \"vxlan.calico\", \"table\": \"main\", \"protocol\": \"80\", \"scope\": \"global\", \"flags\": [ \"onlink\" ] },", "");

        Assert.Equal("vxlan.calico of node1 is down, so that packets for 10.244.2.11 leave by eth0; node2 uses its own vxlan.calico", Cause(nodes.Trace(), "NP5001").Message);
        Assert.Equal("vxlan.calico of node1 is down, so that packets for 10.244.2.11 leave by the default route", Cause(nodes.TraceOn(1), "NP5001").Message);
    }

    [Fact]
    public void A_missing_forwarding_entry_is_named_also_without_the_other_node()
    {
        SampleNodes nodes = new SampleNodes().Change(1, SampleNodes.Forwarding, "{ \"mac\": \"66:7e:1c:00:04:02\", \"ifname\": \"vxlan.calico\", \"dst\": \"172.18.0.3\", \"flags\": [ \"self\" ], \"state\": \"permanent\" },", "");

        Finding cause = Cause(nodes.TraceOn(1), "NP5002");
        Assert.Equal("vxlan.calico of node1 has no forwarding entry for 66:7e:1c:00:04:02, the station of 10.244.2.0: it does not know to which node to send packets for 10.244.2.11", cause.Message);
        Assert.Equal([SampleNodes.Neighbours, SampleNodes.Routes, SampleNodes.Links], cause.Evidence.Select(evidence => evidence.File));
        Assert.Contains("bridge fdb show dev vxlan.calico", cause.Commands);
    }

    [Fact]
    public void Settings_that_differ_are_found_on_the_path_and_in_the_cluster()
    {
        SampleNodes nodes = new SampleNodes().Change(2, SampleNodes.Links, "\"id\": 4096, \"local\": \"172.18.0.3\"", "\"id\": 4097, \"local\": \"172.18.0.3\"");
        const string Message = "vxlan.calico of node1 uses identifier 4096 and UDP port 4789, vxlan.calico of node2 4097 and 4789";

        Assert.Equal(Message, Cause(nodes.Trace(), "NP5005").Message);
        Assert.Equal([Message], ClusterFindings.Of(nodes.Both()).Where(finding => finding.Code == "NP5005").Select(finding => finding.Message));
    }

    [Theory]
    [InlineData("5.4.0-26-generic", true)]
    [InlineData("4.19.122", true)]
    [InlineData("4.19.123", false)]
    [InlineData("5.6.12-arch1-1", true)]
    [InlineData("5.7.0", false)]
    [InlineData("6.1.0", false)]
    [InlineData("unknown", false)]
    public void A_kernel_that_spoils_checksums_is_named_where_the_mark_stays_on_the_packet(string release, bool affected)
    {
        SampleNodes nodes = new SampleNodes().ChangeBoth(SampleNodes.Manifest, $"\"kernelRelease\":\"{new SampleNodes().Node(1).KernelRelease}\"", $"\"kernelRelease\":\"{release}\"");
        Assert.Equal(affected ? ["Information"] : [], Severities(nodes));

        nodes.ChangeBoth(SampleNodes.Rules, "-A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0\n", "-A KUBE-POSTROUTING -m comment --comment \"as kube-proxy did before 1.19\"\n");
        Assert.Equal(affected ? ["Warning"] : [], Severities(nodes));
        Assert.Equal(affected ? "NP5007" : "", nodes.Trace(from: "node1").Codes());
    }

    [Theory]
    [InlineData("a tunnel address", SampleNodes.Addresses, "\"local\": \"10.244.2.0\"", "\"local\": \"10.244.1.0\"", "node1 and node2 both have tunnel address 10.244.1.0")]
    [InlineData("a block of pods", SampleNodes.Routes, "\"dst\": \"10.244.2.0/26\", \"table\"", "\"dst\": \"10.244.1.0/26\", \"table\"", "node1 and node2 both have the pod block 10.244.1.0/26")]
    [InlineData("a station", SampleNodes.Links, "\"address\": \"66:7e:1c:00:04:02\"", "\"address\": \"66:7E:1C:00:04:01\"", "node1 and node2 both have station 66:7e:1c:00:04:01 in VXLAN 4096")]
    public void What_two_nodes_claim_is_found(string what, string part, string from, string to, string message)
    {
        SampleNodes nodes = new SampleNodes().Change(2, part, from, to);

        Finding finding = Assert.Single(ClusterFindings.Of(nodes.Both()), one => one.Code == "NP5008");
        Assert.True(message == finding.Message && finding.Evidence.Length == 2, $"{what}: {finding.Message}");
    }

    [Theory]
    [InlineData("vxlan.calico of node1 has an MTU of 1450, but eth0 of node1 takes packets of 1480 bytes, which leaves 1430 inside vxlan.calico (50 bytes of headers)", 1)]
    [InlineData("vxlan.calico of node1 has an MTU of 1450, but eth0 of node2 takes packets of 1480 bytes, which leaves 1430 inside vxlan.calico (50 bytes of headers)", 2)]
    public void A_tunnel_too_large_for_the_network_of_either_node_is_found_on_a_path_that_connects(string message, int node)
    {
        SampleNodes nodes = new SampleNodes().Change(node, SampleNodes.Links, "\"ifname\": \"eth0\", \"flags\": [ \"BROADCAST\",\"MULTICAST\",\"UP\",\"LOWER_UP\" ], \"mtu\": 1500", "\"ifname\": \"eth0\", \"flags\": [ \"BROADCAST\",\"MULTICAST\",\"UP\",\"LOWER_UP\" ], \"mtu\": 1480");

        PacketTrace trace = nodes.Trace();
        Assert.Equal(("NP5004", "Connected", message), (trace.Findings[0].Code, trace.Symptom, trace.Findings[0].Message));
    }

    [Fact]
    public void Nothing_is_found_where_the_tunnel_is_IPIP_and_healthy()
    {
        PacketTrace trace = SampleNodes.Ipip().Trace();

        Assert.Equal(("", "Connected"), (trace.Codes(), trace.Symptom));
        Assert.Empty(ClusterFindings.Of(SampleNodes.Ipip().Both()));
    }

    [Fact]
    public void An_IPIP_device_that_the_receiver_has_down_is_the_cause()
    {
        SampleNodes nodes = SampleNodes.Ipip().Change(2, SampleNodes.Links, "\"ifname\": \"tunl0\", \"flags\": [ \"NOARP\",\"UP\",\"LOWER_UP\" ]", "\"ifname\": \"tunl0\", \"flags\": [ \"NOARP\" ]");

        Finding cause = Cause(nodes.Trace(), "NP5001");
        Assert.Equal("node1 sends packets for 10.244.2.11 through tunl0, but node2 has tunl0 down", cause.Message);
        Assert.Equal("node2", cause.Node);
    }

    [Fact]
    public void An_IPIP_device_that_the_sender_has_down_is_the_cause()
    {
        SampleNodes nodes = SampleNodes.Ipip().Change(1, SampleNodes.Links, "\"ifname\": \"tunl0\", \"flags\": [ \"NOARP\",\"UP\",\"LOWER_UP\" ]", "\"ifname\": \"tunl0\", \"flags\": [ \"NOARP\" ]");

        Assert.Equal("the route to 10.244.2.11 leads into tunl0 of node1, which is down", Cause(nodes.Trace(), "NP5001").Message);
    }

    [Fact]
    public void A_node_that_is_missing_in_the_set_of_those_that_may_send_IPIP_is_the_cause()
    {
        SampleNodes nodes = SampleNodes.Ipip().Change(2, SampleNodes.Sets, "add cali40all-vxlan-net 172.18.0.2\n", "");

        Finding cause = Cause(nodes.Trace(), "NP5006");
        Assert.Equal("node2 drops the IPIP packets of node1: cali-INPUT rule 2 of the table filter, since 172.18.0.2 is not in the set cali40all-vxlan-net of the nodes that may send them", cause.Message);
        Assert.Equal([SampleNodes.Rules, SampleNodes.Sets], cause.Evidence.Select(evidence => evidence.File));
        Assert.Contains("ipset list cali40all-vxlan-net", cause.Commands);
    }

    [Fact]
    public void An_IPIP_route_to_another_node_than_the_pods_is_the_cause()
    {
        SampleNodes nodes = SampleNodes.Ipip().Change(1, SampleNodes.Routes, "\"gateway\": \"172.18.0.3\"", "\"gateway\": \"172.18.0.9\"");

        Assert.Equal("node1 sends packets for 10.244.2.11 to 172.18.0.9, which no snapshot holds, by route '10.244.2.0/26 via 172.18.0.9 dev tunl0 proto bird onlink'; the pod web-6f8d9c7b5-q9r2v that has this address is on node2", Cause(nodes.Trace(), "NP5003").Message);
    }

    private static string[] Severities(SampleNodes nodes) => [.. NodeFindings.Of(nodes.Node(1)).Of("NP5007").Select(finding => finding.Severity)];

    private static Finding Cause(PacketTrace trace, string code)
    {
        Assert.True(trace.Cause?.Code == code, $"{trace}: {string.Join('\n', trace.Findings.Select(finding => finding.ToString()))}");
        return trace.Cause!;
    }
}
