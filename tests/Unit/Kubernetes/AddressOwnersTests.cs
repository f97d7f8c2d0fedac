using NetPath.Core.Kubernetes;
using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Rendering;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Unit.Tracing;
using Xunit;

namespace NetPath.Unit.Kubernetes;

/// <summary>Whose an address is, and that all who show one say it.</summary>
public class AddressOwnersTests
{
    private const string Pods = """
        {"kind":"PodList","apiVersion":"v1","items":[
        {"metadata":{"namespace":"default","name":"web-5d8f-x2x7k","labels":{"pod-template-hash":"5d8f"},"ownerReferences":[{"kind":"ReplicaSet","name":"web-5d8f","controller":true}]},"spec":{"nodeName":"node1"},"status":{"phase":"Running","podIPs":[{"ip":"10.244.0.2"}]}},
        {"metadata":{"namespace":"shop","name":"db-0","ownerReferences":[{"kind":"StatefulSet","name":"db","controller":true}]},"spec":{"nodeName":"node2"},"status":{"phase":"Running","podIPs":[{"ip":"10.244.1.9"}]}},
        {"metadata":{"namespace":"shop","name":"gone"},"spec":{"nodeName":"node2"},"status":{"phase":"Succeeded","podIPs":[{"ip":"10.244.1.8"}]}}]}
        """;

    private const string Nodes = """{"kind":"NodeList","apiVersion":"v1","items":[{"metadata":{"name":"node2"},"status":{"addresses":[{"type":"InternalIP","address":"192.0.2.20"}]}}]}""";

    private const string Services = """{"kind":"ServiceList","apiVersion":"v1","items":[{"metadata":{"namespace":"default","name":"web"},"spec":{"clusterIP":"10.96.0.50","clusterIPs":["10.96.0.50"],"ports":[{"port":80}]}}]}""";

    [Theory]
    [InlineData("10.244.0.2", "Pod default/web-5d8f-x2x7k on node1, Deployment/web")]
    [InlineData("10.244.1.9", "Pod shop/db-0 on node2, StatefulSet/db")]
    [InlineData("10.244.1.8", null)]
    [InlineData("10.244.0.3", "Pod client on node1, ")]
    [InlineData("192.0.2.10", "Node node1, ")]
    [InlineData("192.0.2.20", "Node node2, ")]
    [InlineData("10.96.0.50", "Service default/web, ")]
    [InlineData("127.0.0.1", null)]
    [InlineData("0.0.0.0", null)]
    [InlineData("203.0.113.9", null)]
    [InlineData("no address", null)]
    public void An_address_has_one_owner(string address, string? owner) =>
        Assert.Equal(owner, AddressOwners.Of(Node()).Find(address) is AddressOwner found ? $"{found.Kind} {found}, {found.Workload}" : null);

    [Fact]
    public void Without_the_APIs_objects_namespaces_tell_the_pods_of_the_node()
    {
        AddressOwners owners = AddressOwners.Of(CalicoNode.Healthy().Build());

        Assert.Equal(("web on node1", null), ($"{owners.Find("10.244.0.2")}", owners.Find("10.244.0.2")!.Workload));
        Assert.Null(owners.Find("10.96.0.50"));
    }

    [Fact]
    public void Of_several_snapshots_the_first_that_knows_counts() =>
        Assert.Equal("shop/db-0 on node2", $"{AddressOwners.Of([CalicoNode.Healthy().Build(), Node()]).Find("10.244.1.9")}");

    [Fact]
    public void A_hop_names_both_ends()
    {
        PathOutcome outcome = CalicoNode.Trace(Node()).Outcomes[0];
        Hop translated = outcome.Hops.First(hop => hop is RuleHop { Target: "DNAT" });

        Assert.Equal(("client on node1", "default/web-5d8f-x2x7k on node1"), ($"{translated.SourceOwner}", $"{translated.DestinationOwner}"));
        Assert.Equal("default/web", $"{outcome.Hops[0].DestinationOwner}");
        Assert.Equal("Deployment/web", outcome.EndpointOwner!.Workload);
    }

    [Fact]
    public void The_view_shows_the_pod_where_the_address_comes_in()
    {
        string text = TraceText.Render(CalicoNode.Trace(Node()), 200, TextStyle.Plain);

        Assert.Contains("10.244.0.2:8080 (default/web-5d8f-x2x7k on node1)  connected", text, StringComparison.Ordinal);
        Assert.Contains("DNAT 10.96.0.50:80 -> 10.244.0.2:8080 (default/web-5d8f-x2x7k on node1)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_APIs_objects_the_view_is_as_it_was() =>
        Assert.DoesNotContain(" on node1)", TraceText.Render(CalicoNode.Trace(CalicoNode.Healthy().Build()), 120, TextStyle.Plain), StringComparison.Ordinal);

    [Fact]
    public void Routes_and_veth_pairs_name_the_pod_and_its_workload()
    {
        NodeSnapshot node = Node();

        PodRoute route = PodRoutes.Resolve(node, IpAddress.Parse("10.244.0.2")).Single();
        VethPeer peer = VethPeerSearch.Find(node.Host, link => link.Name == "cali-web").Single();

        Assert.Equal(("default/web-5d8f-x2x7k", "Deployment/web", "node1"), (route.Pod, route.Workload, route.PodNode));
        Assert.Equal(("default/web-5d8f-x2x7k", "Deployment/web"), (peer.PeerPod, peer.PeerWorkload));
        Assert.Equal(("shop/db-0", "node2"), PodRoutes.Resolve(node, IpAddress.Parse("10.244.1.9")).Select(far => (far.Pod, far.PodNode)).First());
    }

    private static NodeSnapshot Node() => CalicoNode.Healthy()
        .With("kubernetes/pods.json", Pods)
        .With("kubernetes/nodes.json", Nodes)
        .With("kubernetes/services.json", Services)
        .Build();
}
