using System.Diagnostics;
using NetPath.KubernetesTests.Server;
using Xunit;

namespace NetPath.KubernetesTests.Access;

/// <summary>Runs the real kubectl against a test server; the test is skipped where there is none.</summary>
internal static class Kubectl
{
    public static async Task<(int Code, string Output, string Errors)> RunAsync(TestApiServer server, string arguments)
    {
        using KubeConfigFolder folder = new(server);
        ProcessStartInfo start = new("/bin/sh", ["-c", $"exec kubectl --kubeconfig '{folder.Write(arguments.Contains("--token", StringComparison.Ordinal) ? "{}" : $"token: {TestApiServer.AdminToken}")}' --cache-dir '{folder.Path}/cache' {arguments}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(process.ExitCode == 127, "kubectl is not installed");
        return (process.ExitCode, output, await errors);
    }
}
