using System.Text.Json;
using NetPath.Core.Kubernetes;
using NetPath.KubernetesTests.Server;
using Xunit;

namespace NetPath.KubernetesTests.Access;

/// <summary>kubectl gets on with the tests' own server, which proves that the server is a fair one. Skipped where there is no kubectl.</summary>
public sealed class KubectlTests
{
    [Theory]
    [InlineData("get services -A -o json --chunk-size=10", 32)]
    [InlineData("get services,endpointslices,pods,nodes -A -o json", 85)]
    [InlineData("get services -n kube-system -o json", 1)]
    [InlineData("get pods -A -o json --field-selector spec.nodeName=node1", 9)]
    public async Task It_lists(string arguments, int count)
    {
        await using TestApiServer server = await TestApiServer.StartAsync();

        (int code, string output, string errors) = await Kubectl.RunAsync(server, arguments);

        Assert.True(code == 0, errors);
        using JsonDocument list = JsonDocument.Parse(output);
        Assert.Equal(count, list.RootElement.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task What_it_writes_is_read_into_the_same_objects_as_the_API_itself()
    {
        await using TestApiServer server = await TestApiServer.StartAsync();
        (_, string output, _) = await Kubectl.RunAsync(server, "get services,endpointslices,pods,nodes -A -o json");
        KubernetesCollection collection = new();

        collection.AddFile(System.Text.Encoding.UTF8.GetBytes(output), "objects.json");

        KubernetesObjects objects = TestSnapshot.With(collection).GetKubernetesObjects();
        Assert.Equal([32, 32, 18, 3], [objects.Services.Length, objects.EndpointSlices.Length, objects.Pods.Length, objects.Nodes.Length]);
    }

    [Fact]
    public async Task It_gets_the_same_refusals()
    {
        await using TestApiServer server = await TestApiServer.StartAsync();

        (int code, _, string errors) = await Kubectl.RunAsync(server, $"get services -A --token {TestApiServer.LimitedToken}");

        Assert.Equal(1, code);
        Assert.Contains("User \"system:serviceaccount:default:limited\" cannot list resource \"services\"", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_watches()
    {
        await using TestApiServer server = await TestApiServer.StartAsync();

        (_, string output, _) = await Kubectl.RunAsync(server, "get endpointslices -n default --watch-only --request-timeout=2s -o name");

        Assert.Contains("endpointslice.discovery.k8s.io/", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v5.channel.k8s.io")]
    public async Task It_runs_commands_in_pods(string protocol)
    {
        await using TestApiServer server = await TestApiServer.StartAsync();
        server.Nodes.Protocols = [protocol];

        (int code, string output, string errors) = await Kubectl.RunAsync(server, "exec broken-0 -n default -- sh -c 'echo here; exit 3'");

        // Version 1.32 speaks v5 alone, and falls back to SPDY, which this server does not speak.
        Assert.SkipWhen(protocol.StartsWith("v4", StringComparison.Ordinal) && output.Length == 0, $"this kubectl does not offer {protocol}: {errors.Trim()}");
        Assert.Equal("here\n", output);
        Assert.Equal(3, code);
    }
}
