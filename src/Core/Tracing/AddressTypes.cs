using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Routing;

namespace NetPath.Core.Tracing;

/// <summary>The type of an address by the local table, as inet_addr_type() in net/ipv4/fib_frontend.c finds it.</summary>
internal sealed class AddressTypes
{
    private const long LocalTable = 255;

    // Longest prefix first, so that the first hit is the best.
    private readonly List<(int Length, Dictionary<IpAddress, Route> Routes)> _byLength = [];

    public AddressTypes(RouteTables tables)
    {
        IEnumerable<Route> local = tables.Routes.Where(route => route.Table == LocalTable && TypeOf(route) is not null);
        foreach (IGrouping<int, Route> group in local.GroupBy(route => route.Destination.Length).OrderByDescending(group => group.Key))
        {
            Dictionary<IpAddress, Route> routes = [];
            foreach (Route route in group)
            {
                routes.TryAdd(route.Destination.Address, route);
            }

            _byLength.Add((group.Key, routes));
        }
    }

    /// <summary>The type; unicast for an address that the local table does not hold, or that does not belong to the device.</summary>
    public AddressType Of(IpAddress address, string? device)
    {
        if (address.IsMulticast())
        {
            return AddressType.Multicast;
        }

        if (address.Family == IpFamily.IPv4 && (address.IsUnspecified() || address.Bits == uint.MaxValue))
        {
            return AddressType.Broadcast;
        }

        foreach ((int length, Dictionary<IpAddress, Route> routes) in _byLength)
        {
            if (length <= address.Width && routes.TryGetValue(new IpPrefix(address, length).Address, out Route? route))
            {
                bool elsewhere = device is not null && route.NextHops.Count > 0 && route.NextHops[0].Device != device;
                return elsewhere ? AddressType.Unicast : TypeOf(route)!.Value;
            }
        }

        return AddressType.Unicast;
    }

    private static AddressType? TypeOf(Route route) => route.Type switch
    {
        RouteType.Local => AddressType.Local,
        RouteType.Broadcast => AddressType.Broadcast,
        RouteType.Anycast => AddressType.Anycast,
        RouteType.Multicast => AddressType.Multicast,
        _ => null,
    };
}
