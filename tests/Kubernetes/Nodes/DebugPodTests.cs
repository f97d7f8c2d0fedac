using System.Text.Json.Nodes;
using NetPath.Core.Kubernetes;
using NetPath.Kubernetes.Access;
using NetPath.Kubernetes.Nodes;
using NetPath.KubernetesTests.Server;
using Xunit;
using static NetPath.KubernetesTests.Nodes.CollectorScript;

namespace NetPath.KubernetesTests.Nodes;

/// <summary>A pod that is made on a node without one of the collector's is gone afterwards, whatever happened.</summary>
public sealed class DebugPodTests : IAsyncLifetime
{
    private TestApiServer _server = null!;
    private KubeConfigFolder _folder = null!;
    private int _podsBefore;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "there is no /bin/sh to run the collector in");
        _server = await TestApiServer.StartAsync();
        _folder = new KubeConfigFolder(_server);
        _server.Nodes.Translate = (_, command) => command[(Array.IndexOf(command, "--") + 1)..];
        _podsBefore = _server.Store.Items("pods").Count;
    }

    public async ValueTask DisposeAsync()
    {
        _folder?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task It_is_made_used_and_deleted()
    {
        NodeArchive read = await ReadAsync(Script("echo fine"));

        Assert.Equal("some", read.Snapshot!.NodeName);
        Assert.Null(read.LeftBehind);
        AssertMadeAndDeleted();
    }

    [Fact]
    public async Task It_is_privileged_on_that_node_and_ends_by_itself()
    {
        JsonNode? made = null;
        _server.Nodes.Translate = (target, command) =>
        {
            made = _server.Store.Find("pods", "netpath", target.Name!);
            return command[(Array.IndexOf(command, "--") + 1)..];
        };

        await ReadAsync(Script("echo fine"), image: "mirror.example/busybox:1");

        JsonNode spec = made!["spec"]!;
        Assert.Equal("node1", (string?)spec["nodeName"]);
        Assert.True((bool)spec["hostPID"]!);
        Assert.True((bool)spec["hostNetwork"]!);
        Assert.Equal(600, (int)spec["activeDeadlineSeconds"]!);
        Assert.Equal("mirror.example/busybox:1", (string?)spec["containers"]![0]!["image"]);
        Assert.True((bool)spec["containers"]![0]!["securityContext"]!["privileged"]!);
    }

    [Fact]
    public async Task It_is_deleted_when_the_collector_fails()
    {
        NodeArchive read = await ReadAsync(Script("exit 7"));

        Assert.NotNull(read.Error);
        AssertMadeAndDeleted();
    }

    [Fact]
    public async Task It_is_deleted_when_the_collector_says_nothing()
    {
        NodeArchive read = await ReadAsync("sleep 60\n"u8.ToArray(), timeout: 1);

        Assert.Equal(ApiFailure.TimedOut, ((KubernetesApiException)read.Error!).Failure);
        AssertMadeAndDeleted();
    }

    [Fact]
    public async Task It_is_deleted_when_it_never_runs()
    {
        _server.Nodes.StatusOfNewPods = """{"phase":"Pending"}""";

        NodeArchive read = await ReadAsync(Script("echo fine"), timeout: 1);

        Assert.Equal($"Could not make a pod on node1 in the namespace netpath at {_server.Address}: it does not run after 1 s: its phase is Pending.", read.Error!.Message);
        AssertMadeAndDeleted();
    }

    [Fact]
    public async Task A_namespace_that_is_not_there_is_named()
    {
        _server.Faults.Add(new Fault(request => request.Method == "POST", 1, Fault.Status(404, "NotFound", "namespaces \"netpath\" not found")));

        NodeArchive read = await ReadAsync(Script("echo fine"));

        Assert.EndsWith("the cluster has no namespace netpath. Apply deploy/netpath-collector.yaml, which makes netpath, or name another with -CollectorNamespace.", read.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_not_waited_for_when_its_image_cannot_be_had()
    {
        _server.Nodes.StatusOfNewPods = """{"phase":"Pending","containerStatuses":[{"state":{"waiting":{"reason":"ErrImagePull","message":"no such image"}}}]}""";

        NodeArchive read = await ReadAsync(Script("echo fine"), timeout: 60);

        Assert.EndsWith("it does not run: its phase is Pending, ErrImagePull: no such image.", read.Error!.Message, StringComparison.Ordinal);
        AssertMadeAndDeleted();
    }

    [Fact]
    public async Task It_is_deleted_when_the_answer_to_its_making_is_lost()
    {
        _server.Faults.Add(new Fault(request => request.Method == "POST", 1, async context =>
        {
            await _server.Nodes.MakePodAsync(context, "netpath");
            context.Abort();
        }));

        NodeArchive read = await ReadAsync(Script("echo fine"));

        Assert.NotNull(read.Error);
        AssertMadeAndDeleted();
    }

    [Fact]
    public async Task It_is_deleted_when_the_user_stops()
    {
        using CancellationTokenSource cancellation = new();
        _server.Nodes.Translate = (_, _) =>
        {
            cancellation.CancelAfter(100);
            return ["sleep", "60"];
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(Script("echo fine"), cancellation: cancellation.Token));

        AssertMadeAndDeleted();
    }

    [Fact]
    public async Task One_that_cannot_be_deleted_is_named()
    {
        _server.Faults.Add(new Fault(request => request.Method == "DELETE", 1, Fault.Status(403, "Forbidden", "pods \"x\" is forbidden: User \"me\" cannot delete resource \"pods\"")));

        NodeArchive read = await ReadAsync(Script("echo fine"));

        Assert.NotNull(read.Snapshot);
        Assert.StartsWith("Could not delete the pod netpath/netpath-debug-", read.LeftBehind!.Message, StringComparison.Ordinal);
    }

    private async Task<NodeArchive> ReadAsync(byte[] script, string image = "busybox:1.36", int timeout = 30, CancellationToken? cancellation = null)
    {
        using ApiServer api = ApiServer.Connect(new ConnectionOptions { KubeConfig = [_folder.ForAdmin()], Timeout = TimeSpan.FromSeconds(timeout) });
        NodeReader reader = new(api, new NodeOptions { Script = script, DebugImage = image });
        return (await AllAsync(reader.ReadAsync([new NodeTarget("node1", null, MakesPod: true)], cancellation ?? TestContext.Current.CancellationToken))).Single();
    }

    private void AssertMadeAndDeleted()
    {
        Assert.Equal(_podsBefore, _server.Store.Items("pods").Count);
        Assert.Contains("POST /api/v1/namespaces/netpath/pods", _server.Requests);
        Assert.Single(_server.Requests, request => request.StartsWith("DELETE /api/v1/namespaces/netpath/pods/netpath-debug-", StringComparison.Ordinal));
    }
}
