using System.Text;
using NetPath.Core.Kubernetes;
using NetPath.Core.Snapshots;
using NetPath.Kubernetes.Access;
using NetPath.Kubernetes.Nodes;
using NetPath.KubernetesTests.Server;
using Xunit;
using static NetPath.KubernetesTests.Nodes.CollectorScript;

namespace NetPath.KubernetesTests.Nodes;

/// <summary>Nodes are read by a command in a pod on each. The command's nsenter into the node is left out here: it then reads this machine's own namespace.</summary>
public sealed class NodeReaderTests : IAsyncLifetime
{
    private static readonly byte[] Echo = Script("echo \"archive of $*\"; echo careful >&2");

    private TestApiServer _server = null!;
    private KubeConfigFolder _folder = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "there is no /bin/sh to run the collector in");
        _server = await TestApiServer.StartAsync();
        _folder = new KubeConfigFolder(_server);
        _server.Nodes.Translate = (_, command) => command[0] == "nsenter" ? command[(Array.IndexOf(command, "--") + 1)..] : command;
        foreach (string node in (string[])["node1", "node2", "node3"])
        {
            _server.Store.Items("pods").Add(Pod(node));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _folder?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("v5.channel.k8s.io")]
    [InlineData("v4.channel.k8s.io")]
    public async Task Each_node_gives_what_its_command_prints(string protocol)
    {
        _server.Nodes.Protocols = [protocol];

        NodeArchive[] read = await ReadAsync(["node1", "node2"], Echo);

        Assert.Equal(["node1: archive of --only dns --node node1\n", "node2: archive of --only dns --node node2\n"], read.Select(Text).Order());
        Assert.Equal([protocol, protocol], _server.Nodes.Agreed);
        Assert.StartsWith($"collector-node1: nsenter -t 1 -m -u -n -i -- sh -c head -c {Echo.Length} | sh -s -- '--only' 'dns' '--node' 'node1'", _server.Nodes.Commands.Order().First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_behind_a_proxy_and_a_name_of_the_kubeconfig()
    {
        await using TestProxy proxy = new();
        await using TestApiServer server = await TestApiServer.StartAsync(_server.Store, "elsewhere.example");
        server.Nodes.Translate = _server.Nodes.Translate;
        using KubeConfigFolder folder = new(server);
        string file = folder.Write($"token: {TestApiServer.AdminToken}", $"certificate-authority: {folder.AuthorityFile()}\n    tls-server-name: elsewhere.example\n    proxy-url: http://me:secret@{proxy.Address}");
        using ApiServer api = ApiServer.Connect(new ConnectionOptions { KubeConfig = [file] });

        NodeArchive[] read = await AllAsync(new NodeReader(api, new NodeOptions { Script = Echo }).ReadAsync([new NodeTarget("node1", new CollectorPod("netpath", "collector-node1", "collector", "node1"))], TestContext.Current.CancellationToken));

        Assert.Equal("node1: archive of --node node1\n", Text(read.Single()));
        Assert.Single(proxy.Requests);
    }

    [Fact]
    public async Task Long_output_comes_whole()
    {
        NodeArchive read = (await ReadAsync(["node1"], Script("head -c 3000000 /dev/urandom"))).Single();

        Assert.Equal(3_000_000, Content(read).Length);
    }

    [Fact]
    public async Task A_long_script_is_read_whole()
    {
        byte[] script = [.. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("# a comment of some length\n", 20_000))), .. Script("echo end")];

        Assert.Equal("node1: end\n", Text((await ReadAsync(["node1"], script)).Single()));
    }

    [Fact]
    public async Task Output_goes_to_files_that_are_whole_or_not_there()
    {
        NodeArchive[] read = await ReadAsync(["node1", "node2"], Script("case $* in *node2*) echo part; exit 7;; esac; echo whole"), folder: _folder.Path);

        string file = Path.Combine(_folder.Path, "node1.tar.gz");
        Assert.Equal([null, file], read.Select(one => one.File).Order());
        Assert.Equal([file], Directory.GetFiles(_folder.Path, "*node*"));
        Assert.Equal("node1: whole\n", Text(new NodeArchive("node1") { Snapshot = SnapshotArchive.Read(File.OpenRead(file), file, cancellation: TestContext.Current.CancellationToken) }));
    }

    [Fact]
    public async Task A_node_that_fails_is_one_error_and_the_others_are_read()
    {
        NodeArchive[] read = await ReadAsync(["node1", "node2", "node3"], Script("case $* in *node2*) echo it broke >&2; exit 7;; esac; echo fine"));

        NodeArchive failed = read.Single(one => one.Error is not null);
        Assert.Equal("node2", failed.Node);
        Assert.Equal($"Could not run the collector on node2 in the pod netpath/collector-node2 at {_server.Address}: command terminated with non-zero exit code: exit status 7: it broke.", failed.Error!.Message);
        Assert.Equal(["node1: fine\n", "node3: fine\n"], read.Where(one => one.Error is null).Select(Text).Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_dies_in_the_middle_gives_nothing(bool toFile)
    {
        _server.Nodes.DiesAfter = 100_000;

        NodeArchive read = (await ReadAsync(["node1"], Script("head -c 3000000 /dev/urandom"), folder: toFile ? _folder.Path : null)).Single();

        Assert.Equal(ApiFailure.BrokenAnswer, ((KubernetesApiException)read.Error!).Failure);
        Assert.Null(read.Snapshot);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*node*"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Output_that_lacks_its_end_is_an_error_though_the_command_succeeded(bool toFile)
    {
        NodeArchive read = (await ReadAsync(["node1"], Script("head -c 300000 /dev/urandom", "head -c 100000"), folder: toFile ? _folder.Path : null)).Single();

        Assert.Contains("the archive did not come whole", read.Error!.Message, StringComparison.Ordinal);
        Assert.Null(read.Snapshot);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*node*"));
    }

    [Fact]
    public async Task What_is_no_archive_is_an_error()
    {
        NodeArchive read = (await ReadAsync(["node1"], "echo hello\n"u8.ToArray())).Single();

        Assert.Equal($"Could not run the collector on node1 in the pod netpath/collector-node1 at {_server.Address}: what it wrote is neither a tar nor a gzipped tar.", read.Error!.Message);
    }

    [Fact]
    public async Task No_more_nodes_are_read_at_once_than_allowed()
    {
        await ReadAsync(["node1", "node2", "node3"], Script("sleep 0.2"), throttle: 2);

        Assert.InRange(_server.Nodes.MostAtOnce, 1, 2);
    }

    [Fact]
    public async Task A_command_that_says_nothing_ends_in_time()
    {
        NodeArchive read = (await ReadAsync(["node1"], "sleep 60\n"u8.ToArray(), timeout: 1)).Single();

        Assert.EndsWith("nothing came within 1 s.", read.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_speaks_neither_protocol_is_an_error()
    {
        _server.Nodes.Protocols = ["v9.channel.k8s.io"];

        Assert.IsType<KubernetesApiException>((await ReadAsync(["node1"], Echo)).Single().Error);
    }

    [Fact]
    public async Task The_certificate_must_be_for_the_name_that_was_asked_for()
    {
        await using TestApiServer other = await TestApiServer.StartAsync(certificateName: "another.example");
        using KubeConfigFolder folder = new(other);
        using ApiServer api = ApiServer.Connect(new ConnectionOptions { KubeConfig = [folder.ForAdmin()] });
        NodeTarget target = new("node1", new CollectorPod("netpath", "collector-node1", "collector", "node1"));

        NodeArchive read = (await AllAsync(new NodeReader(api, new NodeOptions { Script = Echo }).ReadAsync([target], TestContext.Current.CancellationToken))).Single();

        Assert.Equal(ApiFailure.Certificate, ((KubernetesApiException)read.Error!).Failure);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task Nodes_are_found_with_the_pods_on_them()
    {
        _server.Store.Items("pods").Remove(_server.Store.Find("pods", "netpath", "collector-node2")!);
        using ApiServer api = ApiServer.Connect(new ConnectionOptions { KubeConfig = [_folder.ForAdmin()] });

        IReadOnlyList<NodeTarget> found = await new NodeFinder(api).FindAsync("netpath", TestContext.Current.CancellationToken);

        Assert.Equal(["node1: collector-node1", "node2: ", "node3: collector-node3"], found.Select(node => $"{node.Node}: {node.Pod?.Name}"));
    }

    [Fact]
    public async Task A_node_without_a_pod_says_what_to_do()
    {
        _server.Store.Items("pods").Remove(_server.Store.Find("pods", "netpath", "collector-node1")!);

        NodeArchive read = (await ReadAsync(["node1"], Echo)).Single();

        Assert.EndsWith("Apply deploy/netpath-collector.yaml, or allow a pod that is made for the moment with -DebugPod.", read.Error!.Message, StringComparison.Ordinal);
    }

    private async Task<NodeArchive[]> ReadAsync(string[] nodes, byte[] script, string? folder = null, int throttle = 8, int timeout = 30)
    {
        using ApiServer api = ApiServer.Connect(new ConnectionOptions { KubeConfig = [_folder.ForAdmin()], Timeout = TimeSpan.FromSeconds(timeout) });
        IReadOnlyList<NodeTarget> found = await new NodeFinder(api).FindAsync("netpath", TestContext.Current.CancellationToken);
        NodeOptions options = new() { Script = script, Arguments = ["--only", "dns"], ThrottleLimit = throttle, OutputPath = folder };
        return await AllAsync(new NodeReader(api, options).ReadAsync([.. found.Where(node => nodes.Contains(node.Node))], TestContext.Current.CancellationToken));
    }

    private static string Text(NodeArchive read) => $"{read.Node}: {read.Error?.Message ?? Encoding.UTF8.GetString(Content(read).Span)}";

    private static ReadOnlyMemory<byte> Content(NodeArchive read) => read.Snapshot!.Content.Parts.Single(part => part.Path == "host/dns/resolv.conf").Content;
}
