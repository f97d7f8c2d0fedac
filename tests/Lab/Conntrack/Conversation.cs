using System.Diagnostics;
using System.Globalization;

namespace NetPath.Lab.Conntrack;

/// <summary>A Perl program of the lab that runs in one of its namespaces, and is ended with the test.</summary>
internal sealed class Conversation : IDisposable
{
    private readonly Process _process;

    private Conversation(string space, params string[] command)
    {
        _process = Shell.Start(["ip", "netns", "exec", LabNode.Space(space), "perl", .. command], new Dictionary<string, string>());
    }

    /// <summary>A server that answers with its name, over TCP and UDP.</summary>
    public static Conversation Server(string space, int port)
    {
        Conversation server = new(space, Script("echo-server.pl"), space, Text(port));
        _ = server.Line();
        return server;
    }

    /// <summary>A client that holds one connection, or one UDP socket.</summary>
    public static Conversation Client(string space, string protocol, string address, int port, int sourcePort) =>
        new(space, Script("echo-client.pl"), protocol, address, Text(port), Text(sourcePort));

    /// <summary>Perl code.</summary>
    public static Conversation Code(string space, string code) => new(space, "-e", code);

    /// <summary>Has the client send, and gives who answered, or the system's text.</summary>
    public string Ask()
    {
        _process.StandardInput.WriteLine("ask");
        _process.StandardInput.Flush();
        return Line();
    }

    /// <summary>The next line that it prints.</summary>
    public string Line() => _process.StandardOutput.ReadLine() ?? _process.StandardError.ReadToEnd();

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string Script(string name) => Path.Combine(Repository.Root, "tests", "Lab", name);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
