using System.Diagnostics;
using System.Management.Automation;
using NetPath.Core.Snapshots;
using NetPath.Linux;

namespace NetPath.Cmdlets;

/// <summary>Reads this machine for a cmdlet: shows progress, and warns of what will be missing.</summary>
internal sealed class MachineReader(Cmdlet cmdlet)
{
    private const int ActivityId = 7109;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _sinceShown = Stopwatch.StartNew();

    /// <summary>Reads the machine.</summary>
    /// <exception cref="CollectorException">It could not be read.</exception>
    public NodeSnapshot Read(CollectorOptions options, CancellationToken cancellation)
    {
        if (OperatingSystem.IsLinux() && !Environment.IsPrivilegedProcess)
        {
            cmdlet.WriteWarning("Not running as root: rules, connection tracking and the pods' namespaces can be read only in part. The snapshot's Problems name what is missing.");
        }

        string script = Path.Combine(Path.GetDirectoryName(typeof(MachineReader).Assembly.Location) ?? "", Collector.ScriptName);
        try
        {
            NodeSnapshot snapshot = Collector.Collect(script, options, Show, cancellation);
            foreach (string problem in snapshot.Problems)
            {
                cmdlet.WriteVerbose(problem);
            }

            return snapshot;
        }
        finally
        {
            Show(new ProgressRecord(ActivityId, "Reading this machine", "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <summary>Called on the pipeline's own thread, which alone may write.</summary>
    private void Show(string part)
    {
        if (_sinceShown.Elapsed >= Pause)
        {
            _sinceShown.Restart();
            Show(new ProgressRecord(ActivityId, "Reading this machine", part));
        }
    }

    private void Show(ProgressRecord record)
    {
        if (!cmdlet.Stopping)
        {
            cmdlet.WriteProgress(record);
        }
    }
}
