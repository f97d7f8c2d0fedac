using NetPath.Core.Diagnosis;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Dns;

/// <summary>What becomes of a name that a program looks up: the queries of its resolver in order, the servers that they go to, and the answer.</summary>
public sealed record ServiceNameResolution : ISnapshotMember
{
    private Finding[]? _findings;

    /// <summary>The name as it was typed.</summary>
    public required string Name { get; init; }

    /// <summary>Who looks it up: a pod's or the node's name.</summary>
    public required string From { get; init; }

    /// <summary>The node of the snapshot.</summary>
    public required string Node { get; init; }

    /// <summary>Whose resolver it is: the name of a <see cref="ResolverLibrary"/>.</summary>
    public required string Library { get; init; }

    /// <summary>What becomes of it: the name of a <see cref="NameVerdict"/>.</summary>
    public required string Verdict { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>True when the name resolves for certain.</summary>
    public bool Passed => Verdict == nameof(NameVerdict.Resolved) && Assumptions.Length == 0;

    /// <summary>The whole name that was answered; null when none was.</summary>
    public string? ResolvedName { get; init; }

    /// <summary>The records of the answer.</summary>
    public DnsRecord[] Answers { get; init; } = [];

    /// <summary>The addresses among the answers.</summary>
    public string[] Address => [.. Answers.Where(record => record.IsAddress).Select(record => record.Data).Distinct()];

    /// <summary>The Service's virtual IP; null when the answer is none, as with headless Services.</summary>
    public string? VirtualIP { get; init; }

    /// <summary>The Service that the name is of; null when it is none, or not known.</summary>
    public string? Service { get; init; }

    /// <summary>The Kubernetes namespace of the Service; null when it is none, or not known.</summary>
    public string? Namespace { get; init; }

    /// <summary>The queries, in the order in which they are sent.</summary>
    public NameQuery[] Queries { get; init; } = [];

    /// <summary>How long the resolver waits for answers that do not come before it has the answer or gives up, in seconds.</summary>
    public int WaitSeconds { get; init; }

    /// <summary>The servers that resolv.conf names, as far as a resolver asks them.</summary>
    public NameServer[] Servers { get; init; } = [];

    /// <summary>The domains that are tried with a short name.</summary>
    public string[] Search { get; init; } = [];

    /// <summary>A name with at least this many dots is tried as it is first.</summary>
    public required int Ndots { get; init; }

    /// <summary>The options of resolv.conf.</summary>
    public string[] Options { get; init; } = [];

    /// <summary>The zone of the cluster's names, from the search list.</summary>
    public required string Zone { get; init; }

    /// <summary>What the verdict rests on that the snapshot does not say; empty when it is certain.</summary>
    public string[] Assumptions { get; init; } = [];

    /// <summary>What is worth knowing about how the other resolver or another setting would fare.</summary>
    public string[] Notes { get; init; } = [];

    /// <summary>The lines of resolv.conf, or of /etc/hosts where that has the name.</summary>
    public Evidence[] Evidence { get; init; } = [];

    /// <summary>The queries that were really sent, with what came back; empty when nobody asked for that.</summary>
    public NameTry[] Tries { get; init; } = [];

    /// <summary>What became of really asking: the name of a <see cref="NameVerdict"/>; null when nobody asked for that.</summary>
    public string? QueryVerdict { get; init; }

    /// <summary>What is the matter with it and with the servers' paths: what explains best that the name does not resolve comes first. Looked for when it is first asked for.</summary>
    public Finding[] Findings => _findings ??= PathFindings.Of(NamedTrace.Alone(this));

    /// <summary>The finding that explains why the name does not resolve; null when it does, or nothing was found that explains it.</summary>
    public Finding? Cause => Findings is [{ IsCause: true } first, ..] ? first : null;

    internal NodeSnapshot? Origin { get; init; }

    NodeSnapshot? ISnapshotMember.Origin => Origin;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} from {From}: {Verdict}{(Address.Length > 0 ? $" {string.Join(", ", Address)}" : "")}{(Assumptions.Length > 0 ? " (conditional)" : "")}";
}
