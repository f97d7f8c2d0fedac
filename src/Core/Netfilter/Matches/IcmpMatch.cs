using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m icmp and -m icmp6: a message type. A walk follows TCP, UDP and SCTP, which never match; ICMP is unknown.</summary>
/// <param name="Protocol">ICMP or ICMPv6.</param>
/// <param name="TypeName">The type as the rule gives it.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record IcmpMatch(Protocol Protocol, string TypeName, bool Negated) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context) =>
        context.Packet.Transport == Protocol ? MatchResult.Unknown($"the ICMP type is compared with {TypeName}") : false;

    internal static Match ParseIcmp(OptionReader options) => Parse(options, Protocol.Icmp);

    internal static Match ParseIcmpV6(OptionReader options) => Parse(options, Protocol.IcmpV6);

    private static IcmpMatch Parse(OptionReader options, Protocol protocol)
    {
        if (!options.Next())
        {
            return new IcmpMatch(protocol, "any", false);
        }

        return options.Name is "--icmp-type" or "--icmpv6-type"
            ? new IcmpMatch(protocol, options.Value(), options.Negated)
            : throw options.NotUnderstood();
    }
}
