using NetPath.Core.Diagnosis;
using NetPath.Core.Dns;
using NetPath.Core.Snapshots;
using NetPath.Unit.Dns;
using NetPath.Unit.Tracing;
using Xunit;

namespace NetPath.Unit.Diagnosis;

/// <summary>NP1: each code on a node that has just this fault, and none on a healthy one.</summary>
public sealed class NameResolutionFindingsTests
{
    private const string Ipvs = """
        {"ifindex":30,"ifname":"kube-ipvs0","flags":["BROADCAST","NOARP"],"operstate":"DOWN","address":"02:00:00:00:00:30","linkinfo":{"info_kind":"dummy"}},
        {"ifindex":31,"ifname":"nodelocaldns","flags":["BROADCAST","NOARP"],"operstate":"DOWN","address":"02:00:00:00:00:31","linkinfo":{"info_kind":"dummy"}},
        """;

    private const string IpvsAddresses = """
        {"ifindex":30,"ifname":"kube-ipvs0","addr_info":[{"family":"inet","local":"10.96.0.10","prefixlen":32,"scope":"global"}]},
        {"ifindex":31,"ifname":"nodelocaldns","addr_info":[{"family":"inet","local":"169.254.20.10","prefixlen":32,"scope":"global"}]},
        """;

    [Theory]
    [InlineData("web")]
    [InlineData("kube-dns.kube-system")]
    public void A_healthy_name_has_no_finding(string name)
    {
        Assert.Empty(DnsNode.Resolve(DnsNode.Healthy(), name).Findings);
        Assert.Empty(DnsNode.Resolve(DnsNode.WithCache(), name).Findings);
        Assert.Empty(Diagnosed.Troubles(DnsNode.WithCache().Build()));
    }

    [Fact]
    public void NP1001_a_name_outside_goes_through_the_search_list_first()
    {
        Finding finding = Assert.Single(DnsNode.Resolve(DnsNode.Healthy(), "www.example.com").Findings);

        Assert.Equal(("NP1001", "Warning"), (finding.Code, finding.Severity));
        Assert.StartsWith("www.example.com is asked for as www.example.com only after 3 other names: 8 queries", finding.Message, StringComparison.Ordinal);
        Assert.Equal(["pods/103/dns/resolv.conf:1", "pods/103/dns/resolv.conf:3"], finding.Evidence.Select(line => $"{line.File}:{line.Line}"));
    }

    [Fact]
    public void NP1001_a_dot_at_the_end_heals_it() => Assert.Empty(DnsNode.Resolve(DnsNode.Healthy(), "www.example.com.").Findings);

    [Fact]
    public void NP1002_the_server_is_outside()
    {
        ServiceNameResolution resolution = DnsNode.Resolve(DnsNode.Healthy().Change(DnsNode.ResolvConf, "10.96.0.10", "10.96.0.99"), "web");

        Assert.Contains(resolution.Findings, finding => finding.Code == "NP1002");
        Assert.Equal("pods/103/dns/resolv.conf:2: nameserver 10.96.0.99", resolution.Findings[0].Evidence[0].ToString());
    }

    [Fact]
    public void NP1003_the_DNS_Service_has_no_endpoint()
    {
        ServiceNameResolution resolution = DnsNode.Resolve(DnsNode.WithoutEndpoints(), "web");

        Assert.Equal("NP1003", resolution.Cause?.Code);
        Assert.StartsWith("kube-system/kube-dns:dns, which is asked at 10.96.0.10, has no ready endpoint", resolution.Cause!.Message, StringComparison.Ordinal);
        Assert.Equal("kubectl --namespace kube-system get endpointslices --selector kubernetes.io/service-name=kube-dns", resolution.Cause.Commands[0]);
        Assert.Contains("NP1003", Diagnosed.NodeCodes(DnsNode.WithoutEndpoints()), StringComparison.Ordinal);
    }

