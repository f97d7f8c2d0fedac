using NetPath.Core.KernelTracing;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Core.Tracing.Naming;
using Xunit;

namespace NetPath.Unit.Tracing.Naming;

/// <summary>What people type for the ends of a path, and where it leads.</summary>
public class PlaceNamesTests
{
    private const string Pods = """
        {"kind":"PodList","apiVersion":"v1","items":[
        {"metadata":{"namespace":"default","name":"web-x2x7k"},"spec":{"nodeName":"node1"},"status":{"phase":"Running","podIPs":[{"ip":"10.244.0.2"}]}},
        {"metadata":{"namespace":"shop","name":"db-0"},"spec":{"nodeName":"node2"},"status":{"phase":"Running","podIPs":[{"ip":"10.244.1.9"},{"ip":"fd00::9"}]}},
        {"metadata":{"namespace":"shop","name":"cache"},"spec":{"nodeName":"node2"},"status":{"phase":"Running","podIPs":[{"ip":"10.244.1.10"}]}},
        {"metadata":{"namespace":"blog","name":"cache"},"spec":{"nodeName":"node2"},"status":{"phase":"Running","podIPs":[{"ip":"10.244.1.11"}]}},
        {"metadata":{"namespace":"shop","name":"new"},"spec":{},"status":{"phase":"Pending"}},
        {"metadata":{"namespace":"kube-system","name":"proxy-1"},"spec":{"nodeName":"node1","hostNetwork":true},"status":{"phase":"Running","podIPs":[{"ip":"192.0.2.10"}]}}]}
        """;

    private const string Nodes = """{"kind":"NodeList","apiVersion":"v1","items":[{"metadata":{"name":"node2"},"status":{"addresses":[{"type":"InternalIP","address":"192.0.2.20"}]}}]}""";

    private const string Services = """{"kind":"ServiceList","apiVersion":"v1","items":[{"metadata":{"namespace":"shop","name":"db"},"spec":{"clusterIP":"10.96.0.51","clusterIPs":["10.96.0.51"],"ports":[{"port":80}]}}]}""";

    [Theory]
    [InlineData("10.244.0.3", "10.244.0.3")]
    [InlineData("client", "10.244.0.3")]
    [InlineData("default/web-x2x7k", "10.244.0.2")]
    [InlineData("web-x2x7k", "10.244.0.2")]
    [InlineData("pods/102", "10.244.0.2")]
    [InlineData("default/web-", "10.244.0.2")]
    [InlineData("shop/db-0", "10.244.1.9")]
    [InlineData("kube-system/proxy-1", "192.0.2.10")]
    [InlineData("node", "192.0.2.10")]
    [InlineData("node1", "192.0.2.10")]
    [InlineData("node2", "192.0.2.20")]
    [InlineData("outside", "192.0.2.1")]
    public void A_target_is_an_address_at_last(string name, string address)
    {
        // 192.0.2.0/24 is the node's own network here, so another address stands for the world outside.
        string expected = name == "outside" ? "198.51.100.1" : address;

        Assert.Equal(expected, $"{PlaceNames.Of([Node()]).Target(name, null)}");
    }

    [Fact]
    public void The_IP_version_that_is_wanted_is_chosen() => Assert.Equal("fd00::9", $"{PlaceNames.Of([Node()]).Target("shop/db-0", IpFamily.IPv6)}");

    [Theory]
    [InlineData("nope", "No pod or node is called 'nope'. There are node1, node2, default/web-x2x7k, client, shop/db-0, shop/cache, blog/cache, shop/new and 1 more. An address, node and outside can be given as well.")]
    [InlineData("cache", "'cache' names 2 pods or nodes: shop/cache, blog/cache. Give the whole name.")]
    [InlineData("shop/new", "shop/new is known, but no address of it: the pod is Pending. Give an address instead of 'shop/new'.")]
    [InlineData("db", "'db' is a Service: trace it with -Service db, or give the whole name of a pod.")]
    public void What_does_not_lead_anywhere_says_what_there_is(string name, string message) =>
        Assert.Equal(message, Assert.Throws<TraceRequestException>(() => PlaceNames.Of([Node()]).Target(name, null)).Message);

