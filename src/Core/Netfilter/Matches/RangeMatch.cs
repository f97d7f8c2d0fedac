using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m iprange: addresses between two addresses, both included.</summary>
/// <param name="Ranges">The conditions, all of which must hold.</param>
public sealed record RangeMatch(IReadOnlyList<RangeMatch.AddressRange> Ranges) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context)
    {
        foreach (AddressRange range in Ranges)
        {
            IpAddress address = range.IsSource ? context.Packet.SourceAddress : context.Packet.DestinationAddress;
            bool inside = address.Family == range.First.Family && address >= range.First && address <= range.Last;
            if (inside == range.Negated)
            {
                return false;
            }
        }

        return true;
    }

    internal static Match Parse(OptionReader options)
    {
        List<AddressRange> ranges = [];
        while (options.Next())
        {
            bool source = options.Name switch
            {
                "--src-range" => true,
                "--dst-range" => false,
                _ => throw options.NotUnderstood(),
            };
            string value = options.Value();
            string[] ends = value.Split('-');
            if (ends.Length > 2 || !IpAddress.TryParse(ends[0], out IpAddress first) || !IpAddress.TryParse(ends[^1], out IpAddress last))
            {
                throw options.BadValue(value, "an address range");
            }

            ranges.Add(new AddressRange(source, first, last, options.Negated));
        }

        return ranges.Count == 0 ? throw OptionReader.Bad("it names no range: the dump has lost its condition") : new RangeMatch(ranges);
    }

    /// <summary>One range.</summary>
    /// <param name="IsSource">True when the source is compared.</param>
    /// <param name="First">Lowest address.</param>
    /// <param name="Last">Highest address.</param>
    /// <param name="Negated">True with <c>!</c>.</param>
    public sealed record AddressRange(bool IsSource, IpAddress First, IpAddress Last, bool Negated);
}
