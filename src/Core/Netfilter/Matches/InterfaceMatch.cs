namespace NetPath.Core.Netfilter.Matches;

/// <summary>-i or -o: the interface the packet came in by or leaves by. A name that ends in <c>+</c> stands for all that begin so.</summary>
/// <param name="IsInput">True for -i, false for -o.</param>
/// <param name="Pattern">The name as the rule gives it.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record InterfaceMatch(bool IsInput, string Pattern, bool Negated) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context)
    {
        // Where there is no such interface the kernel compares with an empty name, which only "+" takes.
        string name = (IsInput ? context.InInterface : context.OutInterface) ?? "";
        return Matches(Pattern, name) != Negated;
    }

    /// <summary>Compares a name with a pattern, of which a <c>+</c> at the end stands for anything.</summary>
    internal static bool Matches(string pattern, string name) => pattern.EndsWith('+')
        ? name.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal)
        : name == pattern;
}
