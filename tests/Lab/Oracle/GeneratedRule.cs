namespace NetPath.Lab.Oracle;

/// <summary>One rule of a random ruleset.</summary>
/// <param name="Id">Its name, unique in its ruleset; the rule carries it as comment.</param>
/// <param name="Table">The table.</param>
/// <param name="Chain">The chain.</param>
/// <param name="Text">What stands behind <c>-A CHAIN</c>, without the comment.</param>
/// <param name="Conditions">The features that decide whether it matches.</param>
/// <param name="Effect">The feature of its target; null for a jump.</param>
internal sealed record GeneratedRule(string Id, string Table, string Chain, string Text, IReadOnlyList<string> Conditions, string? Effect)
{
    /// <summary>The line of the dump.</summary>
    public string Line => $"-A {Chain} -m comment --comment {Id} {Text}";

    /// <summary>True when chance, or a counter that no snapshot shows, decides whether it matches.</summary>
    public bool IsChance => Text.Contains("-m statistic", StringComparison.Ordinal);

    /// <summary>True when rules behind it may not be asked once it matches.</summary>
    public bool Ends => Effect is "RETURN" or "goto" or "kube-proxy's rules" || TargetFeatures.All.Any(feature => feature.Name == Effect && feature.Ends);

    /// <summary>The chain that it jumps to; null when it does not.</summary>
    public string? Target { get; init; }
}
