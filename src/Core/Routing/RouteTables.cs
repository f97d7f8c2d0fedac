using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Routing;

/// <summary>All routes of a network namespace, in the kernel's order.</summary>
public sealed class RouteTables
{
    private readonly HashSet<IpFamily> _families = [];

    private RouteTables(IReadOnlyList<Route> routes, IReadOnlyList<UnreadEntry> unread, IEnumerable<IpFamily> families)
    {
        Routes = routes;
        Unread = unread;
        _families.UnionWith(families);
    }

    /// <summary>Every route of every table and both families.</summary>
    public IReadOnlyList<Route> Routes { get; }

    /// <summary>Entries that were not understood. Any of them could be the route that wins.</summary>
    public IReadOnlyList<UnreadEntry> Unread { get; }

    /// <summary>True when the snapshot holds the routes of this family, were there none at all.</summary>
    public bool Holds(IpFamily family) => _families.Contains(family);

    /// <summary>Reads what <c>ip -4|-6 -j route show table all</c> printed, with or without -d, -p and -N.</summary>
    /// <param name="routes4">IPv4, or both families in one part; null when not collected.</param>
    /// <param name="routes6">IPv6; null when not collected.</param>
    /// <param name="nextHops">What <c>ip -j nexthop show</c> printed; null when not collected.</param>
    /// <exception cref="SnapshotParseException">A part is not the JSON of these tools.</exception>
    public static RouteTables Parse(SnapshotPart? routes4, SnapshotPart? routes6 = null, SnapshotPart? nextHops = null)
    {
        List<Route> routes = [];
        List<UnreadEntry> unread = [];
        RouteParser parser = new(NextHopObjects.Parse(nextHops, unread));
        HashSet<IpFamily> families = [];
        foreach ((SnapshotPart? part, IpFamily family) in new[] { (routes4, IpFamily.IPv4), (routes6, IpFamily.IPv6) })
        {
            if (part is not null)
            {
                families.Add(family);
                parser.Parse(part, family, routes, unread);
            }
        }

        families.UnionWith(routes.Select(route => route.Family));
        return new RouteTables(routes, unread, families);
    }
}
