using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-s or -d with a mask that is no prefix, such as 10.0.0.1/255.0.0.255.</summary>
/// <param name="IsSource">True for the source (-s), false for the destination (-d).</param>
/// <param name="Address">The address to compare with.</param>
/// <param name="Mask">The bits that count.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record MaskedAddressMatch(bool IsSource, IpAddress Address, IpAddress Mask, bool Negated) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context)
    {
        IpAddress actual = IsSource ? context.Packet.SourceAddress : context.Packet.DestinationAddress;
        return (actual.Family == Address.Family && (actual.Bits & Mask.Bits) == (Address.Bits & Mask.Bits)) != Negated;
    }
}
