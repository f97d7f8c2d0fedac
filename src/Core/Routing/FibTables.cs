using NetPath.Core.Packets;

namespace NetPath.Core.Routing;

/// <summary>The routing tables of one family, indexed for lookups.</summary>
internal sealed class FibTables
{
    private readonly Dictionary<long, Ipv4Table> _ipv4 = [];
    private readonly Dictionary<long, Ipv6Table> _ipv6 = [];
    private readonly Ipv4Table _localAndMain;

    public FibTables(RouteTables tables, FibSettings settings)
    {
        foreach (IGrouping<(IpFamily Family, long Table), Route> table in tables.Routes.GroupBy(route => (route.Family, route.Table)))
        {
            if (table.Key.Family == IpFamily.IPv4)
            {
                _ipv4[table.Key.Table] = new Ipv4Table(table, settings);
            }
            else
            {
                _ipv6[table.Key.Table] = new Ipv6Table(table, settings);
            }
        }

        _localAndMain = new Ipv4Table(tables.Routes.Where(route => route.Family == IpFamily.IPv4 && route.Table is RouteTableName.Local or RouteTableName.Main), settings);
    }

    /// <summary>What a table says; null when it has nothing for the query, or does not exist.</summary>
    public TableMatch? Lookup(long table, RouteQuery query) => query.Family == IpFamily.IPv4
        ? _ipv4.GetValueOrDefault(table)?.Lookup(query)
        : _ipv6.GetValueOrDefault(table)?.Lookup(query);

    /// <summary>What the tables local and main say when they are searched as one.</summary>
    public TableMatch? LookupLocalAndMain(RouteQuery query) => _localAndMain.Lookup(query);
}
