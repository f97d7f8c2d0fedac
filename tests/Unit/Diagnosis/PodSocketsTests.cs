using NetPath.Core.Diagnosis;
using NetPath.Core.Tracing;
using NetPath.Unit.Tracing;
using Xunit;

namespace NetPath.Unit.Diagnosis;

/// <summary>NP8 as far as the API's objects show it: endpoints that are not ready, and ports that pods do not have.</summary>
public class PodSocketsTests
{

    public static TheoryData<string, string, string> Conditions => new()
    {
        { "ready", """{"ready":true}""", "" },
        { "not ready", """{"ready":false,"serving":false,"terminating":false}""", "NP8004 the pod default/web-1 is not ready, and the rules of node1 still send connections for default/web to 10.244.0.2:8080" },
        { "ends, and does not answer any more", """{"ready":false,"serving":false,"terminating":true}""", "NP8004 the pod default/web-1 is terminating, and the rules of node1 still send connections for default/web to 10.244.0.2:8080" },
        { "ends and answers, and no other is ready", """{"ready":false,"serving":true,"terminating":true}""", "" },
    };

    [Theory, MemberData(nameof(Conditions))]
    public void An_endpoint_in_the_rules_is_told_when_it_should_not_be_there(string what, string conditions, string found)
    {
        PacketTrace trace = Diagnosed.Trace(WithObjects("8080", conditions));

        Assert.Equal((what, found), (what, string.Join("; ", trace.Findings.Select(finding => $"{finding}"))));
        Assert.All(trace.Findings, finding => Assert.Contains(finding.Evidence, evidence => evidence.File == "kubernetes/endpointslices.json"));
    }

    [Fact]
    public void An_endpoint_that_ends_and_refuses_is_the_cause()
    {
        PacketTrace trace = Diagnosed.Trace(WithObjects("8080", """{"ready":false,"serving":false,"terminating":true}""").With(CalicoNode.Web + "/sockets/tcp.txt", TestSockets.Tcp()));

        Assert.Equal(("ConnectionRefused", "NP8004"), (trace.Symptom, trace.Cause?.Code));
    }

    [Fact]
    public void A_number_that_the_pod_does_not_listen_on_is_told_beside_the_port_that_it_has()
    {
        PacketTrace trace = Diagnosed.Trace(WithObjects("8080", """{"ready":true}""").With(CalicoNode.Web + "/sockets/tcp.txt", TestSockets.Tcp("0.0.0.0:9090")));

        Assert.Equal("NP8005 the targetPort 8080 of default/web is not the port that default/web-1 listens on: it declares http 9090/TCP and listens on tcp 0.0.0.0:9090", trace.Cause?.ToString());
        Assert.Equal(["kubernetes/services.json", "kubernetes/pods.json", "pods/102/sockets/tcp.txt"], trace.Cause!.Evidence.Select(evidence => evidence.File));
    }

    [Fact]
    public void A_name_that_no_pod_defines_leaves_the_Service_without_endpoints()
    {
        NodeBuilder node = PathFindingsTests.WithoutEndpoints();

        Assert.DoesNotContain("NP8005", Diagnosed.Trace(WithObjects(node, "http", """{"ready":true}""")).Codes(), StringComparison.Ordinal);
        PacketTrace trace = Diagnosed.Trace(WithObjects(node, "web-port", """{"ready":true}"""));
        Assert.Equal("NP8005 the targetPort 'web-port' of default/web is defined by none of its 1 pods; default/web-1 declares http 9090/TCP", trace.Cause?.ToString());
        Assert.Equal("ConnectionRefused", trace.Symptom);
    }

    [Theory]
    [InlineData("nothing listens", "0.0.0.0:9090", "NP8001 nothing listens on tcp 10.244.0.2:8080 in web")]
    [InlineData("another address", "127.0.0.1:8080", "NP8002 nothing in web listens on tcp 10.244.0.2:8080, only tcp 127.0.0.1:8080")]
    public void Without_the_API_the_sockets_tell(string what, string socket, string cause)
    {
        PacketTrace trace = Diagnosed.Trace(CalicoNode.Healthy().With(CalicoNode.Web + "/sockets/tcp.txt", TestSockets.Tcp(socket)));

        Assert.Equal((what, cause), (what, trace.Cause?.ToString()));
        Assert.All(trace.Cause!.Evidence, evidence => Assert.StartsWith("pods/102/sockets/tcp.txt", evidence.File, StringComparison.Ordinal));
    }

    [Fact]
    public void Two_pods_of_one_name_are_told_apart()
    {
        PacketTrace trace = Diagnosed.Trace(CalicoNode.Healthy().Renamed(("client", "web")).With(CalicoNode.Web + "/sockets/tcp.txt", TestSockets.Tcp()), from: "10.244.0.3");

        Assert.Equal("NP8001 nothing listens on tcp 10.244.0.2:8080 in web-102", trace.Cause?.ToString());
    }

    private static NodeBuilder WithObjects(string targetPort, string conditions) => WithObjects(CalicoNode.Healthy(), targetPort, conditions);

    private static NodeBuilder WithObjects(NodeBuilder node, string targetPort, string conditions) => node
        .With("kubernetes/services.json", $$$"""{"kind":"ServiceList","apiVersion":"v1","items":[{"metadata":{"namespace":"default","name":"web"},"spec":{"type":"ClusterIP","clusterIP":"10.96.0.50","clusterIPs":["10.96.0.50"],"selector":{"app":"web"},"ports":[{"protocol":"TCP","port":80,"targetPort":"{{{targetPort}}}"}]}}]}""")
        .With("kubernetes/endpointslices.json", $$$"""{"kind":"EndpointSliceList","apiVersion":"discovery.k8s.io/v1","items":[{"metadata":{"namespace":"default","name":"web-x","labels":{"kubernetes.io/service-name":"web"}},"addressType":"IPv4","ports":[{"name":"","protocol":"TCP","port":8080}],"endpoints":[{"addresses":["10.244.0.2"],"conditions":{{{conditions}}},"nodeName":"node1","targetRef":{"kind":"Pod","namespace":"default","name":"web-1"}}]}]}""")
        .With("kubernetes/pods.json", """{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"namespace":"default","name":"web-1","uid":"u1","labels":{"app":"web"}},"spec":{"nodeName":"node1","containers":[{"name":"web","ports":[{"name":"http","containerPort":9090,"protocol":"TCP"}]}]},"status":{"phase":"Running","podIPs":[{"ip":"10.244.0.2"}]}}]}""");
}
