using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis;

/// <summary>What a code means: data for the reader, and the checks that look for it. A code never changes its meaning.</summary>
public sealed record FindingDefinition
{
    /// <summary>The code: NP, the family's number, and three digits.</summary>
    public required string Code { get; init; }

    /// <summary>The name of a <see cref="FindingSeverity"/>; a finding may say another one where the evidence tells more.</summary>
    public required string Severity { get; init; }

    /// <summary>What is wrong, in one line.</summary>
    public required string Meaning { get; init; }

    /// <summary>What in a snapshot shows it; without that the finding is not reported.</summary>
    public required string EvidenceNeeded { get; init; }

    /// <summary>What the client sees of it.</summary>
    public required string Symptom { get; init; }

    /// <summary>What to do, in a sentence or two.</summary>
    public required string Remedy { get; init; }

    /// <summary>
    /// Commands that a person can run to look closer or to mend it. Words in angle brackets, such as <c>&lt;namespace&gt;</c>, stand for what a finding names.
    /// </summary>
    public string[] Commands { get; init; } = [];

    /// <summary>What it is about: names of <see cref="FindingScope"/>, with commas between them.</summary>
    public string Scope => ((OnPath is null ? FindingScope.None : FindingScope.Path)
        | (OnService is null ? FindingScope.None : FindingScope.Service)
        | (OnNode is null ? FindingScope.None : FindingScope.Node)
        | (OnCluster is null ? FindingScope.None : FindingScope.Cluster)).ToString();

    /// <summary>
    /// The endings of a packet's way, there or back, that it can be the cause of. A path check is asked of paths that end so; the finding comes before those that
    /// do not explain the ending.
    /// </summary>
    internal Disposition[] Explains { get; init; } = [];

    /// <summary>True for a path check that is asked of every path, also of one that connects. It must then cost next to nothing.</summary>
    internal bool OnEveryPath { get; init; }

    /// <summary>True for one that says no more than the ending itself ("some rule drops"): it is left out where another finding says why.</summary>
    internal bool IsGeneral { get; init; }

    /// <summary>True for one that tells why this path fares so where others to the same place do not: it comes before the findings of that place.</summary>
    internal bool IsNarrow { get; init; }

    /// <summary>Looks for it on one path; null when it is not about paths.</summary>
    internal Func<PathContext, IEnumerable<Observation>>? OnPath { get; init; }

    /// <summary>Looks for it in the rules of one Service port; asked once for each of a snapshot.</summary>
    internal Func<ServiceContext, IEnumerable<Observation>>? OnService { get; init; }

    /// <summary>Looks for it on a node; asked once for each snapshot.</summary>
    internal Func<NodeContext, IEnumerable<Observation>>? OnNode { get; init; }

    /// <summary>Looks for it across the snapshots of several nodes, or against the API's objects.</summary>
    internal Func<ClusterContext, IEnumerable<Observation>>? OnCluster { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Code} {Meaning}";
}
