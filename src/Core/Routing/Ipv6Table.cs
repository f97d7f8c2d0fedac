using NetPath.Core.Packets;

namespace NetPath.Core.Routing;

/// <summary>Looks up in one IPv6 table as fib6_table_lookup does (net/ipv6/route.c, net/ipv6/ip6_fib.c).</summary>
internal sealed class Ipv6Table
{
    private readonly RouteTrie _trie;
    private readonly FibSettings _settings;

    public Ipv6Table(IEnumerable<Route> routes, FibSettings settings)
    {
        _settings = settings;
        _trie = new RouteTrie(routes, (left, right) => left.Metric.CompareTo(right.Metric));
    }

    public TableMatch? Lookup(RouteQuery query)
    {
        string? device = query.IsLocallyMade ? query.OutInterface : query.InInterface;
        bool strict = NeedsDevice(query.Destination) || query.OutInterface is not null;
        // A host asks twice: first only for gateways that are not known to be dead, then for any (RT6_LOOKUP_F_REACHABLE).
        TableMatch? match = _settings.ForwardsIpv6 ? null : Lookup(query, new Ipv6Preference(device, strict, true, _settings));
        return match ?? Lookup(query, new Ipv6Preference(device, strict, false, _settings));
    }

    private TableMatch? Lookup(RouteQuery query, Ipv6Preference preference)
    {
        foreach (IReadOnlyList<Route> node in Nodes(query))
        {
            if (Select(node, preference) is (Route route, NextHop hop))
            {
                return new TableMatch(route, Siblings(route, hop, preference), []);
            }
        }

        return null;
    }

    /// <summary>
    /// The nodes in the order in which the kernel comes to them: longest destination first, within it longest source, at last the
    /// routes for any source. On the way down a destination that has routes for sources only counts when one of them holds the
    /// source (fib6_node_lookup_1); on the way back it counts in any case (fib6_backtrack).
    /// </summary>
    private IEnumerable<IReadOnlyList<Route>> Nodes(RouteQuery query)
    {
        IpAddress source = query.Source ?? IpAddress.Any(IpFamily.IPv6);
        bool down = true;
        foreach (IReadOnlyList<Route> leaf in _trie.Leaves(query.Destination))
        {
            List<IReadOnlyList<Route>> sourced = [.. leaf
                .Where(route => route.Source is IpPrefix from && from.Contains(source))
                .GroupBy(route => route.Source!.Value.Length)
                .OrderByDescending(group => group.Key)
                .Select(group => (IReadOnlyList<Route>)[.. group])];
            if (down && sourced.Count == 0 && leaf[0].Destination.Length > 0 && leaf.Any(route => route.Source is not null))
            {
                continue;
            }

            down = false;
            foreach (IReadOnlyList<Route> node in sourced)
            {
                yield return node;
            }

            yield return [.. leaf.Where(route => route.Source is null)];
        }
    }

    // find_rr_leaf: the best of the smallest metric, and if none of these can be used, the best of all others whatever their metric.
    private static (Route Route, NextHop Hop)? Select(IReadOnlyList<Route> node, Ipv6Preference preference)
    {
        if (node.Count == 0)
        {
            return null;
        }

        uint metric = node[0].Metric;
        return Best(node.Where(route => route.Metric == metric), preference) ?? Best(node.Where(route => route.Metric != metric), preference);
    }

    private static (Route Route, NextHop Hop)? Best(IEnumerable<Route> routes, Ipv6Preference preference)
    {
        (Route, NextHop)? best = null;
        int highest = -1;
        foreach (Route route in routes)
        {
            if (route is { NextHopId: not null, Type: RouteType.Blackhole })
            {
                // A blackhole next hop object is taken before any device is compared (__find_rr_leaf).
                return (route, HopsOf(route).First());
            }

            foreach (NextHop hop in HopsOf(route))
            {
                int score = preference.Score(route, hop);
                if (score > highest)
                {
                    highest = score;
                    best = (route, hop);
                    if (route.NextHopId is not null)
                    {
                        // Of a next hop object the first that will do is taken (rt6_nh_find_match).
                        break;
                    }
                }
            }
        }

        return best;
    }

    // fib6_select_path
    private static List<NextHop> Siblings(Route route, NextHop chosen, Ipv6Preference preference)
    {
        if (route.NextHops.Count <= 1)
        {
            return [chosen];
        }

        return route.NextHopId is not null
            ? [.. route.NextHops.Where(hop => !hop.Dead)]
            : [.. route.NextHops.Where(hop => ReferenceEquals(hop, chosen) || preference.Score(route, hop) >= 0)];
    }

    // A route that leads nowhere hangs on the loopback device in the kernel.
    private static IEnumerable<NextHop> HopsOf(Route route) => route.NextHops.Count > 0 ? route.NextHops : [new NextHop { Device = "lo" }];

    // rt6_need_strict: link-local, multicast and loopback destinations mean something else on each link.
    private static bool NeedsDevice(IpAddress destination) =>
        destination.IsMulticast() || destination.IsLoopback() || IpPrefix.Parse("fe80::/10").Contains(destination);
}
