using System.Diagnostics;

namespace NetPath.Bench.Machine;

/// <summary>
/// A network namespace without a name that holds a ruleset in its legacy tables. A process that waits for this one's end of a pipe holds it,
/// so the kernel takes it away with all its rules however this program ends.
/// </summary>
internal sealed class LoadedNamespace : IDisposable
{
    private readonly Process _holder;

    private LoadedNamespace(Process holder) => _holder = holder;

    /// <summary>How long iptables-legacy-restore took.</summary>
    public TimeSpan RestoreTime { get; private init; }

    /// <summary>Makes the namespace and loads the rules.</summary>
    /// <exception cref="MachineException">Not root, or a tool is missing or fails.</exception>
    public static LoadedNamespace Load(ReadOnlyMemory<byte> rules)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            throw new MachineException("making a network namespace and loading rules into it needs root");
        }

        Process holder = CommandRun.Start(new ProcessStartInfo("unshare", ["--net", "cat"]) { RedirectStandardInput = true, RedirectStandardOutput = true });
        try
        {
            WaitForNamespace(holder);
            CommandRun restore = CommandRun.Of("nsenter", Inside(holder, "iptables-legacy-restore", "--wait"), rules);
            return new LoadedNamespace(holder) { RestoreTime = restore.Elapsed };
        }
        catch
        {
            End(holder);
            throw;
        }
    }

    /// <summary>Prints the rules as the collector has them printed.</summary>
    public CommandRun Save() => CommandRun.Of("nsenter", Inside(_holder, "iptables-legacy-save", "-c"));

    public void Dispose() => End(_holder);

    private static string[] Inside(Process holder, params string[] command) => [$"--net=/proc/{holder.Id}/ns/net", "--", .. command];

    // A line comes back only once unshare has become cat, and by then the namespace is a new one.
    private static void WaitForNamespace(Process holder)
    {
        holder.StandardInput.WriteLine("ready");
        holder.StandardInput.Flush();
        if (holder.StandardOutput.ReadLine() != "ready")
        {
            throw new MachineException("unshare --net could not make a network namespace");
        }
    }

    private static void End(Process holder)
    {
        holder.StandardInput.Close();
        holder.WaitForExit();
        holder.Dispose();
    }
}
