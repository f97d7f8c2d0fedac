using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter;

/// <summary>What a rule asks for exactly, so that it can match no packet that has something else there. Null parts take several values.</summary>
/// <param name="Destination">One destination address.</param>
/// <param name="Ports">Single destination ports, one of which is enough.</param>
/// <param name="Input">One interface that the packet came in by.</param>
/// <param name="Output">One interface that it leaves by.</param>
/// <param name="Source">One source address.</param>
internal readonly record struct RuleKey(IpAddress? Destination, IReadOnlyList<int>? Ports, string? Input, string? Output, IpAddress? Source)
{
    public static RuleKey Of(Rule rule)
    {
        RuleKey key = default;
        foreach (Match match in rule.Matches)
        {
            key = match switch
            {
                AddressMatch { Negated: false } address when address.Prefix.Length == address.Prefix.Address.Width =>
                    address.IsSource ? key with { Source = address.Prefix.Address } : key with { Destination = address.Prefix.Address },
                PortMatch { DestinationNegated: false, Destination: PortRange range } when range.First == range.Last => key with { Ports = [range.First] },
                MultiportMatch { Negated: false, Source: false } ports when ports.Ranges.All(range => range.First == range.Last) =>
                    key with { Ports = [.. ports.Ranges.Select(range => range.First)] },
                InterfaceMatch { Negated: false } device when !device.Pattern.EndsWith('+') =>
                    device.IsInput ? key with { Input = device.Pattern } : key with { Output = device.Pattern },
                _ => key,
            };
        }

        return key;
    }
}
