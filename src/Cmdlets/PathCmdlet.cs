using System.Management.Automation;
using NetPath.Cmdlets.Serialization;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets;

/// <summary>
/// Base of the cmdlets that make up the pipeline of an investigation. Whatever comes in, a snapshot or an answer of another cmdlet, brings the
/// instant that it was read from, and the answer is read from the same.
/// </summary>
public abstract class PathCmdlet : SnapshotCmdlet
{
    private PSObject? _read;
    private object? _input;
    private NodeSnapshot? _first;

    /// <summary>
    /// <para type="description">An object from the pipeline: a snapshot, an answer of another NetPath cmdlet, or a name or address as text.</para>
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The object from the pipeline without PowerShell's wrapper; one that came from another session or a file as it was there.</summary>
    protected object? Input
    {
        get
        {
            if (!ReferenceEquals(_read, InputObject))
            {
                _read = InputObject;
                _input = InputObject is { BaseObject: PSCustomObject } ? DeserializedRecord.Revive(InputObject) : InputObject?.BaseObject;
            }

            return _input;
        }
    }

    /// <inheritdoc/>
    protected override object? CurrentTarget => Input ?? base.CurrentTarget;

    /// <summary>The snapshots to answer from: those of -Snapshot, or the one that the input object is or remembers, or this machine.</summary>
    /// <exception cref="NetPathException">The input object was read elsewhere, and this machine may not be meant.</exception>
    protected IReadOnlyList<NodeSnapshot> SourceSnapshots()
    {
        if (Snapshot is null or [] && (Input is ISnapshotMember { Origin: null } || DeserializedRecord.IsSnapshot(InputObject)))
        {
            throw Errors.ToException(Errors.SnapshotForgotten(Input));
        }

        NodeSnapshot? remembered = Input switch
        {
            NodeSnapshot snapshot => snapshot,
            ISnapshotMember member => member.Origin,
            _ => null,
        };
        return Snapshot is null or [] && remembered is not null ? [Noted(remembered)] : GetSnapshots();
    }

    // Which nodes come down the pipeline shows one by one.
    private NodeSnapshot Noted(NodeSnapshot snapshot)
    {
        _first ??= snapshot;
        if (_first != snapshot)
        {
            AnswerPlace.NoteNode(_first);
            AnswerPlace.NoteNode(snapshot);
        }

        return snapshot;
    }

    /// <summary>The one snapshot to answer from.</summary>
    /// <exception cref="NetPathException">Several were given; becomes an error record by itself.</exception>
    protected NodeSnapshot SourceSnapshot() =>
        SourceSnapshots() is [NodeSnapshot only] ? only : throw Errors.ToException(Errors.SeveralSnapshots(SourceSnapshots().Count));
}
