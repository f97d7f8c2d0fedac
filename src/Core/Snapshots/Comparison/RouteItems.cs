using NetPath.Core.Packets;
using NetPath.Core.Routing;

namespace NetPath.Core.Snapshots.Comparison;

/// <summary>Routes, policy rules and neighbours.</summary>
internal static class RouteItems
{
    private static readonly string[] Resolved = ["REACHABLE", "STALE", "DELAY", "PROBE"];

    public static IEnumerable<ComparedItem> Routes(NetworkNamespace space, ComparedPair pair, IpFamily family)
    {
        Check(space, family, "route", space.Routes.Holds(family));
        IEnumerable<Route> routes = space.Routes.Routes.Where(route => route.Family == family);
        if (pair.TwoNodes)
        {
            // Routes over a gateway are a node's knowledge of others; those without lead to its own networks and pods, and the other node has its own way there.
            HashSet<IpPrefix> own = [.. space.Routes.Routes.Concat(pair.OtherThan(space).Routes.Routes).Where(IsOwn).Select(route => route.Destination)];
            routes = routes.Where(route => !IsOwn(route) && !own.Contains(route.Destination));
        }

        return routes.Select(route => new ComparedItem(
            $"{route.TableName} {route.Destination} {route.Source} {route.Tos} {route.Metric}",
            $"{RouteText.Prefix(route.Destination)}{(route.Table == RouteTableName.Main ? "" : $" table {route.TableName}")}",
            [new Trait("", RouteText.Format(pair.TwoNodes ? route with { PreferredSource = null } : route))],
            () => route.Evidence));
    }

    public static IEnumerable<ComparedItem> PolicyRules(NetworkNamespace space, IpFamily family)
    {
        Check(space, family, "rule", space.PolicyRules.Holds(family));
        return space.PolicyRules.Rules
            .Where(rule => rule.Family == family)
            .Select(rule => new ComparedItem($"{rule.Priority}", $"{(family == IpFamily.IPv6 ? "IPv6 " : "")}priority {rule.Priority}", [new Trait("", rule.ToString())], () => rule.Evidence));
    }

    // That a neighbour was not asked for a while says nothing of it; that it does not answer does.
    public static IEnumerable<ComparedItem> Neighbours(NetworkNamespace space, ComparedPair pair) => pair.TwoNodes ? [] : space.Neighbours.Neighbours
        .Select(neighbour => new ComparedItem(
            $"{neighbour.Device} {neighbour.Address} {neighbour.Proxy}",
            $"{neighbour.Address} dev {neighbour.Device}",
            [new Trait("", neighbour.Proxy ? "proxy" : ""), new Trait("lladdr", neighbour.MacAddress ?? ""), new Trait("", State(neighbour))],
            () => neighbour.Evidence));

    private static string State(Neighbour neighbour) =>
        neighbour.IsUnresolved ? "unresolved"
        : neighbour.State.Any(Resolved.Contains) ? "resolved"
        : string.Join(' ', neighbour.State);

    private static bool IsOwn(Route route) => route.NextHops.All(hop => hop.Gateway is null);

    // A kernel without IPv6 has none, and the tool may fail there.
    private static void Check(NetworkNamespace space, IpFamily family, string file, bool holds)
    {
        bool kernelLacks = family == IpFamily.IPv6 && space.TryPart("sysctl.txt", out _) && !space.Sysctl.Names.Any(name => name.StartsWith("net/ipv6/", StringComparison.Ordinal));
        if (!holds && !kernelLacks)
        {
            space.Part($"routing/{file}{(family == IpFamily.IPv4 ? 4 : 6)}.json");
        }
    }
}
