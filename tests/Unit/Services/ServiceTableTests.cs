using NetPath.Core.Services;
using NetPath.Unit.Netfilter;
using Xunit;

namespace NetPath.Unit.Services;

/// <summary>Services read back from the rules of several releases of kube-proxy.</summary>
public class ServiceTableTests
{
    private const string H = "AAAAAAAAAAAAAAAA";

    private const string TwoEndpoints = $"""
        -A KUBE-SVC-{H} -m comment --comment "default/web:http -> 10.244.0.2:8080" -m statistic --mode random --probability 0.50000000000 -j KUBE-SEP-1
        -A KUBE-SVC-{H} -m comment --comment "default/web:http -> 10.244.0.3:8080" -j KUBE-SEP-2
        [7:420] -A KUBE-SEP-1 -p tcp -m comment --comment "default/web:http" -m tcp -j DNAT --to-destination 10.244.0.2:8080
        -A KUBE-SEP-2 -s 10.244.0.3/32 -m comment --comment "default/web:http" -j KUBE-MARK-MASQ
        -A KUBE-SEP-2 -p tcp -m comment --comment "default/web:http" -m tcp -j DNAT --to-destination 10.244.0.3:8080
        """;

    private const string ClusterIP = $"""-A KUBE-SERVICES -d 10.96.0.50/32 -p tcp -m comment --comment "default/web:http cluster IP" -m tcp --dport 80 -j KUBE-SVC-{H}""";

    [Fact]
    public void A_service_with_two_endpoints()
    {
        KubeServiceChain service = One(ClusterIP, TwoEndpoints);

        Assert.Equal(("default/web:http", "default", "web", "http", "10.96.0.50", 80), (service.Name, service.Namespace, service.Service, service.PortName, service.ClusterIP, service.Port));
        Assert.Equal((nameof(ServiceState.HasEndpoints), $"KUBE-SVC-{H}", nameof(TrafficPolicy.Cluster), (string?)null), (service.State, service.Chain, service.InternalTrafficPolicy, service.ExternalTrafficPolicy));
        Assert.Equal([("10.244.0.2:8080", 0.5, false), ("10.244.0.3:8080", 0.5, true)], service.Endpoints.Select(endpoint => (endpoint.Target, endpoint.Probability, endpoint.HairpinMasquerade)));
        Assert.Equal(7ul, service.Endpoints[0].Counters!.Value.Packets);
        Assert.Empty(service.ExternalEndpoints);
        Assert.Empty(service.Problems);
    }

    [Fact]
    public void Shares_of_five_endpoints_are_equal_and_sum_to_one()
    {
        string[] shares = ["0.20000000019", "0.25000000000", "0.33333333349", "0.50000000000"];
        string rules = string.Concat(Enumerable.Range(0, 5).Select(i =>
            $"-A KUBE-SVC-{H} {(i < 4 ? $"-m statistic --mode random --probability {shares[i]} " : "")}-j KUBE-SEP-{i}\n-A KUBE-SEP-{i} -p tcp -m tcp -j DNAT --to-destination 10.244.0.{i}:8080\n"));

        KubeServiceChain service = One(ClusterIP, rules);

        Assert.All(service.Endpoints, endpoint => Assert.Equal(0.2, endpoint.Probability, 6));
        Assert.Equal(1, service.Endpoints.Sum(endpoint => endpoint.Probability), 9);
    }

    [Theory]
    [InlineData("has no endpoints", "REJECT --reject-with icmp-port-unreachable", nameof(ServiceState.NoEndpoints))]
    [InlineData("has no local endpoints", "DROP", nameof(ServiceState.NoLocalEndpoints))]
    public void A_service_without_endpoints_stands_in_the_filter_table(string comment, string target, string state)
    {
        KubeServiceChain service = Assert.Single(Read($"*filter\n:KUBE-SERVICES - [0:0]\n-A KUBE-SERVICES -d 10.96.0.60/32 -p tcp -m comment --comment \"default/empty {comment}\" -m tcp --dport 80 -j {target}\nCOMMIT\n{Nat("-A KUBE-SERVICES -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS")}"));

        Assert.Equal(("default/empty", "10.96.0.60", state.ToString()), (service.Name, service.ClusterIP, service.State));
        Assert.Empty(service.Endpoints);
    }

    // 1.18 to 1.21: masquerading is asked for in KUBE-SERVICES; node ports lead to KUBE-SVC directly.
    [Fact]
    public void Rules_of_release_1_18()
    {
        KubeServiceChain service = One(
            """-A KUBE-SERVICES ! -s 10.244.0.0/16 -d 10.96.0.50/32 -p tcp -m comment --comment "default/web:http cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ""",
            ClusterIP,
            """-A KUBE-NODEPORTS -p tcp -m comment --comment "default/web:http" -m tcp --dport 30080 -j KUBE-MARK-MASQ""",
            $"""-A KUBE-NODEPORTS -p tcp -m comment --comment "default/web:http" -m tcp --dport 30080 -j KUBE-SVC-{H}""",
            TwoEndpoints);

        Assert.Equal((true, 30080, nameof(TrafficPolicy.Cluster)), (service.MasqueradesOutsideTraffic, service.NodePort, service.ExternalTrafficPolicy));
        Assert.Equal(["10.244.0.2:8080", "10.244.0.3:8080"], service.ExternalEndpoints.Select(endpoint => endpoint.Target));
    }

