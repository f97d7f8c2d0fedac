using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>A match module that NetPath knows, whose answer depends on something that a snapshot does not hold.</summary>
/// <param name="Module">The module, such as limit.</param>
/// <param name="Options">Its options as the rule gives them.</param>
/// <param name="DependsOn">What would have to be known.</param>
/// <param name="Protocol">The only protocol whose packets it may match; <see cref="Protocol.Any"/> for all.</param>
public sealed record UnansweredMatch(string Module, string Options, string DependsOn, Protocol Protocol = Protocol.Any) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context) => Protocol != Protocol.Any && context.Packet.Transport != Protocol
        ? false
        : MatchResult.Unknown($"'-m {Module} {Options}' depends on {DependsOn}");

    internal static Func<OptionReader, Match> ParserFor(string module, string dependsOn, Protocol protocol = Protocol.Any) =>
        options => new UnansweredMatch(module, options.TakeRest(), dependsOn, protocol);
}
