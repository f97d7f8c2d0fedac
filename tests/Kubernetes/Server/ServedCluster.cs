using NetPath.KubernetesTests.Nodes;

namespace NetPath.KubernetesTests.Server;

/// <summary>
/// A cluster for tests that cannot start the server themselves: nodes node1 and node2 have a collector's pod, node3 has none. Commands run on this machine, but
/// those for node2 say why they cannot. It ends when its standard input does.
/// </summary>
internal static class ServedCluster
{
    public static async Task<int> RunAsync(string folder)
    {
        await using TestApiServer server = await TestApiServer.StartAsync();
        using KubeConfigFolder configuration = new(server);
        server.Store.Items("pods").Add(CollectorScript.Pod("node1"));
        server.Store.Items("pods").Add(CollectorScript.Pod("node2"));
        server.Nodes.Translate = (target, command) => target.Name == "collector-node2"
            ? ["sh", "-c", "echo no room on the disk >&2; exit 3"]
            : command[(Array.IndexOf(command, "--") + 1)..];
        File.Copy(configuration.ForAdmin(), Path.Combine(folder, "config"));
        File.Copy(configuration.Write($"token: {TestApiServer.LimitedToken}"), Path.Combine(folder, "limited"));
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is string asked)
        {
            // "requests" gives what was asked for so far, a line each, and an empty line.
            foreach (string request in asked == "requests" ? [.. server.Requests] : Array.Empty<string>())
            {
                Console.WriteLine(request);
            }

            Console.WriteLine();
        }

        return 0;
    }
}
