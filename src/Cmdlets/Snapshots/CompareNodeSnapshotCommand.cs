using System.Management.Automation;
using NetPath.Cmdlets.Completion;
using NetPath.Core.Snapshots;
using NetPath.Core.Snapshots.Comparison;

namespace NetPath.Cmdlets.Snapshots;

/// <summary>
/// <para type="synopsis">Compares snapshots: two instants of one node, or two nodes that should agree.</para>
/// </summary>
[Cmdlet(VerbsData.Compare, "NodeSnapshot")]
[OutputType(typeof(SnapshotDifference), typeof(ServiceOutcomeDifference))]
public sealed class CompareNodeSnapshotCommand : NetPathCmdlet
{
    private const int ActivityId = 7122;

    private NodeSnapshot? _reference;
    private bool _compared;

    /// <summary>
    /// <para type="description">The snapshot to compare with: an object of Get-NodeSnapshot or Import-NodeSnapshot, or the path of an archive or folder.
    /// The first one from the pipeline without it.</para>
    /// </summary>
    [Parameter(Position = 0)]
    [SnapshotTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SnapshotPathCompleter))]
    public SnapshotSource[]? Reference { get; set; }

    /// <summary>
    /// <para type="description">The snapshots that may differ, each compared with the reference: objects, or paths of archives or folders. This machine is read
    /// when there is a reference, and nothing else to compare with it.</para>
    /// </summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [SnapshotTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SnapshotPathCompleter))]
    public SnapshotSource[]? Difference { get; set; }

    /// <summary>
    /// <para type="description">What to compare. All kinds without it.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public DifferenceKind[] Kind { get; set; } = Enum.GetValues<DifferenceKind>();

    /// <summary>
    /// <para type="description">The client whose connections to the Services are compared (kind Outcome): a pod's name, an address, or node. The node without
    /// it.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SenderCompleter))]
    public string From { get; set; } = "node";

    /// <inheritdoc/>
    protected override object? CurrentTarget => _reference;

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (Reference is null)
        {
            return;
        }

        try
        {
            NodeSnapshot[] references = [.. Reference.SelectMany(Read)];
            _reference = references.Length == 1 ? references[0] : throw Errors.ToException(Errors.SeveralReferences(references.Length));
        }
        catch (NetPathException error) when (error.Record is ErrorRecord record)
        {
            // Without it there is no answer for any input object.
            ThrowTerminatingError(record);
        }
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (NodeSnapshot snapshot in (Difference ?? []).SelectMany(Read))
        {
            if (_reference is null)
            {
                _reference = snapshot;
            }
            else
            {
                Compare(_reference, snapshot);
            }
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (_reference is null && !MyInvocation.ExpectingInput)
        {
            WriteError(Errors.NothingAsked("Compare-NodeSnapshot", "-Reference", "Compare-NodeSnapshot before.tar.gz after.tar.gz"));
            return;
        }

        if (_compared || _reference is null || Difference is not null || MyInvocation.ExpectingInput)
        {
            if (!_compared && _reference is not null && Reference is null)
            {
                WriteError(Errors.NothingToCompare(_reference));
            }

            return;
        }

        try
        {
            Compare(_reference, new MachineReader(this).Read(new Linux.CollectorOptions(), Cancellation));
        }
        catch (Linux.CollectorException error)
        {
            WriteError(Errors.MachineUnreadable(error));
        }
    }

    private IEnumerable<NodeSnapshot> Read(SnapshotSource source) => new SnapshotReader(this, FilePaths.OfSnapshots(this)).Read(source, Cancellation);

    private void Compare(NodeSnapshot reference, NodeSnapshot difference)
    {
        _compared = true;
        DamageWarning.Write(this, reference);
        DamageWarning.Write(this, difference);
        SnapshotComparison comparison = new(reference, difference, Kind.ToHashSet(), From);
        if (comparison.LeftOut is string leftOut)
        {
            WriteWarning(leftOut);
        }

        StoppableWork work = new(this, ActivityId, $"Comparing {reference} with {difference}");
        List<SnapshotDifference> found = work.Run(_ => comparison.Run(Cancellation).ToList(), Cancellation);
        WriteVerbose($"Compared {reference} with {difference}: {found.Count} differences.");
        foreach (SnapshotDifference one in found)
        {
            WriteObject(one);
        }
    }
}
