using NetPath.Core.Conntrack;
using NetPath.Core.Diagnosis;
using NetPath.Core.KernelTracing.Verification;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>The way of a connection's first packet and of its answer, in all variants that chance or missing knowledge leave open.</summary>
public sealed record PacketTrace : ISnapshotMember
{
    private readonly PathOutcome[] _outcomes = [];
    private Finding[]? _findings;

    /// <summary>The Service port that was asked for; null for a plain address.</summary>
    public string? Service { get; init; }

    /// <summary>Where the packet starts: a pod's or the node's name, or an address outside.</summary>
    public required string From { get; init; }

    /// <summary>The packet as the client sends it.</summary>
    public required Packet Packet { get; init; }

    /// <summary>How it ends, by the name of a <see cref="Tracing.Disposition"/>; <see cref="Tracing.Disposition.Mixed"/> when the outcomes differ.</summary>
    public string Disposition => Same(Effective.Select(outcome => outcome.Disposition), nameof(Tracing.Disposition.Mixed));

    /// <summary>What the client sees, by the name of a <see cref="Tracing.Symptom"/>; <see cref="Tracing.Symptom.Mixed"/> when the outcomes differ.</summary>
    public string Symptom => Same(Effective.Select(outcome => outcome.Symptom), nameof(Tracing.Symptom.Mixed));

    /// <summary>True when every outcome connects the client for certain.</summary>
    public bool Passed => Outcomes.Length > 0 && Effective.All(outcome => outcome.Passed);

    /// <summary>All outcomes of a new connection, the most likely first. Without assumptions their probabilities add up to 1.</summary>
    public required PathOutcome[] Outcomes
    {
        get => _outcomes;
        init
        {
            _outcomes = value;
            _findings = null;
        }
    }

    /// <summary>
    /// What connection tracking's entries do to this flow: the name of a <see cref="Tracing.EntryEffect"/>; null when that is not known, since the client's
    /// port was not given or the entries were not collected.
    /// </summary>
    public string? EntryEffect { get; init; }

    /// <summary>The entries that the flow belongs to, or that are over; empty when there are none.</summary>
    public ConntrackEntry[] Entries { get; init; } = [];

    /// <summary>
    /// The outcomes of the flow with the entry that it has, which takes precedence over the rules; empty without one. Disposition, Symptom and Passed are
    /// then theirs, and <see cref="Outcomes"/> are those of a new connection.
    /// </summary>
    public PathOutcome[] EntryOutcomes { get; init; } = [];

    /// <summary>What is the matter on these paths: what explains best that they are broken comes first. Looked for when it is first asked for.</summary>
    public Finding[] Findings => _findings ??= PathFindings.Of(this);

    /// <summary>The finding that explains why the client is not connected; null when it is, or nothing was found that explains it.</summary>
    public Finding? Cause => Findings is [{ IsCause: true } first, ..] ? first : null;

    /// <summary>What the kernel itself did with a probe; null when it was not asked (-Verify).</summary>
    public PathVerification? Verification { get; init; }

    /// <summary>The node where the packet starts, or where it comes in from outside.</summary>
    public required string Node { get; init; }

    internal NodeSnapshot? Origin { get; init; }

    /// <summary>All snapshots that the walk could go through.</summary>
    internal IReadOnlyList<NodeSnapshot> Origins { get; init; } = [];

    // What happens to the flow: its entry is asked before the rules.
    internal PathOutcome[] Effective => EntryOutcomes.Length > 0 ? EntryOutcomes : Outcomes;

    NodeSnapshot? ISnapshotMember.Origin => Origin;

    /// <summary>What is the matter on the path of one outcome, in the same order.</summary>
    public Finding[] GetFindings(PathOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return PathFindings.Of(this, outcome);
    }

    private static string Same(IEnumerable<string> values, string mixed)
    {
        string[] distinct = [.. values.Distinct()];
        return distinct.Length == 1 ? distinct[0] : mixed;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{From} -> {Service ?? Packet.Destination}: {Symptom}{(Effective.Any(outcome => outcome.Assumptions.Length > 0) ? " (conditional)" : "")}";
}
