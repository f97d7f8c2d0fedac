using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m addrtype: the kind of address that the routing table sees in the source or destination.</summary>
/// <param name="Source">Types the source may have; null when it does not matter.</param>
/// <param name="SourceNegated">True with <c>! --src-type</c>.</param>
/// <param name="Destination">Types the destination may have; null when it does not matter.</param>
/// <param name="DestinationNegated">True with <c>! --dst-type</c>.</param>
/// <param name="LimitIn">--limit-iface-in: only addresses of the interface the packet came in by.</param>
/// <param name="LimitOut">--limit-iface-out: only addresses of the interface the packet leaves by.</param>
public sealed record AddressTypeMatch(
    IReadOnlyList<AddressType>? Source,
    bool SourceNegated,
    IReadOnlyList<AddressType>? Destination,
    bool DestinationNegated,
    bool LimitIn,
    bool LimitOut) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context)
    {
        string? limit = LimitIn ? context.InInterface : LimitOut ? context.OutInterface : null;
        Truth result = Test(Source, SourceNegated, context.Packet.SourceAddress, limit, context)
            .And(Test(Destination, DestinationNegated, context.Packet.DestinationAddress, limit, context));
        return MatchResult.From(result, "the addresses and routes of this namespace were not collected");
    }

    internal static Match Parse(OptionReader options)
    {
        AddressTypeMatch match = new(null, false, null, false, false, false);
        while (options.Next())
        {
            match = options.Name switch
            {
                "--src-type" => match with { Source = Types(options), SourceNegated = options.Negated },
                "--dst-type" => match with { Destination = Types(options), DestinationNegated = options.Negated },
                "--limit-iface-in" => match with { LimitIn = true },
                "--limit-iface-out" => match with { LimitOut = true },
                _ => throw options.NotUnderstood(),
            };
        }

        return match is { Source: null, Destination: null } ? throw OptionReader.Bad("it names no address type: the dump has lost its condition") : match;
    }

    private static AddressType[] Types(OptionReader options) =>
        [.. options.Value().Split(',').Select(name => Enum.TryParse(name, ignoreCase: true, out AddressType type) ? type : throw options.BadValue(name, "an address type"))];

    private static Truth Test(IReadOnlyList<AddressType>? types, bool negated, IpAddress address, string? limit, EvaluationContext context)
    {
        if (types is null)
        {
            return Truth.Yes;
        }

        return (address.Family == IpFamily.IPv6 ? Holds6(types, address, limit, context) : Holds4(types, address, limit, context)).NotIf(negated);
    }

    private static Truth Holds4(IReadOnlyList<AddressType> types, IpAddress address, string? limit, EvaluationContext context) =>
        context.AddressTypeOf(address, limit) is AddressType type ? TruthLogic.From(types.Contains(type)) : Truth.Unknown;

    // match_type6() in net/netfilter/xt_addrtype.c: an IPv6 address has several types at once, and what its digits say must all hold.
    private static Truth Holds6(IReadOnlyList<AddressType> types, IpAddress address, string? limit, EvaluationContext context)
    {
        bool mapped = address.Bits >> 32 == 0xffff;
        bool unicast = !address.IsMulticast() && !address.IsUnspecified() && !mapped;
        if ((types.Contains(AddressType.Multicast) && !address.IsMulticast())
            || (types.Contains(AddressType.Unicast) && !unicast)
            || (types.Contains(AddressType.Unspec) && !address.IsUnspecified()))
        {
            return Truth.No;
        }

        bool asksRoutes = types.Contains(AddressType.Local) || types.Contains(AddressType.Anycast) || types.Contains(AddressType.Unreachable);
        if (!asksRoutes)
        {
            return Truth.Yes;
        }

        Truth routed = context.AddressTypeOf(address, limit) is AddressType type
            ? TruthLogic.From(type is AddressType.Local or AddressType.Anycast && types.Contains(type))
            : Truth.Unknown;
        return types.Contains(AddressType.Unreachable) ? routed.Or(IsUnreachable(address, limit, context)) : routed;
    }

    private static Truth IsUnreachable(IpAddress address, string? limit, EvaluationContext context) =>
        limit is null && context.Surroundings.IsUnreachable(address) is bool unreachable ? TruthLogic.From(unreachable) : Truth.Unknown;
}
