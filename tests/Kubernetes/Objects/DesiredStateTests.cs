using System.Text;
using NetPath.Core.Kubernetes;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using Xunit;

namespace NetPath.KubernetesTests.Objects;

/// <summary>What the API asks for, beside what kube-proxy wrote.</summary>
public sealed class DesiredStateTests
{
    private const string Rules = """
        *nat
        :KUBE-SERVICES - [0:0]
        :KUBE-SVC-AAAAAAAAAAAAAAAA - [0:0]
        :KUBE-SEP-1 - [0:0]
        :KUBE-SEP-2 - [0:0]
        -A KUBE-SERVICES -d 10.96.1.1/32 -p tcp -m comment --comment "d/web:http cluster IP" -m tcp --dport 80 -j KUBE-SVC-AAAAAAAAAAAAAAAA
        -A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment --comment "d/web:http -> 10.0.0.1:80" -m statistic --mode random --probability 0.5 -j KUBE-SEP-1
        -A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment --comment "d/web:http -> 10.0.0.2:80" -j KUBE-SEP-2
        -A KUBE-SEP-1 -p tcp -m comment --comment "d/web:http" -m tcp -j DNAT --to-destination 10.0.0.1:80
        -A KUBE-SEP-2 -p tcp -m comment --comment "d/web:http" -m tcp -j DNAT --to-destination 10.0.0.2:80
        COMMIT

        """;

    [Fact]
    public void The_rules_of_a_real_node_hold_what_its_API_asked_for()
    {
        KubernetesCollection collection = new();
        collection.AddFile(Fixture.Bytes("cluster.json"), "cluster.json");
        NodeSnapshot node = collection.AddTo(TestSnapshot.Of("node1", File.ReadAllText(Fixture.Path("node1-iptables-save.txt"))));

        KubeServiceChain[] services = [.. node.Host.Services.Services.Select(service => DesiredState.Compare(service, node))];

        Assert.Equal(33, services.Length);
        Assert.All(services, service => Assert.Equal("", $"{service.Name}: {string.Join("; ", service.Problems)}"[(service.Name.Length + 2)..]));
        Assert.All(services.SelectMany(service => service.Endpoints), endpoint => Assert.NotNull(endpoint.Condition));
        Assert.Equal(["Serving", "Serving"], services.Single(service => service.Name == "default/all-terminating").Endpoints.Select(endpoint => endpoint.Condition));
        // Both zone-a endpoints, and not that of zone-b.
        Assert.Equal(["zone-a", "zone-a"], services.Single(service => service.Name == "default/same-zone:http").Endpoints.Select(endpoint => endpoint.ZoneHints.Single()));
    }

    [Theory]
    [InlineData("both ready", "10.0.0.1 r n1 | 10.0.0.2 r n2", "Ready Ready", "", "")]
    [InlineData("one is gone", "10.0.0.1 r n1", "Ready Stale", "", "10.0.0.2:80 is in the rules, and the API has no such endpoint")]
    [InlineData("one is new", "10.0.0.1 r n1 | 10.0.0.2 r n2 | 10.0.0.3 r n2", "Ready Ready", "10.0.0.3:80", "10.0.0.3:80 is ready in the API, and the rules do not hold it")]
    [InlineData("one is not ready", "10.0.0.1 r n1 | 10.0.0.2 - n2", "Ready NotReady", "", "10.0.0.2:80 is in the rules, and the API says it is not ready")]
    [InlineData("one ends", "10.0.0.1 r n1 | 10.0.0.2 st n2", "Ready Serving", "", "10.0.0.2:80 is in the rules, and the API says it is terminating")]
    [InlineData("all end", "10.0.0.1 st n1 | 10.0.0.2 st n2", "Serving Serving", "", "")]
    [InlineData("a new one is not ready", "10.0.0.1 r n1 | 10.0.0.2 r n2 | 10.0.0.3 - n2", "Ready Ready", "", "")]
    [InlineData("hints for this zone", "10.0.0.1 r n1 a | 10.0.0.2 r n2 a | 10.0.0.3 r n2 b", "Ready Ready", "", "")]
    [InlineData("hints for another zone only", "10.0.0.1 r n1 b | 10.0.0.2 r n2 b | 10.0.0.3 r n2 b", "Ready Ready", "10.0.0.3:80", "10.0.0.3:80 is ready in the API, and the rules do not hold it")]
    [InlineData("one without a hint", "10.0.0.1 r n1 a | 10.0.0.2 r n2 a | 10.0.0.3 r n2", "Ready Ready", "10.0.0.3:80", "10.0.0.3:80 is ready in the API, and the rules do not hold it")]
    public void Endpoints_are_compared(string name, string endpoints, string conditions, string missing, string problems)
    {
        KubeServiceChain service = Compare(endpoints);

        Assert.Equal((name, conditions), (name, string.Join(' ', service.Endpoints.Select(endpoint => endpoint.Condition))));
        Assert.Equal(missing, string.Join(' ', service.MissingEndpoints.Select(endpoint => endpoint.Target)));
        Assert.Equal(problems, string.Join("; ", service.Problems));
    }

    [Fact]
    public void A_local_policy_asks_for_the_nodes_own_endpoints_alone()
    {
        KubeServiceChain service = Compare("10.0.0.1 r n1 | 10.0.0.2 r n1 | 10.0.0.3 r n2", "Local");

        Assert.Empty(service.MissingEndpoints);
        Assert.Equal(["10.0.0.4:80"], Compare("10.0.0.1 r n1 | 10.0.0.2 r n1 | 10.0.0.4 r n1", "Local").MissingEndpoints.Select(endpoint => endpoint.Target));
    }

