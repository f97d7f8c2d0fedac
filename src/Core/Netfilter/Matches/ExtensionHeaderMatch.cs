using NetPath.Core.Netfilter.Iptables;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m frag, hbh, dst and rt: an extension header of IPv6. The packets of a walk have none, and without the header these never match.</summary>
/// <param name="Module">The module.</param>
/// <param name="Options">Its options as the rule gives them.</param>
public sealed record ExtensionHeaderMatch(string Module, string Options) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context) => false;

    internal static Func<OptionReader, Match> ParserFor(string module) => options => new ExtensionHeaderMatch(module, options.TakeRest());
}
