namespace NetPath.Core.Netfilter.Matches;

/// <summary>-f: second and further fragments. A walk follows whole packets, and conntrack puts fragments together before any rule sees them.</summary>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record FragmentMatch(bool Negated) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context) => Negated;
}