    // Until 1.23: KUBE-XLB holds the endpoints on this node.
    [Fact]
    public void Rules_of_release_1_23_with_the_external_policy_local()
    {
        KubeServiceChain service = One(
            ClusterIP,
            $"""-A KUBE-NODEPORTS -p tcp -m comment --comment "default/web:http" -m tcp --dport 30080 -j KUBE-XLB-{H}""",
            $"""-A KUBE-XLB-{H} -s 10.244.0.0/16 -m comment --comment "Redirect pods trying to reach external loadbalancer VIP to clusterIP" -j KUBE-SVC-{H}""",
            $"""-A KUBE-XLB-{H} -m comment --comment "route LOCAL traffic for default/web:http LB IP to service chain" -m addrtype --src-type LOCAL -j KUBE-SVC-{H}""",
            $"""-A KUBE-XLB-{H} -m comment --comment "Balancing rule 0 for default/web:http" -j KUBE-SEP-2""",
            TwoEndpoints);

        Assert.Equal(($"KUBE-XLB-{H}", nameof(TrafficPolicy.Local), nameof(TrafficPolicy.Cluster)), (service.ExternalChain, service.ExternalTrafficPolicy, service.InternalTrafficPolicy));
        Assert.Equal([("10.244.0.3:8080", 1.0)], service.ExternalEndpoints.Select(endpoint => (endpoint.Target, endpoint.Probability)));
        Assert.Equal([false, true], service.Endpoints.Select(endpoint => endpoint.IsLocal));
    }

    [Fact]
    public void Rules_of_release_1_30_with_the_external_policy_local()
    {
        KubeServiceChain service = One(
            $"""-A KUBE-SVC-{H} ! -s 10.244.0.0/16 -d 10.96.0.50/32 -p tcp -m comment --comment "default/web:http cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ""",
            ClusterIP,
            External,
            $"""-A KUBE-EXT-{H} -s 10.244.0.0/16 -m comment --comment "pod traffic for default/web:http external destinations" -j KUBE-SVC-{H}""",
            $"""-A KUBE-EXT-{H} -j KUBE-SVL-{H}""",
            $"""-A KUBE-SVL-{H} -m comment --comment "default/web:http -> 10.244.0.3:8080" -j KUBE-SEP-2""",
            TwoEndpoints);

        Assert.Equal((true, 30080, nameof(TrafficPolicy.Local)), (service.MasqueradesOutsideTraffic, service.NodePort, service.ExternalTrafficPolicy));
        Assert.Equal(["192.0.2.80"], service.LoadBalancerIPs);
        Assert.Equal(["198.51.100.9"], service.ExternalIPs);
        Assert.Equal(["10.244.0.3:8080"], service.ExternalEndpoints.Select(endpoint => endpoint.Target));
        Assert.Equal(2, service.Endpoints.Length);
    }

    [Fact]
    public void With_the_external_policy_local_and_no_local_endpoint_nobody_outside_gets_one()
    {
        string filter = """
            *filter
            :KUBE-EXTERNAL-SERVICES - [0:0]
            -A KUBE-EXTERNAL-SERVICES -p tcp -m comment --comment "default/web:http has no local endpoints" -m addrtype --dst-type LOCAL -m tcp --dport 30080 -j DROP
            COMMIT

            """;
        KubeServiceChain service = Assert.Single(Read(filter + Nat(ClusterIP, External, $"-A KUBE-EXT-{H} -s 10.244.0.0/16 -j KUBE-SVC-{H}", TwoEndpoints)));

        Assert.Equal((nameof(ServiceState.HasEndpoints), nameof(TrafficPolicy.Local)), (service.State, service.ExternalTrafficPolicy));
        Assert.Empty(service.ExternalEndpoints);
    }

    [Fact]
    public void With_the_internal_policy_local_the_outside_still_gets_all_endpoints()
    {
        KubeServiceChain service = One(
            ClusterIP.Replace("-j KUBE-SVC", "-j KUBE-SVL", StringComparison.Ordinal),
            External,
            $"-A KUBE-EXT-{H} -j KUBE-SVC-{H}",
            $"""-A KUBE-SVL-{H} -m comment --comment "default/web:http -> 10.244.0.3:8080" -j KUBE-SEP-2""",
            TwoEndpoints);

        Assert.Equal((nameof(TrafficPolicy.Local), nameof(TrafficPolicy.Cluster)), (service.InternalTrafficPolicy, service.ExternalTrafficPolicy));
        Assert.Equal((1, 2), (service.Endpoints.Length, service.ExternalEndpoints.Length));
    }

