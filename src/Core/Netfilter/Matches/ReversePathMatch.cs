using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>
/// -m rpfilter: the route back to the source leaves by the interface that the packet came in by (net/ipv4/netfilter/ipt_rpfilter.c and
/// net/ipv6/netfilter/ip6t_rpfilter.c).
/// </summary>
/// <param name="Loose">True with --loose: any route back will do.</param>
/// <param name="UsesMark">True with --validmark: the packet's mark takes part in the lookup.</param>
/// <param name="AcceptsLocal">True with --accept-local: a source of this namespace's own may pass too.</param>
/// <param name="Invert">True with --invert: matches the packets that fail the test.</param>
public sealed record ReversePathMatch(bool Loose, bool UsesMark, bool AcceptsLocal, bool Invert) : Match
{
    private const uint LocalMulticast = 0xe0000000 >> 8;

    internal override MatchResult Evaluate(EvaluationContext context)
    {
        IpAddress source = context.Packet.SourceAddress;
        if (context.InInterface is null or "lo" || (source.IsUnspecified() && IsForNeighbours(context.Packet.DestinationAddress)))
        {
            return !Invert;
        }

        return MatchResult.From(context.Surroundings.PassesReversePath(this).NotIf(Invert), "the route back is not in the snapshot");
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

    // A host that has no address yet asks all its neighbours (DHCP); IPv6 lets it ask anyone.
    private static bool IsForNeighbours(IpAddress destination) => destination.Family == IpFamily.IPv6
        || destination.Bits == uint.MaxValue
        || (uint)(destination.Bits >> 8) == LocalMulticast;
}
