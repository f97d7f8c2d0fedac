using NetPath.Core.Netfilter;
using NetPath.Core.Snapshots;

namespace NetPath.Core.KernelTracing.Rules;

/// <summary>What a snapshot says about one step of a trace.</summary>
internal sealed record FoundRule
{
    /// <summary>The rule; null when the step is of no rule, or the snapshot does not hold it.</summary>
    public Rule? Rule { get; init; }

    /// <summary>The rule's number in its chain; null when it is not known.</summary>
    public int? Number { get; init; }

    /// <summary>The chain's policy in capitals, at the end of a base chain.</summary>
    public string? Policy { get; init; }

    /// <summary>Where the snapshot holds the rule or the policy.</summary>
    public Evidence? Evidence { get; init; }

    /// <summary>Why the rule could not be found, or may be another; null when it was found as it was traced.</summary>
    public string? Problem { get; init; }

    /// <summary>True when the snapshot cannot tell whether it holds the rule.</summary>
    public bool IsUnknown { get; init; }

    public static FoundRule Missing(string problem) => new() { Problem = problem };

    public static FoundRule From(Rule rule, string? problem = null) => new() { Rule = rule, Number = rule.Number, Evidence = rule.Evidence, Problem = problem };
}
