using NetPath.Core.Netfilter.Iptables;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m policy: whether IPsec opened the packet or will wrap it. Where the namespace has no IPsec policy and no key, it does neither.</summary>
/// <param name="Options">Its options as the rule gives them.</param>
/// <param name="WantsNone">True with <c>--pol none</c>.</param>
public sealed record PolicyMatch(string Options, bool WantsNone) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context) => context.Surroundings.UsesIpsec == Truth.No
        ? WantsNone
        : MatchResult.Unknown($"'-m policy {Options}' depends on the IPsec policies of this namespace");

    internal static Match Parse(OptionReader options)
    {
        string text = options.All;
        bool none = text.Contains("--pol none", StringComparison.Ordinal);
        if (!none && !text.Contains("--pol ipsec", StringComparison.Ordinal))
        {
            throw OptionReader.Bad("it names no policy: the dump has lost its condition");
        }

        return new PolicyMatch(options.TakeRest(), none);
    }
}
