using System.Text.Json.Nodes;
using NetPath.Core.Kubernetes;
using NetPath.Kubernetes.Access;
using NetPath.Kubernetes.Objects;
using NetPath.KubernetesTests.Server;
using Xunit;

namespace NetPath.KubernetesTests.Access;

/// <summary>Lists come in whole, however the server hands them out.</summary>
public sealed class ReadingTests
{
    [Fact]
    public async Task Every_kind_is_read_and_Calicos_may_be_absent()
    {
        await using TestApiServer server = await TestApiServer.StartAsync();

        KubernetesCollection read = await ReadAsync(server);

        Assert.Equal(
            ["services: 32", "endpointslices.discovery.k8s.io: 32", "pods: 18", "nodes: 3", "networkpolicies.networking.k8s.io: 0"],
            read.Resources.Select(resource => $"{resource}: {read.CountOf(resource)}"));
        Assert.Contains("GET /apis/crd.projectcalico.org/v1/ippools?limit=500", server.Requests);
    }

    [Fact]
    public async Task Calicos_objects_are_read_where_the_API_has_them()
    {
        await using TestApiServer server = await TestApiServer.StartAsync(ObjectStore.Recorded()
            .Set("ippools", "IPPool", "crd.projectcalico.org/v1", [Pool()])
            .Set("blockaffinities", "BlockAffinity", "crd.projectcalico.org/v1", [Block()]));

        KubernetesObjects objects = TestSnapshot.With(await ReadAsync(server)).GetKubernetesObjects();

        Assert.Equal("default-ipv4 10.244.0.0/16 Always Never True", objects.IPPools.Select(pool => $"{pool.Name} {pool.Cidr} {pool.IpipMode} {pool.VxlanMode} {pool.NatOutgoing}").Single());
        Assert.Equal("10.244.120.64/26 node1 confirmed False", objects.BlockAffinities.Select(block => $"{block.Cidr} {block.NodeName} {block.State} {block.Deleted}").Single());
    }

    [Fact]
    public async Task Calicos_objects_may_be_forbidden_where_the_API_does_not_have_them()
    {
        await using TestApiServer server = await TestApiServer.StartAsync();
        server.Faults.Add(new Fault(request => request.Path.Value!.StartsWith("/apis/crd.projectcalico.org/v1/", StringComparison.Ordinal), 2, Fault.Status(403, "Forbidden", "may not")));

        Assert.Equal(5, (await ReadAsync(server)).Resources.Count);
    }

    [Fact]
    public async Task Calicos_objects_may_not_be_forbidden_where_the_API_has_them()
    {
        await using TestApiServer server = await TestApiServer.StartAsync();
        server.Faults.Add(new Fault(Fault.On("ippools"), 1, Fault.Status(403, "Forbidden", "may not")));
        server.Faults.Add(new Fault(Fault.On("v1"), 1, context => Answers.JsonAsync(context, """{"kind":"APIResourceList"}""")));

        KubernetesApiException error = await Assert.ThrowsAsync<KubernetesApiException>(() => ReadAsync(server));

        Assert.Equal(ApiFailure.Forbidden, error.Failure);
    }

    [Fact]
    public async Task Who_may_read_one_namespace_only_reads_it_without_the_nodes()
    {
        await using TestApiServer server = await TestApiServer.StartAsync();
        server.Faults.Add(new Fault(Fault.On("nodes"), 2, Fault.Status(403, "Forbidden", "may not")));

        KubernetesCollection read = await ReadAsync(server, namespaces: ["default"]);
        KubernetesApiException error = await Assert.ThrowsAsync<KubernetesApiException>(() => ReadAsync(server));

        Assert.Equal(["services", "endpointslices", "pods", "networkpolicies"], read.Resources.Select(resource => resource.Name));
        Assert.Equal(("nodes", $"Could not list nodes at {server.Address}: it is not allowed (403: may not)."), (read.LeftOut.Single().Key.Name, read.LeftOut.Single().Value));
        Assert.False(TestSnapshot.With(read).GetKubernetesObjects().Has(KubernetesResource.Nodes));
        Assert.Equal(ApiFailure.Forbidden, error.Failure);
    }

