using System.Globalization;
using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>A match that asks whether a number of the packet is in a range: -m length, ttl, hl.</summary>
/// <param name="Module">length, ttl or hl.</param>
/// <param name="First">The lowest number that matches.</param>
/// <param name="Last">The highest number that matches.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record NumberMatch(string Module, int First, int Last, bool Negated) : Match
{
    private const int LongestPacket = 65535;

    internal override MatchResult Evaluate(EvaluationContext context)
    {
        if (Module != "length")
        {
            int left = context.Packet.TimeToLive;
            return (left >= First && left <= Last) != Negated;
        }

        int shortest = ShortestLength(context.Packet);
        Truth inside = First <= shortest && Last >= LongestPacket ? Truth.Yes : Last < shortest || First > Last ? Truth.No : Truth.Unknown;
        return MatchResult.From(inside.NotIf(Negated), $"the length of the packet, which its sender decides, is compared with {First}:{Last}");
    }

    internal static Match ParseLength(OptionReader options)
    {
        options.Expect("--length");
        PortRange range = options.Ports();
        return new NumberMatch("length", range.First, range.Last, options.Negated);
    }

    internal static Match ParseTimeToLive(OptionReader options)
    {
        options.ExpectAny();
        string module = options.Name.StartsWith("--hl", StringComparison.Ordinal) ? "hl" : "ttl";
        string text = options.Value();
        if (!byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out byte number))
        {
            throw options.BadValue(text, "a number of hops");
        }

        return options.Name switch
        {
            "--ttl-eq" or "--ttl" or "--hl-eq" => new NumberMatch(module, number, number, options.Negated),
            "--ttl-lt" or "--hl-lt" => new NumberMatch(module, 0, number - 1, options.Negated),
            "--ttl-gt" or "--hl-gt" => new NumberMatch(module, number + 1, byte.MaxValue, options.Negated),
            _ => throw options.NotUnderstood(),
        };
    }

    // The fixed headers; what comes on top (options, data) nobody knows.
    private static int ShortestLength(Packet packet) => (packet.Version == IpFamily.IPv4 ? 20 : 40) + packet.Transport switch
    {
        Protocol.Tcp => 20,
        Protocol.Udp or Protocol.UdpLite or Protocol.Icmp => 8,
        Protocol.Sctp => 12,
        Protocol.IcmpV6 => 4,
        _ => 0,
    };
}
