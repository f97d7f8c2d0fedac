using System.Diagnostics;
using NetPath.Core.Kubernetes;
using NetPath.Core.Snapshots;
using NetPath.KubernetesTests.Server;
using Xunit;

namespace NetPath.KubernetesTests.Access;

/// <summary>The collector's option --kubectl, with the real kubectl: the same objects in the same place as those that the module reads itself.</summary>
public sealed class CollectorObjectsTests
{
    [Fact]
    public async Task What_kubectl_gives_lies_where_the_APIs_own_objects_lie()
    {
        await using TestApiServer server = await TestApiServer.StartAsync();
        using KubeConfigFolder folder = new(server);

        NodeSnapshot snapshot = await CollectAsync(folder.ForAdmin());

        Assert.Empty(snapshot.Problems);
        Assert.Contains("kubernetes", snapshot.Sections);
        KubernetesObjects objects = snapshot.GetKubernetesObjects();
        Assert.Equal([32, 32, 18, 3], [objects.Services.Length, objects.EndpointSlices.Length, objects.Pods.Length, objects.Nodes.Length]);
        Assert.True(objects.Has(KubernetesResource.NetworkPolicies));
        Assert.Equal(("kubectl get pods -A -o json", 0), Record(snapshot, "pods"));
        Assert.Equal(("kubectl get ippools.crd.projectcalico.org -A -o json", (int?)null), Record(snapshot, "ippools"));
        Assert.Equal("the cluster has no ippools.crd.projectcalico.org", snapshot.Commands.Single(file => file.Path == "kubernetes/ippools.json").Skipped);
    }

    [Fact]
    public async Task Passwords_in_the_pods_environment_are_left_out()
    {
        await using TestApiServer server = await TestApiServer.StartAsync();
        server.Store.Items("pods")[0]!["spec"]!["containers"]![0]!["env"] = System.Text.Json.Nodes.JsonNode.Parse("""[{"name":"PASSWORD","value":"hunter2"}]""");
        using KubeConfigFolder folder = new(server);

        NodeSnapshot snapshot = await CollectAsync(folder.ForAdmin());

        string pods = System.Text.Encoding.UTF8.GetString(snapshot.Content.Parts.Single(part => part.Path == "kubernetes/pods.json").Content.Span);
        foreach (string left in (string[])["hunter2", "\"env\":", "\"volumes\":", "\"managedFields\":", "last-applied-configuration", "\"command\":"])
        {
            Assert.DoesNotContain(left, pods, StringComparison.Ordinal);
        }

        Assert.Equal(18, snapshot.GetKubernetesObjects().Pods.Length);
    }

    [Fact]
    public async Task A_refusal_is_a_problem_and_not_an_empty_list()
    {
        await using TestApiServer server = await TestApiServer.StartAsync();
        using KubeConfigFolder folder = new(server);

        NodeSnapshot snapshot = await CollectAsync(folder.Write($"token: {TestApiServer.LimitedToken}"));

        Assert.False(snapshot.GetKubernetesObjects().Has(KubernetesResource.Services));
        Assert.Contains(snapshot.Problems, problem => problem.Contains("services", StringComparison.Ordinal) && problem.Contains("cannot list resource", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_kubectl_the_snapshot_says_so()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The collector reads Linux machines.");
        string tools = Directory.CreateTempSubdirectory("netpath-tools-").FullName;
        try
        {
            foreach (string tool in (string[])["awk", "tar", "stat", "xargs", "gzip", "uname", "date", "mktemp", "rm", "mkdir", "cat", "grep", "tr", "sort", "head", "cp"])
            {
                string? found = new[] { "/usr/bin", "/bin" }.Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);
                Assert.SkipWhen(found is null, $"{tool} is missing");
                File.CreateSymbolicLink(Path.Combine(tools, tool), found!);
            }

            NodeSnapshot snapshot = await CollectAsync("/nowhere", tools);

            Assert.Equal(("kubectl get services -A -o json", 127), Record(snapshot, "services"));
            Assert.Contains(snapshot.Problems, problem => problem.Contains("kubectl: command not found", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(tools, recursive: true);
        }
    }

    private static (string Command, int? ExitCode) Record(NodeSnapshot snapshot, string resource)
    {
        CollectedFile file = snapshot.Commands.Single(one => one.Path == $"kubernetes/{resource}.json");
        return (file.Command, file.ExitCode);
    }

    private static async Task<NodeSnapshot> CollectAsync(string kubeConfig, string? path = null)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The collector reads Linux machines.");
        Assert.SkipUnless(path is not null || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "kubectl"))), "kubectl is not installed");
        ProcessStartInfo start = new("/bin/sh", [Path.Combine(AppContext.BaseDirectory, "netpath-collect.sh"), "--only", "dns", "--kubectl", "--raw"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KUBECONFIG"] = kubeConfig;
        start.Environment["KUBECACHEDIR"] = Path.Combine(Path.GetDirectoryName(kubeConfig)!, "cache");
        if (path is not null)
        {
            start.Environment["PATH"] = path;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using MemoryStream archive = new();
        await process.StandardOutput.BaseStream.CopyToAsync(archive, TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        archive.Position = 0;
        return SnapshotArchive.Read(archive, "test", cancellation: TestContext.Current.CancellationToken);
    }
}
