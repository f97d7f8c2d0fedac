using NetPath.Core.Packets;

namespace NetPath.Core.Routing;

/// <summary>Looks up in one IPv4 table as fib_table_lookup does (net/ipv4/fib_trie.c).</summary>
internal sealed class Ipv4Table
{
    // INET_DSCP_LEGACY_TOS_MASK: of the type of service only these bits take part in a route lookup.
    public const int TosMask = 0x1c;

    private readonly RouteTrie _trie;
    private readonly FibSettings _settings;

    public Ipv4Table(IEnumerable<Route> routes, FibSettings settings)
    {
        _settings = settings;
        _trie = new RouteTrie(routes, Order);
    }

    public TableMatch? Lookup(RouteQuery query)
    {
        IpAddress? missed = null;
        foreach (IReadOnlyList<Route> leaf in _trie.Leaves(query.Destination))
        {
            foreach (Route route in leaf.Where(route => MatchesTos(route, query)))
            {
                if (missed == route.Destination.Address)
                {
                    break;
                }

                if (route.Doubt is not null || route.Type is RouteType.Unknown or RouteType.Blackhole or RouteType.Unreachable or RouteType.Prohibit or RouteType.Throw)
                {
                    return new TableMatch(route, [], []);
                }

                List<NextHop> usable = [.. route.NextHops.Where(hop => IsUsable(hop, query))];
                if (usable.Count > 0)
                {
                    // A bound socket takes the first next hop over its device; no hash is asked (fib_select_path).
                    return query.OutInterface is null
                        ? new TableMatch(route, usable, Rivals(route, leaf, query))
                        : new TableMatch(route, [usable[0]], []);
                }

                // A next hop object that will not do ends the kernel's search in this leaf, which holds all prefixes with this
                // address whatever their length ("goto miss" in fib_table_lookup, since 5.3).
                missed = route.NextHopId is null ? missed : route.Destination.Address;
            }
        }

        return null;
    }

    // fib_lookup_good_nhc
    private bool IsUsable(NextHop hop, RouteQuery query) => !hop.Dead
        && !(hop.LinkDown && hop.Device is not null && _settings.IgnoresRoutesWithLinkDown(IpFamily.IPv4, hop.Device))
        && (query.OutInterface is null || query.OutInterface == hop.Device);

    private static bool MatchesTos(Route route, RouteQuery query) => route.Tos == 0 || route.Tos == (query.Tos & TosMask);

    // In one leaf, and where local and main are one trie (see Fib), the higher table number comes first (fib_insert_alias).
    private static int Order(Route left, Route right) =>
        left.Table != right.Table ? right.Table.CompareTo(left.Table)
        : left.Tos != right.Tos ? right.Tos.CompareTo(left.Tos)
        : left.Metric.CompareTo(right.Metric);

    /// <summary>The default routes that fib_select_default (net/ipv4/fib_semantics.c) chooses among by the state of their gateways.</summary>
    private static List<Route> Rivals(Route chosen, IReadOnlyList<Route> leaf, RouteQuery query)
    {
        List<Route> rivals = [];
        if (chosen.Destination.Length > 0 || chosen.Type != RouteType.Unicast || chosen.NextHops.Count > 1)
        {
            return rivals;
        }

        (uint metric, int tos) = (chosen.Metric, 0);
        foreach (Route route in leaf.Where(route => route.Table == chosen.Table && MatchesTos(route, query)))
        {
            if (route.Metric > metric && route.Tos == tos)
            {
                if (tos != 0)
                {
                    continue;
                }

                break;
            }

            if (route.NextHops.Count > 0 && route.NextHops.All(hop => hop.Dead))
            {
                continue;
            }

            (metric, tos) = (route.Metric, route.Tos);
            if (route.Scope != chosen.Scope || route.Type != RouteType.Unicast || route.NextHops.Count == 0 || route.NextHops[0].Gateway is null)
            {
                continue;
            }

            if (rivals.Count == 0 && !ReferenceEquals(route, chosen))
            {
                break;
            }

            rivals.Add(route);
        }

        return [.. rivals.Skip(1)];
    }
}
