using NetPath.Core.Diagnosis;
using NetPath.Core.Kubernetes;
using NetPath.Core.Packets;
using NetPath.Core.Services.Ipvs;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Unit.Tracing;
using Xunit;

namespace NetPath.Unit.Diagnosis;

/// <summary>NP2011 and NP2012: Services in IPVS mode.</summary>
public class VirtualServerTests
{
    private const string File = "host/netfilter/ipvs.txt";

    private const string Servers = """
        -A -t 10.96.0.50:80 -s rr
        -a -t 10.96.0.50:80 -r 10.244.0.2:8080 -m -w 1
        -A -u 10.96.0.10:53 -s rr -p 10800
        -a -u 10.96.0.10:53 -r 10.244.0.7:53 -m -w 1
        -A -t [fd00:10:96::50]:80 -s rr
        -A -f 7 -s wlc

        """;

    [Fact]
    public void Virtual_servers_are_read_with_their_real_servers()
    {
        VirtualServerTable table = VirtualServerTable.Parse(new SnapshotPart(File, System.Text.Encoding.UTF8.GetBytes(Servers)));

        Assert.Equal(["10.96.0.50:80/tcp", "10.96.0.10:53/udp", "[fd00:10:96::50]:80/tcp"], table.Servers.Select(server => server.ToString()));
        RealServer real = Assert.Single(table.Find(Protocol.Tcp, IpAddress.Parse("10.96.0.50"), 80)!.RealServers);
        Assert.Equal(("10.244.0.2:8080", 1, 2), (real.Target, real.Weight, real.Evidence.Line));
        Assert.Equal("-A -f 7 -s wlc", Assert.Single(table.Unread).Evidence.Text);
    }

    [Theory]
    [InlineData("", "10.244.0.2", "")]
    [InlineData("", "10.244.0.9", "IPVS sends connections to default/web to 10.244.0.2:8080, which the API does not have as an endpoint; 10.244.0.9:8080 is a ready endpoint of default/web, and the virtual server 10.96.0.50:80/tcp does not have it")]
    [InlineData("10.96.0.50:80>10.96.0.51:80", "10.244.0.2", "kube-ipvs0 has 10.96.0.50, and IPVS has no virtual server at this address; IPVS has no virtual server for default/web at 10.96.0.50, port 80/tcp")]
    [InlineData("10.244.0.2:8080 -m -w 1>10.244.0.2:8080 -m -w 1\n-a -t 10.96.0.50:80 -r 10.244.0.8:8080 -m -w 0", "10.244.0.2", "")]
    public void Virtual_servers_are_held_against_the_API(string change, string endpoints, string messages)
    {
        string servers = change.Length == 0 ? Servers : Servers.Replace(change.Split('>')[0], change.Split('>')[1], StringComparison.Ordinal);
        NodeSnapshot snapshot = ApiObjects.With(Node(servers).Build(), endpoints.Split(' '));

        Assert.Equal(messages, string.Join("; ", NodeFindings.Of(snapshot).Of("NP2011").Select(finding => finding.Message)));
    }

    [Fact]
    public void Addresses_and_protocols_that_are_none_are_held_against_nothing()
    {
        KubernetesCollection odd = new();
        odd.AddFile("""{"apiVersion":"v1","kind":"Service","metadata":{"namespace":"default","name":"odd"},"spec":{"clusterIPs":["nonsense","10.96.0.60"],"ports":[{"port":80,"protocol":"QUIC"}]}}"""u8.ToArray(), "odd.json");
        NodeSnapshot snapshot = odd.AddTo(ApiObjects.With(Node(Servers).Build(), "10.244.0.2"));

        Assert.Equal("", string.Join("; ", NodeFindings.Of(snapshot).Of("NP2011").Select(finding => finding.Message)));
    }

    [Theory]
    [InlineData("-w 1", "conn_reuse_mode = 0\nnet/ipv4/vs/expire_nodest_conn = 1", "6.8.0", "")]
    [InlineData("-w 0", "expire_nodest_conn = 1", "6.8.0", "10.244.0.2:8080 of the virtual server 10.96.0.50:80/tcp has the weight 0 and gets no new connections")]
    [InlineData("-w 1", "expire_nodest_conn = 0", "6.8.0", "connections to a real server that was taken away are dropped silently until they expire (expire_nodest_conn is 0)")]
    [InlineData("-w 1", "conn_reuse_mode = 1", "5.4.0-100-generic", "a client that uses a port again waits a second for its connection (conn_reuse_mode is 1, Linux 5.4.0-100-generic)")]
    [InlineData("-w 1", "conn_reuse_mode = 0", "4.18.0", "a client that uses a port again is sent to its old real server, even one that ends (conn_reuse_mode is 0, Linux 4.18.0)")]
    [InlineData("-w 1", "conn_reuse_mode = 1", "5.10.7", "")]
    public void Weights_and_settings_that_delay_are_told(string weight, string setting, string kernel, string messages)
    {
        NodeBuilder node = Node(Servers.Replace("10.244.0.2:8080 -m -w 1", $"10.244.0.2:8080 -m {weight}", StringComparison.Ordinal)).Append(CalicoNode.Sysctl, $"net/ipv4/vs/{setting}\n").Kernel(kernel);

        Assert.Equal(messages, string.Join("; ", NodeFindings.Of(node.Build()).Of("NP2012").Select(finding => finding.Message)));
    }

    [Fact]
    public void Where_a_virtual_server_sends_packets_is_not_told_from_sockets()
    {
        NodeBuilder node = Node(Servers)
            .Change(CalicoNode.Routes, """{"type":"local","dst":"192.0.2.10",""", """{"type":"local","dst":"10.96.0.50","dev":"kube-ipvs0","table":"local","protocol":"kernel","scope":"host","prefsrc":"10.96.0.50","flags":[]},{"type":"local","dst":"192.0.2.10",""");

        PacketTrace trace = Diagnosed.Trace(node, from: "10.244.0.3");

        Assert.Equal((nameof(Disposition.Inconclusive), false), (trace.Disposition, trace.Passed));
        Assert.StartsWith("IPVS of node1 takes packets for the virtual IP 10.96.0.50", trace.Outcomes[0].Reason, StringComparison.Ordinal);
    }

    private static NodeBuilder Node(string servers) => CalicoNode.Healthy()
        .With(CalicoNode.Rules, "*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n")
        .With(File, servers)
        .With("host/links/address.json", """[{"ifindex":9,"ifname":"kube-ipvs0","addr_info":[{"family":"inet","local":"10.96.0.50","prefixlen":32,"scope":"global"}]}]""");
}