    [Fact]
    public void What_depends_on_the_node_is_left_open_when_the_API_does_not_know_it()
    {
        Assert.Empty(Compare("10.0.0.1 r n1 | 10.0.0.4 r n1", "Local", "elsewhere").MissingEndpoints);
        Assert.Equal(["10.0.0.4:80"], Compare("10.0.0.1 r n1 | 10.0.0.4 r n1", "Cluster", "elsewhere").MissingEndpoints.Select(endpoint => endpoint.Target));
    }

    [Fact]
    public void Both_sides_show_their_evidence()
    {
        KubeServiceChain service = Compare("10.0.0.1 r n1 | 10.0.0.3 r n2");

        Assert.Equal("host/netfilter/iptables-nft-save.txt", service.Endpoints[1].Evidence[0].File);
        Assert.Empty(service.Endpoints[1].ApiEvidence);
        Assert.Equal("kubernetes/endpointslices.json:2", Place(service.Endpoints[0].ApiEvidence.Single()));
        Assert.Equal("kubernetes/endpointslices.json:2", Place(service.MissingEndpoints.Single().Evidence.Single()));
        Assert.Contains("10.0.0.3", service.MissingEndpoints.Single().Evidence.Single().Text, StringComparison.Ordinal);
        Assert.Equal("kubernetes/services.json:2", Place(service.ApiEvidence.Single()));
    }

    [Fact]
    public void Without_objects_nothing_is_missing_or_stale()
    {
        NodeSnapshot node = TestSnapshot.Of("n1", Rules);

        KubeServiceChain service = DesiredState.Compare(node.Host.Services.Services.Single(), node);

        Assert.All(service.Endpoints, endpoint => Assert.Null(endpoint.Condition));
        Assert.Empty(service.Problems);
    }

    [Fact]
    public void Objects_of_other_namespaces_say_nothing()
    {
        KubernetesCollection collection = new();
        collection.AddFile(Objects("10.0.0.1 r n1", "Cluster"), "o.json", ["other"]);
        NodeSnapshot node = collection.AddTo(TestSnapshot.Of("n1", Rules));

        Assert.All(DesiredState.Compare(node.Host.Services.Services.Single(), node).Endpoints, endpoint => Assert.Null(endpoint.Condition));
    }

    [Fact]
    public void Rules_of_a_Service_that_is_gone_are_left_over()
    {
        KubernetesCollection collection = new();
        collection.AddFile(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Objects("10.0.0.1 r n1", "Cluster")).Replace("\"web\"", "\"other\"", StringComparison.Ordinal)), "o.json");
        NodeSnapshot node = collection.AddTo(TestSnapshot.Of("n1", Rules));

        KubeServiceChain service = DesiredState.Compare(node.Host.Services.Services.Single(), node);

        Assert.Equal("the API has no Service d/web: these rules are left over", service.Problems[0]);
        Assert.Equal(["d/other:http"], DesiredState.WithoutRules(node));
    }

    private static KubeServiceChain Compare(string endpoints, string policy = "Cluster", string nodeName = "n1")
    {
        KubernetesCollection collection = new();
        collection.AddFile(Objects(endpoints, policy), "objects.json");
        NodeSnapshot node = collection.AddTo(TestSnapshot.Of(nodeName, Rules));
        return DesiredState.Compare(node.Host.Services.Services.Single(), node);
    }

    /// <summary>Endpoints written as address, conditions (r ready, s serving, t terminating), node, and zone of the hint.</summary>
    private static byte[] Objects(string endpoints, string policy)
    {
        IEnumerable<string> items = endpoints.Split(" | ").Select(text => text.Split(' ')).Select(part =>
        {
            string ready = Has(part[1], 'r');
            string serving = ready == "true" ? ready : Has(part[1], 's');
            string hints = part.Length > 3 ? $$$""","hints":{"forZones":[{"name":"{{{part[3]}}}"}]}""" : "";
            return $$$"""{"addresses":["{{{part[0]}}}"],"nodeName":"{{{part[2]}}}","conditions":{"ready":{{{ready}}},"serving":{{{serving}}},"terminating":{{{Has(part[1], 't')}}} }{{{hints}}} }""";
        });
        return Encoding.UTF8.GetBytes($$$"""
            {"kind":"List","apiVersion":"v1","items":[
             {"kind":"Service","apiVersion":"v1","metadata":{"name":"web","namespace":"d"},"spec":{"clusterIP":"10.96.1.1","clusterIPs":["10.96.1.1"],"internalTrafficPolicy":"{{{policy}}}","ports":[{"name":"http","port":80}]}},
             {"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","metadata":{"name":"web-1","namespace":"d","labels":{"kubernetes.io/service-name":"web"}},"addressType":"IPv4","ports":[{"name":"http","port":80,"protocol":"TCP"}],"endpoints":[{{{string.Join(',', items)}}}]},
             {"kind":"Node","apiVersion":"v1","metadata":{"name":"n1","labels":{"topology.kubernetes.io/zone":"a"} } }]}
            """);
    }

    private static string Has(string conditions, char letter) => conditions.Contains(letter, StringComparison.Ordinal) ? "true" : "false";

    private static string Place(Evidence evidence) => $"{evidence.File}:{evidence.Line}";
}
