using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m pkttype: how the link layer addressed the frame. The packets of a walk are addressed to the station that takes them: unicast.</summary>
/// <param name="Type">unicast, broadcast, multicast or otherhost.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record PacketTypeMatch(string Type, bool Negated) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context)
    {
        IpAddress destination = context.Packet.DestinationAddress;
        bool many = destination.IsMulticast() || (destination.Family == IpFamily.IPv4 && context.AddressTypeOf(destination, null) is null or AddressType.Broadcast);
        return many ? MatchResult.Unknown($"how the frame to {destination} is addressed") : (Type == "unicast") != Negated;
    }

    internal static Match Parse(OptionReader options)
    {
        options.Expect("--pkt-type");
        string type = options.Value();
        return type switch
        {
            "unicast" or "host" => new PacketTypeMatch("unicast", options.Negated),
            "broadcast" or "multicast" or "otherhost" => new PacketTypeMatch(type, options.Negated),
            _ => throw options.BadValue(type, "a kind of packet"),
        };
    }
}
