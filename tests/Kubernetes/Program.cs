using NetPath.Kubernetes.Access;
using NetPath.Kubernetes.Nodes;
using NetPath.KubernetesTests.Server;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace NetPath.KubernetesTests;

/// <summary>Runs the tests; with <c>serve</c> the API server alone, for tests in other languages, and with <c>nodes</c> the client as a pod runs it.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) => args switch
    {
        ["serve", string folder] => await ServedCluster.RunAsync(folder),
        ["nodes"] => await ListNodesAsync(),
        _ when args.Contains("--server") || args.Contains("--internal-msbuild-node") => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => await ConsoleRunner.Run(args),
    };

    private static async Task<int> ListNodesAsync()
    {
        using ApiServer server = ApiServer.Connect(new ConnectionOptions());
        foreach (NodeTarget node in await new NodeFinder(server).FindAsync("netpath", CancellationToken.None))
        {
            Console.WriteLine($"{server.Address} {node.Node}");
        }

        return 0;
    }
}
