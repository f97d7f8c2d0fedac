using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-p: the transport protocol.</summary>
/// <param name="Protocol">The protocol; <see cref="Protocol.Any"/> takes all.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record ProtocolMatch(Protocol Protocol, bool Negated) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context) =>
        (Protocol == Protocol.Any || context.Packet.Transport == Protocol) != Negated;
}