    [Fact]
    public void NP1004_nothing_listens_on_the_cache()
    {
        ServiceNameResolution resolution = DnsNode.Resolve(DnsNode.WithCache(listens: ""), "web");

        Assert.Equal("NP1004", resolution.Cause?.Code);
        Assert.EndsWith("and nothing listens on its UDP port 53", resolution.Cause!.Message, StringComparison.Ordinal);
        Assert.Equal("NP1004", Diagnosed.NodeCodes(DnsNode.WithCache(listens: "")));
    }

    [Fact]
    public void NP1004_the_node_does_not_have_the_address()
    {
        NodeBuilder node = DnsNode.Healthy().Change(DnsNode.ResolvConf, "10.96.0.10", "169.254.20.10");

        Finding finding = DnsNode.Resolve(node, "web").Findings[0];
        Assert.Equal(("NP1004", "Error"), (finding.Code, finding.Severity));
        Assert.EndsWith("node1 does not have that address", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NP1005_a_rule_drops_what_is_not_tracked()
    {
        ServiceNameResolution resolution = DnsNode.Resolve(DnsNode.WithCache(input: "-A INPUT -m conntrack ! --ctstate NEW,RELATED,ESTABLISHED -j DROP\n"), "web");

        Assert.Equal(("ServerUnreachable", "NP1005"), (resolution.Verdict, resolution.Cause?.Code));
        Assert.Equal(2, resolution.Cause!.Evidence.Length);
    }

    [Theory]
    [InlineData(0, 0, "")]
    [InlineData(5, 5, "")]
    [InlineData(5, 17, "NP1006")]
    public void NP1006_needs_two_snapshots_in_which_insert_failed_rises(int before, int after, string codes)
    {
        NodeSnapshot[] samples = [Sample(before), Sample(after)];

        Assert.Equal(codes, string.Join(' ', ClusterFindings.Of(samples).Select(finding => finding.Code)));
    }

    [Fact]
    public void NP1007_the_cache_is_bypassed_in_IPVS_mode()
    {
        NodeBuilder node = DnsNode.Healthy()
            .Change(CalicoNode.Links, "{\"ifindex\":2,", Ipvs + "{\"ifindex\":2,")
            .Change("host/links/address.json", "{\"ifindex\":2,", IpvsAddresses + "{\"ifindex\":2,");

        Finding finding = Assert.Single(NodeFindings.Of(node.Build()).Of("NP1007"));
        Assert.Equal(("NP1007", "Information"), (finding.Code, finding.Severity));
        Assert.Equal("1 pod asks 10.96.0.10, an address of kube-ipvs0, and not NodeLocal DNSCache at 169.254.20.10", finding.Message);
        Assert.Empty(NodeFindings.Of((node.Change(DnsNode.ResolvConf, "10.96.0.10", "169.254.20.10").With("host/sockets/udp.txt", TestSockets.Udp("169.254.20.10:53")).Change(CalicoNode.Routes, "{\"type\":\"local\",\"dst\":\"127.0.0.0/8\"", "{\"type\":\"local\",\"dst\":\"169.254.20.10\",\"dev\":\"nodelocaldns\",\"table\":\"local\",\"protocol\":\"kernel\",\"scope\":\"host\",\"prefsrc\":\"169.254.20.10\",\"flags\":[]},{\"type\":\"local\",\"dst\":\"127.0.0.0/8\"")).Build()).Of("NP1007"));
    }

    [Fact]
    public void NP1008_there_is_no_such_Service()
    {
        NodeSnapshot node = DnsNode.With(DnsNode.Healthy(), """{"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"default"},"spec":{"type":"ClusterIP","clusterIP":"10.96.0.50","clusterIPs":["10.96.0.50"],"ports":[{"port":80}]}}""");

        ServiceNameResolution resolution = DnsNode.Resolve(node, "wbe");
        Assert.Equal(("NotFound", "NP1008"), (resolution.Verdict, resolution.Cause?.Code));
        Assert.Equal("kubernetes/services.json: 1 Services, none of which has this name", resolution.Cause!.Evidence[0].ToString());
    }

    private static NodeSnapshot Sample(int failed) => DnsNode.Healthy()
        .With("host/conntrack/stat.txt", $"entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart\n00000001  00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 {failed:x8} 00000000 00000000 00000000  00000000 00000000 00000000 00000000\n")
        .Build();
}
