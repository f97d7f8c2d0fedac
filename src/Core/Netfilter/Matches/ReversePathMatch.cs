using NetPath.Core.Netfilter.Iptables;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m rpfilter: the route back to the source leaves by the interface that the packet came in by.</summary>
/// <param name="Loose">True with --loose: any route back will do.</param>
/// <param name="UsesMark">True with --validmark: the packet's mark takes part in the lookup.</param>
/// <param name="AcceptsLocal">True with --accept-local: a source of this namespace's own passes too.</param>
/// <param name="Invert">True with --invert: matches the packets that fail the test.</param>
public sealed record ReversePathMatch(bool Loose, bool UsesMark, bool AcceptsLocal, bool Invert) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context)
    {
        if (context.InInterface is null or "lo")
        {
            return !Invert;
        }

        if (AcceptsLocal && context.AddressTypeOf(context.Packet.SourceAddress, null) == AddressType.Local)
        {
            return !Invert;
        }

        return MatchResult.From(context.ReversePathIsValid(Loose, UsesMark).NotIf(Invert), "the routes of this namespace were not collected");
    }

    internal static Match Parse(OptionReader options)
    {
        ReversePathMatch match = new(false, false, false, false);
        while (options.Next())
        {
            match = options.Name switch
            {
                "--loose" => match with { Loose = true },
                "--invert" => match with { Invert = true },
                "--validmark" => match with { UsesMark = true },
                "--accept-local" => match with { AcceptsLocal = true },
                _ => throw options.NotUnderstood(),
            };
        }

        return match;
    }
}