    [Theory]
    [InlineData("node", "node")]
    [InlineData("10.9.9.9", "10.9.9.9")]
    [InlineData("client", "client")]
    [InlineData("default/web-x2x7k", "web")]
    [InlineData("shop/db-0", "10.244.1.9")]
    [InlineData("kube-system/proxy-1", "node1")]
    [InlineData("node2", "192.0.2.20")]
    [InlineData("outside", "198.51.100.1")]
    [InlineData("cli", "cli")]
    [InlineData("nope", "nope")]
    public void A_sender_is_said_in_the_words_of_the_walk(string name, string sender) => Assert.Equal(sender, PlaceNames.Of([Node()]).Sender(name, IpFamily.IPv4));

    [Theory]
    [InlineData("client", "client")]
    [InlineData("cli", "client")]
    [InlineData("10.244.0.3", "client")]
    [InlineData("default/web-x2x7k", "web")]
    [InlineData("node", "node1")]
    [InlineData("node1", "node1")]
    [InlineData("kube-system/proxy-1", "node1")]
    [InlineData("shop/db-0", null)]
    [InlineData("outside", null)]
    [InlineData("10.9.9.9", null)]
    public void A_place_is_found_with_the_namespace_that_a_snapshot_holds_of_it(string name, string? space) => Assert.Equal(space, PlaceNames.Of([Node()]).Find(name)?.Space?.Name);

    [Theory]
    [InlineData("client", "10.244.0.3")]
    [InlineData("shop/db-0", "10.244.1.9, fd00::9")]
    [InlineData("node2", "192.0.2.20")]
    [InlineData("10.9.9.9", "10.9.9.9")]
    public void A_client_is_told_by_all_of_its_addresses(string name, string addresses) => Assert.Equal(addresses, string.Join(", ", ClientAddresses.Of(Node(), name)));

    [Theory]
    [InlineData("cache", "'cache' names 2 pods or nodes: shop/cache, blog/cache. Give the whole name.")]
    [InlineData("outside", "'outside' is any machine outside, whose packets cannot be told by an address. Leave -From out, or give the client's address.")]
    public void A_client_that_cannot_be_told_says_why(string name, string message) =>
        Assert.Equal(message, Assert.Throws<TraceRequestException>(() => ClientAddresses.Of(Node(), name)).Message);

    [Fact]
    public void A_machine_outside_has_an_address_for_each_IP_version_that_leads_there() => Assert.Equal(["198.51.100.1"], PlaceNames.Of([Node()]).Senders("outside"));

    [Fact]
    public void A_pod_that_is_elsewhere_sends_from_its_address()
    {
        NodeSnapshot node = Node();
        string from = PlaceNames.Of([node]).Sender("shop/db-0", IpFamily.IPv4);

        Assert.Equal("10.244.1.9", CalicoNode.Trace(node, from).From);
    }

    [Fact]
    public void Names_are_looked_up_over_all_snapshots()
    {
        NodeSnapshot other = new NodeBuilder().With("host/links/address.json", "[]").Build();

        Assert.Equal("10.244.0.3", $"{PlaceNames.Of([other, Node()]).Target("client", null)}");
        Assert.StartsWith("'node' means one of 2 nodes: ", Assert.Throws<TraceRequestException>(() => PlaceNames.Of([other, Node()]).Target("node", null)).Message, StringComparison.Ordinal);
    }

    private static NodeSnapshot Node() => CalicoNode.Healthy()
        .With("kubernetes/pods.json", Pods)
        .With("kubernetes/nodes.json", Nodes)
        .With("kubernetes/services.json", Services)
        .Build();
}
