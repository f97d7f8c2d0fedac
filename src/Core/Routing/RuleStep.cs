namespace NetPath.Core.Routing;

/// <summary>What happened at one policy rule during a lookup.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Happened">What happened, as a phrase: <c>does not match</c>, <c>no route in table main</c>, …</param>
public sealed record RuleStep(PolicyRule Rule, string Happened)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Rule} -> {Happened}";
}