    [Fact]
    public async Task A_long_list_comes_in_pages()
    {
        await using TestApiServer server = await TestApiServer.StartAsync();

        KubernetesCollection read = await ReadAsync(server, [KubernetesResource.Services], pageSize: 10);

        Assert.Equal(32, read.CountOf(KubernetesResource.Services));
        Assert.Equal(4, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.StartsWith("GET /api/v1/services?limit=10", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_whose_pages_expire_is_begun_again_and_nothing_is_in_it_twice()
    {
        await using TestApiServer server = await TestApiServer.StartAsync();
        server.Faults.Add(new Fault(Fault.OnNextPage("services"), 2, Fault.Status(410, "Expired", "The provided continue parameter is too old")));

        KubernetesCollection read = await ReadAsync(server, [KubernetesResource.Services], pageSize: 10);

        Assert.Equal(32, read.CountOf(KubernetesResource.Services));
        Assert.Equal(8, server.Requests.Count);
    }

    [Fact]
    public async Task Answers_are_packed()
    {
        await using TestApiServer server = await TestApiServer.StartAsync();

        await ReadAsync(server, [KubernetesResource.Services]);

        Assert.Equal(1, server.Packed);
    }

    [Fact]
    public async Task Only_the_namespaces_that_are_asked_for_are_read()
    {
        await using TestApiServer server = await TestApiServer.StartAsync();

        KubernetesObjects objects = TestSnapshot.With(await ReadAsync(server, [KubernetesResource.Services, KubernetesResource.Nodes], ["kube-system"])).GetKubernetesObjects();

        Assert.Equal(["kube-system/kube-dns"], objects.Services.Select(service => service.ToString()));
        Assert.Equal(3, objects.Nodes.Length);
        Assert.Equal(["GET /api/v1/namespaces/kube-system/services?limit=500", "GET /api/v1/nodes?limit=500"], server.Requests);
        Assert.True(objects.Has(KubernetesResource.Services, "kube-system"));
        Assert.False(objects.Has(KubernetesResource.Services, "default"));
        Assert.False(objects.Has(KubernetesResource.Services));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData(null)]
    public async Task A_busy_server_is_asked_again_when_it_says(string? retryAfter)
    {
        await using TestApiServer server = await TestApiServer.StartAsync();
        server.Faults.Add(new Fault(Fault.On("services"), 2, Fault.Status(429, "TooManyRequests", "please try again later", retryAfter)));
        DateTime begin = DateTime.UtcNow;

        KubernetesCollection read = await ReadAsync(server, [KubernetesResource.Services]);

        Assert.Equal(32, read.CountOf(KubernetesResource.Services));
        Assert.Equal(3, server.Requests.Count);
        Assert.True(retryAfter != "1" || DateTime.UtcNow - begin > TimeSpan.FromSeconds(1.9));
    }

    [Fact]
    public async Task Reading_ends_when_it_is_cancelled()
    {
        await using TestApiServer server = await TestApiServer.StartAsync();
        server.Faults.Add(new Fault(Fault.On("pods"), 1, Fault.Silence(TimeSpan.FromMinutes(1))));
        using CancellationTokenSource cancellation = new();
        using KubeConfigFolder folder = new(server);
        using ApiServer api = ApiServer.Connect(new ConnectionOptions { KubeConfig = [folder.ForAdmin()] });
        cancellation.CancelAfter(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new ObjectReader(api).ReadAsync(KubernetesResource.All, null, null, cancellation.Token));
    }

    [Fact]
    public async Task How_it_comes_along_is_told()
    {
        await using TestApiServer server = await TestApiServer.StartAsync();
        List<string> told = [];

        await ReadAsync(server, [KubernetesResource.Services], pageSize: 20, progress: told.Add);

        Assert.Equal(["services: 0", "services: 20"], told);
    }

    private static async Task<KubernetesCollection> ReadAsync(
        TestApiServer server,
        KubernetesResource[]? resources = null,
        string[]? namespaces = null,
        int pageSize = 500,
        Action<string>? progress = null)
    {
        using KubeConfigFolder folder = new(server);
        using ApiServer api = ApiServer.Connect(new ConnectionOptions { KubeConfig = [folder.ForAdmin()], PageSize = pageSize });
        return await new ObjectReader(api).ReadAsync(resources ?? KubernetesResource.All, namespaces, progress, TestContext.Current.CancellationToken);
    }

    private static JsonNode Pool() => JsonNode.Parse("""{"metadata":{"name":"default-ipv4"},"spec":{"cidr":"10.244.0.0/16","ipipMode":"Always","natOutgoing":true}}""")!;

    private static JsonNode Block() => JsonNode.Parse("""{"metadata":{"name":"node1-10-244-120-64-26"},"spec":{"cidr":"10.244.120.64/26","node":"node1","state":"confirmed","deleted":"false"}}""")!;
}
