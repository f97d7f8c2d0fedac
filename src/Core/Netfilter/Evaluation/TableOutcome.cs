using System.Collections.Immutable;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Evaluation;

/// <summary>One way in which a packet can come out of a table.</summary>
internal sealed record TableOutcome
{
    public required TableVerdict Verdict { get; init; }

    public required Packet Packet { get; init; }

    public Connection? Connection { get; init; }

    /// <summary>The share of packets that take this way, given the assumptions.</summary>
    public double Probability { get; init; } = 1;

    public ImmutableList<Assumption> Assumptions { get; init; } = [];

    public RuleStep? LastStep { get; init; }

    /// <summary>The rule that decided; null when the base chain's policy did.</summary>
    public Rule? Decider { get; init; }

    /// <summary>What the sender gets, with <see cref="TableVerdict.Reject"/>.</summary>
    public string? RejectWith { get; init; }

    /// <summary>Why, with <see cref="TableVerdict.Unknown"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>True when a rule took the packet out of connection tracking.</summary>
    public bool Untracked { get; init; }
}