    [Fact]
    public void Session_affinity_repeats_the_endpoints_and_counts_them_once()
    {
        KubeServiceChain service = One(
            ClusterIP,
            $"-A KUBE-SVC-{H} -m recent --rcheck --seconds 10800 --reap --name KUBE-SEP-1 --mask 255.255.255.255 --rsource -j KUBE-SEP-1",
            $"-A KUBE-SVC-{H} -m recent --rcheck --seconds 10800 --reap --name KUBE-SEP-2 --mask 255.255.255.255 --rsource -j KUBE-SEP-2",
            TwoEndpoints);

        Assert.Equal((10800, 2), (service.SessionAffinitySeconds, service.Endpoints.Length));
    }

    [Fact]
    public void Source_ranges_are_those_of_the_firewall_chain()
    {
        KubeServiceChain service = One(
            ClusterIP,
            $"""-A KUBE-SERVICES -d 192.0.2.80/32 -p tcp -m comment --comment "default/web:http loadbalancer IP" -m tcp --dport 80 -j KUBE-FW-{H}""",
            $"-A KUBE-FW-{H} -s 203.0.113.0/25 -m comment --comment \"default/web:http loadbalancer IP\" -j KUBE-EXT-{H}",
            $"-A KUBE-FW-{H} -m comment --comment \"other traffic to default/web:http will be dropped by KUBE-PROXY-FIREWALL\"",
            $"-A KUBE-EXT-{H} -j KUBE-SVC-{H}",
            TwoEndpoints);

        Assert.Equal(["203.0.113.0/25"], service.SourceRanges);
        Assert.Equal(["192.0.2.80"], service.LoadBalancerIPs);
    }

    // Above about a thousand endpoints kube-proxy leaves comments out.
    [Fact]
    public void Without_comments_the_hash_stands_for_the_name()
    {
        KubeServiceChain service = One(
            $"-A KUBE-SERVICES -d 10.96.0.50/32 -p tcp -m tcp --dport 80 -j KUBE-SVC-{H}",
            $"-A KUBE-NODEPORTS -p tcp -m tcp --dport 30080 -j KUBE-EXT-{H}",
            $"-A KUBE-EXT-{H} -j KUBE-SVC-{H}",
            $"-A KUBE-SVC-{H} -j KUBE-SEP-1",
            "-A KUBE-SEP-1 -p tcp -m tcp -j DNAT --to-destination 10.244.0.2:8080");

        Assert.Equal((H, "", 30080, "10.96.0.50"), (service.Name, service.Service, service.NodePort, service.ClusterIP));
        Assert.Equal("10.244.0.2:8080", Assert.Single(service.Endpoints).Target);
    }

    [Theory]
    [InlineData("the service's chain is missing", "", "the rule jumps to KUBE-SVC-AAAAAAAAAAAAAAAA, which the dump does not hold")]
    [InlineData("the endpoint's chain is missing", "-A KUBE-SVC-AAAAAAAAAAAAAAAA -j KUBE-SEP-GONE", "KUBE-SVC-AAAAAAAAAAAAAAAA rule 1 jumps to KUBE-SEP-GONE, which the dump does not hold")]
    [InlineData("the translation is corrupt", "-A KUBE-SVC-AAAAAAAAAAAAAAAA -j KUBE-SEP-1\n-A KUBE-SEP-1 -p tcp -j DNAT --to-destination  --random --to-destination 0.0.0.0:0", "KUBE-SEP-1 translates to no address that can be read")]
    public void Rules_that_lead_nowhere_are_broken(string name, string rules, string problem)
    {
        KubeServiceChain service = One(ClusterIP, rules);

        Assert.True(service.State == nameof(ServiceState.Broken), name);
        Assert.Contains(problem, service.Problems);
        Assert.Empty(service.Endpoints);
    }

    [Fact]
    public void One_service_over_two_protocols_gives_two()
    {
        string udp = ClusterIP.Replace("tcp", "udp", StringComparison.Ordinal).Replace(H, "BBBBBBBBBBBBBBBB", StringComparison.Ordinal);

        Assert.Equal(2, Read(Nat(ClusterIP, udp, TwoEndpoints)).Count());
    }

    private const string External = $"""
        -A KUBE-SERVICES -d 192.0.2.80/32 -p tcp -m comment --comment "default/web:http loadbalancer IP" -m tcp --dport 80 -j KUBE-EXT-{H}
        -A KUBE-SERVICES -d 198.51.100.9/32 -p tcp -m comment --comment "default/web:http external IP" -m tcp --dport 80 -j KUBE-EXT-{H}
        -A KUBE-NODEPORTS -p tcp -m comment --comment "default/web:http" -m tcp --dport 30080 -j KUBE-EXT-{H}
        """;

    private static KubeServiceChain One(params string[] rules) => Assert.Single(Read(Nat(rules)));

    private static IEnumerable<KubeServiceChain> Read(string dump) => ServiceTable.Read([RuleBench.Read(dump)]).Services;

    private static string Nat(params string[] rules) => $"*nat\n:KUBE-SERVICES - [0:0]\n:KUBE-NODEPORTS - [0:0]\n{string.Join('\n', rules)}\nCOMMIT\n";
}
