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

    /// <summary>What a rule told connection tracking; null for nothing.</summary>
    public ConntrackTemplate? Template { get; init; }

    /// <summary>The local socket that TPROXY gave the packet to; null for none.</summary>
    public ProxySocket? Proxy { get; init; }

    /// <summary>The ipsets and entries of recent lists that rules have changed; null for none.</summary>
    public ImmutableHashSet<string>? ChangedSets { get; init; }

    /// <summary>True when a rule took the packet out of connection tracking.</summary>
    public bool Untracked => Template is { Untracked: true };

    /// <summary>The same, with a rule that matched.</summary>
    public TableOutcome Step(Rule rule, RuleEffect effect) => Step(rule, effect, Packet);

    /// <summary>The same, with a rule that matched and left the packet so.</summary>
    public TableOutcome Step(Rule rule, RuleEffect effect, Packet after) =>
        this with { Packet = after, LastStep = new RuleStep(rule, effect, Packet, after, LastStep) };

    /// <summary>The end of the way.</summary>
    public TableOutcome End(TableVerdict verdict, Rule? decider, string? reason = null) =>
        this with { Verdict = verdict, Decider = decider, Reason = reason };

    public TableOutcome Assuming(string text, Rule rule, bool matched) =>
        this with { Assumptions = Assumptions.Add(new Assumption(text, rule.Evidence, matched)) };
}
