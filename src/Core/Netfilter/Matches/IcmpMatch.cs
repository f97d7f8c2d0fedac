using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m icmp and -m icmp6: type and code of a message.</summary>
/// <param name="Protocol">ICMP or ICMPv6.</param>
/// <param name="TypeName">The type as the rule gives it.</param>
/// <param name="Type">The type; null for any.</param>
/// <param name="Code">The code; null for any.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record IcmpMatch(Protocol Protocol, string TypeName, byte? Type, byte? Code, bool Negated) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context)
    {
        if (context.Packet.Transport != Protocol)
        {
            return false;
        }

        if (Type is null)
        {
            return !Negated;
        }

        return context.Packet.Icmp is IcmpMessage message
            ? (message.Type == Type && (Code is null || message.Code == Code)) != Negated
            : MatchResult.Unknown($"the ICMP type is compared with {TypeName}");
    }

    internal static Match ParseIcmp(OptionReader options) => Parse(options, Protocol.Icmp);

    internal static Match ParseIcmpV6(OptionReader options) => Parse(options, Protocol.IcmpV6);

    private static IcmpMatch Parse(OptionReader options, Protocol protocol)
    {
        if (!options.Next())
        {
            return new IcmpMatch(protocol, "any", null, null, false);
        }

        if (options.Name is not ("--icmp-type" or "--icmpv6-type"))
        {
            throw options.NotUnderstood();
        }

        string name = options.Value();
        // Type 255 without a code is how ICMP for IPv4 writes "any" (icmp_type_code_match in net/netfilter/xt_tcpudp.c).
        if (name is "any" || (protocol == Protocol.Icmp && name is "255" or "255/0:255"))
        {
            return new IcmpMatch(protocol, name, null, null, options.Negated);
        }

        return IcmpTypeName.TryParse(name, protocol == Protocol.IcmpV6, out byte type, out byte? code)
            ? new IcmpMatch(protocol, name, type, code, options.Negated)
            : throw options.BadValue(name, "an ICMP type");
    }
}
