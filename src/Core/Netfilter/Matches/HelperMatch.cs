using NetPath.Core.Netfilter.Iptables;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m helper: the connection was expected by the conntrack helper of another (an FTP data connection). Nothing expects the connection of a walk.</summary>
/// <param name="HelperName">The helper; empty for any.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record HelperMatch(string HelperName, bool Negated) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context) => context.Connection is { State: ConnectionState.Related }
        ? MatchResult.Unknown($"which helper expected the connection is compared with '{HelperName}'")
        : Negated;

    internal static Match Parse(OptionReader options)
    {
        options.Expect("--helper");
        return new HelperMatch(options.Value(), options.Negated);
    }
}
