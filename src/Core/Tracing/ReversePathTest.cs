using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Packets;
using NetPath.Core.Routing;

namespace NetPath.Core.Tracing;

/// <summary>The look-ups of the rpfilter match (rpfilter_lookup_reverse in ipt_rpfilter.c, rpfilter_lookup_reverse6 in ip6t_rpfilter.c).</summary>
internal static class ReversePathTest
{
    public static Truth Passes(WalkState state, ReversePathMatch match)
    {
        if (state.Space.Fib is not Fib fib || state.InInterface is not string device)
        {
            return Truth.Unknown;
        }

        RouteQuery query = Query(state, match);
        RouteLookup back = fib.Lookup(query);
        if (back.Result != RouteResult.Found || back.Route is not Route route)
        {
            return back.Result == RouteResult.Unknown ? Truth.Unknown : Truth.No;
        }

        bool uses = match.Loose || route.NextHops.Any(hop => hop.Device == device) || back.NextHops.Any(path => path.Device == device);
        return state.Packet.Version == IpFamily.IPv4
            ? TruthLogic.From(uses && (route.Type == RouteType.Unicast || (route.Type == RouteType.Local && match.AcceptsLocal)))
            : TruthLogic.From(route.Type switch
            {
                RouteType.Local => match.AcceptsLocal,
                RouteType.Unicast => uses || AnotherUses(fib, query, route, device),
                _ => false,
            });
    }

    private static RouteQuery Query(WalkState state, ReversePathMatch match)
    {
        IpAddress answering = state.Packet.DestinationAddress;
        bool unicast = !answering.IsMulticast() && !answering.IsUnspecified() && state.Space.TypeOf(answering) != AddressType.Broadcast;
        bool version4 = state.Packet.Version == IpFamily.IPv4;
        return new RouteQuery
        {
            Destination = state.Packet.SourceAddress,
            Source = unicast ? answering : IpAddress.Any(answering.Family),
            Mark = match.UsesMark ? state.Packet.Mark : 0,
            Tos = version4 ? (state.Packet.TypeOfService ?? 0) & 0x1c : 0,
            Protocol = version4 ? 0 : (int)state.Packet.Transport,
            SourcePort = 0,
            DestinationPort = 0,
            Uid = 0,
        };
    }

    // IPv6 prefers, among the routes to one network, that of the interface (rt6_device_match in net/ipv6/route.c).
    private static bool AnotherUses(Fib fib, RouteQuery query, Route route, string device)
    {
        RouteLookup bound = fib.Lookup(query with { OutInterface = device });
        return bound is { Result: RouteResult.Found, Route: Route other } && other.Destination == route.Destination && other.Table == route.Table;
    }
}
