using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets;

/// <summary>Reads snapshots from files for a cmdlet: can be stopped, shows progress, tells what it reads, and warns of damage.</summary>
internal sealed class SnapshotReader(NetPathCmdlet cmdlet, FilePaths paths)
{
    private const int ActivityId = 7110;

    /// <summary>The snapshots of one source: several when a path has wildcards.</summary>
    /// <exception cref="NetPathException">There is none, or it is not readable.</exception>
    public IEnumerable<NodeSnapshot> Read(SnapshotSource source, CancellationToken cancellation) =>
        source.Snapshot is NodeSnapshot snapshot ? [snapshot] : paths.Resolve(source.Path!).Select(file => Read(file, cancellation));

    /// <summary>The snapshot in one file or folder.</summary>
    /// <exception cref="NetPathException">It is not there, or not readable, or no snapshot.</exception>
    public NodeSnapshot Read(string file, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        cmdlet.WriteVerbose($"Reading the snapshot '{file}'.");
        StoppableWork work = new(cmdlet, ActivityId, $"Reading {Path.GetFileName(file)}");
        NodeSnapshot snapshot = work.Run(status => SnapshotFiles.Read(file, cancellation, status), cancellation);
        cmdlet.WriteVerbose($"Read {snapshot.Commands.Count} parts of {snapshot.NodeName}, {snapshot.Pods.Count} pods; they are parsed when they are first asked for.");
        DamageWarning.Write(cmdlet, snapshot);
        return snapshot;
    }
}
