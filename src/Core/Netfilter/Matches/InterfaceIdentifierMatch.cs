using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m eui64: the source address ends in what its Ethernet address makes it (RFC 4291, appendix A).</summary>
public sealed record InterfaceIdentifierMatch : Match
{
    private const ulong LocalBit = 0x02ul << 56;

    internal override MatchResult Evaluate(EvaluationContext context)
    {
        if (context.Ethernet is null || context.Packet.Version == IpFamily.IPv4)
        {
            return false;
        }

        if (context.Ethernet.Source is not HardwareAddress source)
        {
            return MatchResult.Unknown($"which station sent the frame that came in by {context.InInterface} is not in the snapshot");
        }

        ulong vendor = source.Bits >> 24;
        ulong expected = ((vendor << 40) | 0xfffe000000 | (source.Bits & 0xffffff)) ^ LocalBit;
        return (ulong)context.Packet.SourceAddress.Bits == expected;
    }

    internal static Match Parse(OptionReader options) => new InterfaceIdentifierMatch();
}
