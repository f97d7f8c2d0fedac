using System.Management.Automation;
using NetPath.Cmdlets.Completion;
using NetPath.Core.Diagnosis;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Diagnosis;

/// <summary>
/// <para type="synopsis">Finds what is the matter with nodes as such: settings, links, neighbours, rules and connection tracking, whatever packets they see.</para>
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "NodeNetwork")]
[OutputType(typeof(Finding))]
public sealed class TestNodeNetworkCommand : SnapshotCmdlet
{
    private const int ActivityId = 7118;

    private readonly List<NodeSnapshot> _tested = [];

    /// <summary>
    /// <para type="description">The severities to write. All without it.</para>
    /// </summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public FindingSeverity[] Severity { get; set; } = Enum.GetValues<FindingSeverity>();

    /// <inheritdoc/>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SnapshotTransformation]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SnapshotPathCompleter))]
    public override SnapshotSource[]? Snapshot { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (NodeSnapshot snapshot in GetSnapshots().Where(snapshot => !_tested.Contains(snapshot)))
        {
            _tested.Add(snapshot);
            Write(Found($"Testing {snapshot.NodeName}", () => NodeNetworkTest.OfNode(snapshot)), FindingCatalogue.OfNodes.Length, snapshot.NodeName);
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        // What shows only between nodes, or against the objects of the API, is known when all snapshots are.
        if (_tested.Count > 0)
        {
            Write(Found($"Comparing {_tested.Count} nodes", () => NodeNetworkTest.OfCluster(_tested)), FindingCatalogue.OfClusters.Length, "what shows only between nodes or against the API's objects");
        }
    }

    private IReadOnlyList<Finding> Found(string activity, Func<IReadOnlyList<Finding>> test) => new StoppableWork(this, ActivityId, activity).Run(_ => test(), Cancellation);

    private void Write(IReadOnlyList<Finding> findings, int checks, string place)
    {
        WriteVerbose($"{checks} checks of {place}: {(findings.Count == 0 ? "nothing" : findings.Count)} found.");
        foreach (Finding finding in findings.Where(finding => Severity.Contains(Enum.Parse<FindingSeverity>(finding.Severity))))
        {
            WriteObject(finding);
        }
    }
}
