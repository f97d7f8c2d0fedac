using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-s or -d: the source or destination is inside a network.</summary>
/// <param name="IsSource">True for the source (-s), false for the destination (-d).</param>
/// <param name="Prefix">The network.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record AddressMatch(bool IsSource, IpPrefix Prefix, bool Negated) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context) =>
        Prefix.Contains(IsSource ? context.Packet.SourceAddress : context.Packet.DestinationAddress) != Negated;
}
