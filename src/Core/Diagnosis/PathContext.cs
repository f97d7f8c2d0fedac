using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis;

/// <summary>What a check of a path sees: one outcome of a trace, and all snapshots that it crosses.</summary>
internal sealed class PathContext
{
    private readonly IReadOnlyList<NodeSnapshot> _snapshots;

    public PathContext(PacketTrace trace, PathOutcome outcome, IReadOnlyList<NodeSnapshot> snapshots)
    {
        _snapshots = snapshots;
        Trace = trace;
        Outcome = outcome;
        Disposition there = Enum.Parse<Disposition>(outcome.Disposition);
        IsAnswerLost = outcome.ReplyDisposition is not (null or nameof(Disposition.Delivered)) && outcome.Symptom is not (nameof(Symptom.Connected) or nameof(Symptom.ConnectionRefused));
        Ending = IsAnswerLost ? Enum.Parse<Disposition>(outcome.ReplyDisposition!) : there;
    }

    public PacketTrace Trace { get; }

    public PathOutcome Outcome { get; }

    /// <summary>The node that was asked, where the trace starts or where its packet comes in.</summary>
    public NodeSnapshot Snapshot => _snapshots[0];

    /// <summary>All snapshots that the trace could cross; the one that was asked first.</summary>
    public IReadOnlyList<NodeSnapshot> Snapshots => _snapshots;

    /// <summary>The namespaces of the node that was asked, in the form that the walk asks for.</summary>
    public NodeNetwork Network => NodeNetwork.Of(Snapshot);

    /// <summary>How the way ended: there, or back when the packet arrived and its answer was lost.</summary>
    public Disposition Ending { get; }

    /// <summary>True when the packet arrived and its answer did not come back.</summary>
    public bool IsAnswerLost { get; }

    /// <summary>The hops of the way that ended so: there, or back when the answer was lost.</summary>
    public Hop[] Way => IsAnswerLost ? Outcome.ReplyHops : Outcome.Hops;

    /// <summary>The hop at which the way ended; null when there is none.</summary>
    public Hop? End => Way.Length > 0 ? Way[^1] : null;

    /// <summary>All hops, there and back.</summary>
    public IEnumerable<Hop> Hops => Outcome.Hops.Concat(Outcome.ReplyHops);

    /// <summary>The namespace where a hop is; null when its name is not that of one alone.</summary>
    public NamespaceView? SpaceOf(Hop hop) => Only(_snapshots.Where(snapshot => hop.Node.Length == 0 || snapshot.NodeName == hop.Node), hop.Place);

    /// <summary>The namespace that has a name in the trace.</summary>
    public NamespaceView? SpaceOf(string place) => Only(_snapshots, place);

    /// <summary>The rules of the Service port that the client connects to on the node that was asked; null when its rules hold none such.</summary>
    public ServiceRules? Service => ServiceFindings.Of(Snapshot).RulesFor(Trace.Packet);

    /// <summary>What is the matter with the nodes by one code, as something to be seen on this path.</summary>
    /// <param name="code">A code with a check of nodes.</param>
    /// <param name="hop">The hop where the path meets it; null when it meets it at none.</param>
    public IEnumerable<Observation> OnNodes(string code, Hop? hop = null) =>
        from snapshot in _snapshots
        from finding in NodeFindings.Of(snapshot).Of(code)
        select Again(finding, hop);

    /// <summary>What is the matter with the Service that the client connects to, by one code, as something to be seen on this path.</summary>
    /// <param name="code">A code with a check of Services.</param>
    /// <param name="hop">The hop where the path meets it; null when it meets it at none.</param>
    public IEnumerable<Observation> OnService(string code, Hop? hop = null) => Service is not ServiceRules rules ? []
        : ServiceFindings.Of(Snapshot).Of(rules).Where(finding => finding.Code == code).Select(finding => Again(finding, hop));

    private static NamespaceView? Only(IEnumerable<NodeSnapshot> snapshots, string place)
    {
        NamespaceView[] found = [.. snapshots.SelectMany(snapshot => NodeNetwork.Of(snapshot).Spaces).Where(space => space.Name == place).Take(2)];
        return found.Length == 1 ? found[0] : null;
    }

    private static Observation Again(Finding finding, Hop? hop) => new(finding.Message, finding.Evidence)
    {
        Hop = hop,
        Subject = finding.Subject,
        Severity = finding.Level,
        Remedy = finding.Remedy,
        Commands = finding.Commands,
        Node = finding.Origin,
    };
}
