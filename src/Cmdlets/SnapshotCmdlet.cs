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
    private const int ParsingId = 7108;

    private readonly HashSet<(NodeSnapshot, Delegate)> _parsed = [];

    private NodeSnapshot? _machine;
    private SnapshotSource[]? _given;
    private NodeSnapshot[] _read = [];
    private object? _answering;
    private bool _isOnCommandLine;

    /// <summary>
    /// <para type="description">The snapshot to answer from: an object of Get-NodeSnapshot or Import-NodeSnapshot, or the path of an archive or
    /// folder. Without it, this machine is read.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SnapshotTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SnapshotPathCompleter))]
    public virtual SnapshotSource[]? Snapshot { get; set; }

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

    /// <inheritdoc/>
    protected override void Begin() => _isOnCommandLine = Snapshot is not null;

    /// <summary>Unless a derived cmdlet knows better: the snapshot that was being asked.</summary>
    protected override object? CurrentTarget => _answering;

    /// <summary>Gives all snapshots to answer the current object from: at least one.</summary>
    protected IReadOnlyList<NodeSnapshot> GetSnapshots()
    {
        NodeSnapshot[] snapshots = Snapshot is { Length: > 0 } given ? ReadGiven(given) : [_machine ??= ReadMachine()];
        _answering = snapshots.Length == 1 ? snapshots[0] : snapshots;
        foreach (NodeSnapshot snapshot in snapshots)
        {
            DamageWarning.Write(this, snapshot);
            if (snapshots.Length > 1)
            {
                AnswerPlace.NoteNode(snapshot);
            }
        }

        return snapshots;
    }

    /// <summary>
    /// Does work that may take long, as parsing a large ruleset for the first time does: shows progress meanwhile, and is left when the user stops the
    /// pipeline. The snapshot keeps what was parsed, so that the work is short when it comes again.
    /// </summary>
    private protected T Parsed<T>(NodeSnapshot snapshot, Func<NodeSnapshot, T> work)
    {
        if (_parsed.Contains((snapshot, work)))
        {
            return work(snapshot);
        }

        T result = new StoppableWork(this, ParsingId, $"Parsing what was read of {snapshot.NodeName}").Run(_ => work(snapshot), Cancellation);
        _parsed.Add((snapshot, work));
        return result;
    }

    /// <summary>Reads what -Snapshot names: once when it stands on the command line, and then without it there is no answer for any input object.</summary>
    private NodeSnapshot[] ReadGiven(SnapshotSource[] given)
    {
        if (ReferenceEquals(given, _given))
        {
            return _read;
        }

        try
        {
            SnapshotReader reader = new(this, FilePaths.OfSnapshots(this));
            (_read, _given) = ([.. given.SelectMany(source => reader.Read(source, Cancellation))], given);
        }
        catch (NetPathException error) when (_isOnCommandLine && error.Record is ErrorRecord record)
        {
            ThrowTerminatingError(record);
        }

        return _read;
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
