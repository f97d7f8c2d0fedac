using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;

namespace NetPath.Core.Tracing;

/// <summary>A rule matched.</summary>
public sealed record RuleHop : Hop
{
    /// <inheritdoc/>
    public override Layer Layer => Layer.L4;

    /// <summary>Where in the stack.</summary>
    public required Hook Hook { get; init; }

    /// <summary>The table.</summary>
    public required TableKind Table { get; init; }

    /// <summary>The chain that holds the rule.</summary>
    public required string Chain { get; init; }

    /// <summary>The rule's number in its chain, counted from 1; 0 when the chain's policy decided.</summary>
    public required int RuleNumber { get; init; }

    /// <summary>The target after -j, such as KUBE-SVC-BE5LIK4X2OAKIEFX, DNAT or DROP.</summary>
    public required string Target { get; init; }

    /// <summary>What the rule did.</summary>
    public required RuleEffect Effect { get; init; }

    /// <summary>Which kernel interface holds the rule.</summary>
    public required RulesetBackend Backend { get; init; }
}
