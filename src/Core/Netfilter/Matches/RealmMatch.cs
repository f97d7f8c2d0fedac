using NetPath.Core.Netfilter.Iptables;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m realm: the realm of the route that the packet takes; 0 where no route and no policy rule has one (net/netfilter/xt_realm.c).</summary>
/// <param name="Value">The realm to compare with.</param>
/// <param name="Mask">The bits that count.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record RealmMatch(uint Value, uint Mask, bool Negated) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context) => context.Surroundings.UsesRealms == Truth.No
        ? (Value == 0) != Negated
        : MatchResult.Unknown("the realm of the packet's route is not known");

    internal static Match Parse(OptionReader options)
    {
        options.Expect("--realm");
        (uint value, uint mask) = options.MaskedNumber("cosmos");
        return new RealmMatch(value, mask, options.Negated);
    }
}
