namespace NetPath.Lab.Plugins;

/// <summary>A network namespace without interfaces, for rules and sets; it is removed with the test that made it.</summary>
internal sealed class RulesNamespace : IDisposable
{
    private static int _count;
    private readonly string _name = $"np-rules-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";

    public RulesNamespace() => Shell.Run("ip", "netns", "add", _name).OrFail();

    public void Dispose() => Shell.Run("ip", "netns", "del", _name);

    /// <summary>Runs a command inside, with these lines as its standard input.</summary>
    public Shell Run(IEnumerable<string> input, params string[] command)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, string.Join('\n', input) + "\n");
            return Shell.Run(["ip", "netns", "exec", _name, .. command], new Dictionary<string, string>(), file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
