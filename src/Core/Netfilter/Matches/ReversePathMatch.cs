using NetPath.Core.Netfilter.Iptables;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m rpfilter: the route back to the source leaves by the interface that the packet came in by.</summary>
/// <param name="Loose">True with --loose: any route back will do.</param>
/// <param name="Invert">True with --invert: matches the packets that fail the test.</param>
public sealed record ReversePathMatch(bool Loose, bool Invert) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context)
    {
        if (context.InInterface is null or "lo")
        {
            return !Invert;
        }

        return MatchResult.From(context.ReversePathIsValid(Loose).NotIf(Invert), "the routes of this namespace were not collected");
    }

    internal static Match Parse(OptionReader options)
    {
        ReversePathMatch match = new(false, false);
        while (options.Next())
        {
            match = options.Name switch
            {
                "--loose" => match with { Loose = true },
                "--invert" => match with { Invert = true },
                "--validmark" or "--accept-local" => match,
                _ => throw options.NotUnderstood(),
            };
        }

        return match;
    }
}
