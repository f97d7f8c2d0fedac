using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Policies;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>A rule matched.</summary>
public sealed record RuleHop : Hop
{
    private RuleSubject? _standsFor;

    /// <inheritdoc/>
    public override string Kind => "Rule";

    internal override Layer NetworkLayer => Tracing.Layer.L4;

    /// <summary>What the rule did, of which the texts are made when somebody reads them; null for a policy.</summary>
    internal RuleStep? Step { get; init; }

    /// <summary>Where in the stack: the name of a <see cref="Netfilter.Hook"/>.</summary>
    public required string Hook { get; init; }

    /// <summary>The table: the name of a <see cref="TableKind"/>.</summary>
    public required string Table { get; init; }

    /// <summary>The chain that holds the rule.</summary>
    public required string Chain { get; init; }

    /// <summary>The rule's number in its chain, counted from 1; 0 when the chain's policy decided.</summary>
    public required int RuleNumber { get; init; }

    /// <summary>The target after -j, such as KUBE-SVC-BE5LIK4X2OAKIEFX, DNAT or DROP.</summary>
    public required string Target { get; init; }

    /// <summary>What the rule did: the name of a <see cref="RuleEffect"/>.</summary>
    public required string Effect { get; init; }

    /// <summary>Which kernel interface holds the rule: the name of a <see cref="RulesetBackend"/>.</summary>
    public required string Backend { get; init; }

    /// <summary>
    /// What the rule stands for: the NetworkPolicy, profile, pod or Service that a network plugin or kube-proxy made its chain of, or the chain that it leads
    /// to; null for a rule that is nobody's in particular.
    /// </summary>
    public RuleSubject? StandsFor
    {
        get => _standsFor ??= Step is null || Space is null ? null : RuleSubjects.Of(Space).Find(Step.Rule);
        init => _standsFor = value;
    }

    /// <summary>The namespace whose rule it is.</summary>
    internal NetworkNamespace? Space { get; init; }

    private protected override string Describe() => Step is null ? "" : RuleHops.Describe(this, Step);

    private protected override Evidence[] Prove() => Step is null ? [] : [Step.Rule.Evidence];
}
