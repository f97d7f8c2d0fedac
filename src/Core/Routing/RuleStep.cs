namespace NetPath.Core.Routing;

/// <summary>What happened at one policy rule during a lookup.</summary>
public sealed record RuleStep
{
    private readonly Route? _route;
    private string? _happened;

    internal RuleStep(PolicyRule rule, string happened)
    {
        Rule = rule;
        _happened = happened;
    }

    // Few read the text of a route that was found, and every packet finds some.
    internal RuleStep(PolicyRule rule, Route found)
    {
        Rule = rule;
        _route = found;
    }

    /// <summary>The rule.</summary>
    public PolicyRule Rule { get; }

    /// <summary>What happened, as a phrase: <c>does not match</c>, <c>no route in table main</c>, …</summary>
    public string Happened => _happened ??= _route!.ToString();

    /// <inheritdoc/>
    public override string ToString() => $"{Rule} -> {Happened}";
}
