using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m multiport: a list of ports and port ranges.</summary>
/// <param name="Ranges">The ports.</param>
/// <param name="Source">True when the source port is compared.</param>
/// <param name="Destination">True when the destination port is compared; with both set, one of them is enough.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record MultiportMatch(IReadOnlyList<PortRange> Ranges, bool Source, bool Destination, bool Negated) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context)
    {
        if (!ProtocolName.HasPorts(context.Packet.Transport))
        {
            return false;
        }

        Truth found = Truth.No;
        foreach (PortRange range in Ranges)
        {
            found = found.Or(Source ? range.Holds(context.Packet.SourcePort) : Truth.No);
            found = found.Or(Destination ? range.Holds(context.Packet.DestinationPort) : Truth.No);
        }

        return MatchResult.From(found.NotIf(Negated), "the source port is not known; give -SourcePort");
    }

    internal static Match Parse(OptionReader options)
    {
        options.ExpectAny();
        (bool source, bool destination) = options.Name switch
        {
            "--sports" or "--source-ports" => (true, false),
            "--dports" or "--destination-ports" => (false, true),
            "--ports" => (true, true),
            _ => throw options.NotUnderstood(),
        };
        bool negated = options.Negated;
        PortRange[] ranges = [.. options.Value().Split(',').Select(options.Ports)];
        return new MultiportMatch(ranges, source, destination, negated || options.Negated);
    }
}
