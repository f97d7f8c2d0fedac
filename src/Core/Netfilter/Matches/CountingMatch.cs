using NetPath.Core.Netfilter.Iptables;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m nfacct: counts the packet under a name and is true; with a quota object, which the rule's text does not show, it may not be.</summary>
/// <param name="Name">The accounting object.</param>
public sealed record CountingMatch(string Name) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context) => true;

    internal static Match Parse(OptionReader options)
    {
        options.Expect("--nfacct-name");
        return new CountingMatch(options.Value());
    }
}
