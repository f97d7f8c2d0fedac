using NetPath.Core.Netfilter.Iptables;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>A match module that NetPath knows, whose answer depends on something that a snapshot does not hold.</summary>
/// <param name="Module">The module, such as limit.</param>
/// <param name="Options">Its options as the rule gives them.</param>
/// <param name="DependsOn">What would have to be known.</param>
public sealed record UnansweredMatch(string Module, string Options, string DependsOn) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context) => MatchResult.Unknown($"'-m {Module} {Options}' depends on {DependsOn}");

    internal static Func<OptionReader, Match> ParserFor(string module, string dependsOn) =>
        options => new UnansweredMatch(module, options.TakeRest(), dependsOn);
}
