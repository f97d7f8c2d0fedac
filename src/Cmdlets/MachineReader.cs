using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;
using NetPath.Linux;

namespace NetPath.Cmdlets;

/// <summary>Reads this machine for a cmdlet: shows progress, and warns of what will be missing.</summary>
internal sealed class MachineReader(NetPathCmdlet cmdlet)
{
    private const int ActivityId = 7109;

    private static string ScriptPath => Path.Combine(Path.GetDirectoryName(typeof(MachineReader).Assembly.Location) ?? "", Collector.ScriptName);

    /// <summary>The collector's script, to run elsewhere.</summary>
    /// <exception cref="CollectorException">It is missing.</exception>
    public static byte[] Script() => File.Exists(ScriptPath)
        ? File.ReadAllBytes(ScriptPath)
        : throw new CollectorException($"The collector '{ScriptPath}' is missing, so no node can be read. Install the module again.");

    /// <summary>Reads the machine.</summary>
    /// <exception cref="CollectorException">It could not be read.</exception>
    public NodeSnapshot Read(CollectorOptions options, CancellationToken cancellation)
    {
        if (OperatingSystem.IsLinux() && !Environment.IsPrivilegedProcess)
        {
            cmdlet.WriteWarning("Not running as root: rules, connection tracking and the pods' namespaces can be read only in part. The snapshot's Problems name what is missing.");
        }

        cmdlet.WriteVerbose($"Reading this machine with '{ScriptPath}': {(options.Sections.Count > 0 ? string.Join(", ", options.Sections) : "all sections")}.");
        using ProgressDisplay progress = new(cmdlet, ActivityId, "Reading this machine");
        NodeSnapshot snapshot = Collector.Collect(ScriptPath, options, part => progress.Show(part), cancellation);
        foreach (CollectedFile file in snapshot.Commands)
        {
            cmdlet.WriteVerbose(PlainText.Clean($"{file.Command}: {(file.Skipped is string why ? $"skipped, {why}" : $"{file.DurationMilliseconds} ms{(file.Failed ? $", exit code {file.ExitCode}" : "")}")} -> {file.Path}"));
        }

        foreach (string problem in snapshot.Problems)
        {
            cmdlet.WriteVerbose(problem);
        }

        return snapshot;
    }
}
