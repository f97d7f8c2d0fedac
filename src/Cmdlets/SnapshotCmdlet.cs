using System.Management.Automation;
using NetPath.Cmdlets.Completion;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets;

/// <summary>
/// Base of the cmdlets that answer from a snapshot: the one given by <c>-Snapshot</c>, or that an input object remembers, or this
/// machine, which is then read once for the whole pipeline.
/// </summary>
public abstract class SnapshotCmdlet : NetPathCmdlet
{
    private NodeSnapshot? _machine;

    /// <summary>
    /// <para type="description">The snapshot to answer from: an object of Get-NodeSnapshot or Import-NodeSnapshot, or the path of an archive or
    /// folder. Without it, this machine is read.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SnapshotTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SnapshotPathCompleter))]
    public virtual NodeSnapshot[]? Snapshot { get; set; }

    /// <summary>
    /// The sections that this machine is read for. What is written may be piped to a cmdlet that needs others, and brings its snapshot with it:
    /// so all of them, unless the output ends there. Empty for all.
    /// </summary>
    protected virtual IReadOnlyList<string> Sections => [];

    /// <summary>Gives the one snapshot to answer the current object from.</summary>
    /// <exception cref="NetPathException">Several were given; becomes an error record by itself.</exception>
    protected NodeSnapshot GetSnapshot()
    {
        IReadOnlyList<NodeSnapshot> snapshots = GetSnapshots();
        return snapshots.Count == 1 ? snapshots[0] : throw Errors.ToException(Errors.SeveralSnapshots(snapshots.Count));
    }

    /// <summary>Gives all snapshots to answer the current object from: at least one.</summary>
    protected IReadOnlyList<NodeSnapshot> GetSnapshots()
    {
        IReadOnlyList<NodeSnapshot> snapshots = Snapshot is { Length: > 0 } given ? given : [_machine ??= ReadMachine()];
        foreach (NodeSnapshot snapshot in snapshots)
        {
            DamageWarning.Write(this, snapshot);
        }

        return snapshots;
    }

    /// <summary>Without this machine there is no answer for any input object.</summary>
    private NodeSnapshot ReadMachine()
    {
        try
        {
            return new MachineReader(this).Read(new Linux.CollectorOptions { Sections = Sections }, Cancellation);
        }
        catch (Linux.CollectorException error)
        {
            ThrowTerminatingError(Errors.MachineUnreadable(error));
            throw;
        }
    }
}
