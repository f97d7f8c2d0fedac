using System.Runtime.InteropServices;

namespace NetPath.Bench.Machine;

/// <summary>The lab's reference node, under a prefix of its own; taken down when it is disposed, and when this program is told to end.</summary>
internal sealed class LabNode : IDisposable
{
    private readonly string _script;
    private readonly PosixSignalRegistration[] _signals;
    private int _down;

    private LabNode(string script)
    {
        _script = script;
        _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, _ => TakeDown()))];
    }

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

    public void Dispose()
    {
        TakeDown();
        Array.ForEach(_signals, signal => signal.Dispose());
    }

    private void TakeDown()
    {
        if (Interlocked.Exchange(ref _down, 1) == 0)
        {
            Run("down");
        }
    }

    // The lab's servers live on and would hold a pipe open; what they say goes to the lab's own logs.
    private void Run(string action) => CommandRun.Of("sh", [_script, action, "--prefix", Prefix]);
}
