using NetPath.Core.Netfilter.Iptables;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m mark and -m connmark: the packet's or the connection's mark under a mask.</summary>
/// <param name="OfConnection">True for the connection's mark.</param>
/// <param name="Value">The value to compare with.</param>
/// <param name="Mask">The bits that count.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record MarkMatch(bool OfConnection, uint Value, uint Mask, bool Negated) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context)
    {
        if (OfConnection && context.Connection is not { IsTracked: true })
        {
            // xt_connmark gives false without a connection, whatever the sign.
            return false;
        }

        uint mark = OfConnection ? context.Connection!.Mark : context.Packet.Mark;
        return ((mark & Mask) == Value) != Negated;
    }

    internal static Match ParseMark(OptionReader options) => Parse(options, ofConnection: false);

    internal static Match ParseConnmark(OptionReader options) => Parse(options, ofConnection: true);

    private static MarkMatch Parse(OptionReader options, bool ofConnection)
    {
        options.Expect("--mark");
        (uint value, uint mask) = options.MaskedNumber();
        return new MarkMatch(ofConnection, value, mask, options.Negated);
    }
}
