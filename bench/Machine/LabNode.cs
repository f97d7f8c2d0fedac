namespace NetPath.Bench.Machine;

/// <summary>The lab's reference node, under a prefix of its own; taken down when it is disposed.</summary>
internal sealed class LabNode : IDisposable
{
    private readonly string _script;

    private LabNode(string script) => _script = script;

    public string Prefix { get; } = $"np-bench-{Environment.ProcessId}";

    /// <exception cref="MachineException">Not root, or the lab cannot be built here.</exception>
    public static LabNode Up(string repository)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            throw new MachineException("building the lab needs root");
        }

        LabNode lab = new(Path.Combine(repository, "tests", "Lab", "lab.sh"));
        try
        {
            lab.Run("up");
            return lab;
        }
        catch
        {
            lab.Dispose();
            throw;
        }
    }

    public void Dispose() => Run("down");

    // The lab's servers live on and would hold a pipe open; what they say goes to the lab's own logs.
    private void Run(string action) => CommandRun.Of("sh", [_script, action, "--prefix", Prefix]);
}
