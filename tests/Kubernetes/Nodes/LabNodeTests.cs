using System.Diagnostics;
using System.Globalization;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Kubernetes.Access;
using NetPath.Kubernetes.Nodes;
using NetPath.KubernetesTests.Server;
using Xunit;

namespace NetPath.KubernetesTests.Nodes;

/// <summary>The real collector, run through exec in the namespaces of the reference node that tests/Lab builds on this kernel.</summary>
public sealed class LabNodeTests : IAsyncDisposable
{
    private static readonly string Prefix = $"np-kube-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}";

    private static readonly string LabScript = Path.Combine(Root(), "tests", "Lab", "lab.sh");

    private bool _up;

    [Theory]
    [InlineData("v5.channel.k8s.io")]
    [InlineData("v4.channel.k8s.io")]
    public async Task A_node_is_read_through_the_API_as_it_is_read_on_the_spot(string protocol)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "The lab needs root on Linux, to make network namespaces.");
        Assert.SkipUnless(File.Exists("/usr/bin/nsenter") && File.Exists("/usr/sbin/iptables-nft-save"), "The lab needs nsenter and iptables.");
        await RunAsync("up");
        _up = true;
        await using TestApiServer server = await TestApiServer.StartAsync();
        using KubeConfigFolder folder = new(server);
        server.Store.Items("pods").Add(CollectorScript.Pod("node1"));
        server.Nodes.Protocols = [protocol];
        // The node of the lab is a network namespace and no machine, so the collector is told which; all else is as on a node.
        server.Nodes.Translate = (_, command) => [.. command[(Array.IndexOf(command, "--") + 1)..^1], $"{command[^1]} --netns {Prefix}-node"];

        NodeArchive read = await ReadAsync(folder);

        Assert.Null(read.Error);
        NodeSnapshot snapshot = read.Snapshot!;
        Assert.Equal("node1", snapshot.NodeName);
        Assert.Empty(snapshot.Problems);
        Assert.Equal([$"{Prefix}-backend", $"{Prefix}-client", $"{Prefix}-coredns", $"{Prefix}-numbers", $"{Prefix}-outside"], snapshot.Pods.Select(pod => pod.NetnsName).Order());
        KubeServiceChain numbers = snapshot.Host.Services.Services.Single(service => service.Service == "numbers-api");
        Assert.Equal(["10.244.120.67:80"], numbers.Endpoints.Select(endpoint => endpoint.Target));
    }

    public async ValueTask DisposeAsync()
    {
        if (_up)
        {
            await RunAsync("down");
        }
    }

    private static async Task<NodeArchive> ReadAsync(KubeConfigFolder folder)
    {
        using ApiServer api = ApiServer.Connect(new ConnectionOptions { KubeConfig = [folder.ForAdmin()] });
        byte[] script = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "netpath-collect.sh"), TestContext.Current.CancellationToken);
        NodeTarget target = (await new NodeFinder(api).FindAsync("netpath", TestContext.Current.CancellationToken))[0];
        return (await CollectorScript.AllAsync(new NodeReader(api, new NodeOptions { Script = script }).ReadAsync([target], TestContext.Current.CancellationToken))).Single();
    }

    private static async Task RunAsync(string action)
    {
        ProcessStartInfo start = new(LabScript, [action, "--prefix", Prefix]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        string errors = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.True(process.ExitCode == 0, $"{errors}{await output}");
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "NetPath.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The repository was not found above the tests.");
        }

        return folder;
    }
}
