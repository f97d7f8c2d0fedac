using System.Diagnostics;
using NetPath.KubernetesTests.Server;
using Xunit;

namespace NetPath.KubernetesTests.Access;

/// <summary>In a pod, the client finds the API server and its credentials by itself. The pod's files lie where a pod has them, in a mount namespace of the test.</summary>
public sealed class ServiceAccountTests
{
    private const string Folder = "/run/secrets/kubernetes.io/serviceaccount";

    [Fact]
    public async Task A_pods_service_account_is_used_where_there_is_no_kubeconfig()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Needs root on Linux, for a mount namespace.");
        await using TestApiServer server = await TestApiServer.StartAsync();
        using KubeConfigFolder folder = new(server);
        string authority = Path.Combine(folder.Path, folder.AuthorityFile());
        Uri address = new(server.Address);

        (int code, string output, string errors) = await InPodAsync(address, authority, TestApiServer.AdminToken, folder.Path);

        Assert.True(code == 0, errors);
        Assert.Equal([$"{server.Address} node1", $"{server.Address} node2", $"{server.Address} node3"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task<(int Code, string Output, string Errors)> InPodAsync(Uri address, string authority, string token, string home)
    {
        ProcessStartInfo start = new("unshare", ["--mount", "--propagation", "private", "sh", "-c", $"""
            mount -t tmpfs tmpfs /run && mkdir -p {Folder} && cp '{authority}' {Folder}/ca.crt && printf %s {token} >{Folder}/token && printf default >{Folder}/namespace && exec "$0" nodes
            """, Environment.ProcessPath!])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KUBERNETES_SERVICE_HOST"] = address.Host;
        start.Environment["KUBERNETES_SERVICE_PORT"] = $"{address.Port}";
        start.Environment["HOME"] = home;
        start.Environment.Remove("KUBECONFIG");
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await errors);
    }
}
