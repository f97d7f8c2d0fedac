namespace NetPath.Core.Netfilter.Matches;

/// <summary>One condition of a rule.</summary>
public abstract record Match
{
    /// <summary>Whether the packet meets the condition, negation included.</summary>
    internal abstract MatchResult Evaluate(EvaluationContext context);
}
