using NetPath.Core.Packets;
using NetPath.Core.Routing;
using Xunit;

namespace NetPath.Unit.Routing;

/// <summary>Neighbours as iproute2 6.1 printed them.</summary>
public sealed class NeighbourTableTests
{
    private static readonly NeighbourTable Table = NeighbourTable.Parse(Parts.Of("neighbour.json", """
        {"dst":"10.0.0.2","dev":"v0","lladdr":"02:00:00:00:00:01","state":["PERMANENT"]}
        {"dst":"fe80::1","dev":"v0","lladdr":"02:00:00:00:00:01","router":null,"state":["REACHABLE"]}
        {"dst":"10.0.0.7","dev":"v0","state":["FAILED"]}
        {"dst":"10.0.0.4","dev":"v0","proxy":null}
        {"dev":"v0"}
        """));

    [Fact]
    public void Entries_read_as_ip_neigh_prints_them() => Assert.Equal(
        [
            "10.0.0.2 dev v0 lladdr 02:00:00:00:00:01 PERMANENT",
            "fe80::1 dev v0 lladdr 02:00:00:00:00:01 router REACHABLE",
            "10.0.0.7 dev v0 FAILED",
            "10.0.0.4 dev v0 proxy",
        ],
        Table.Neighbours.Select(neighbour => neighbour.ToString()));

    [Fact]
    public void An_entry_is_found_by_device_and_address_and_a_proxy_entry_is_no_neighbour()
    {
        Assert.True(Table.Find("v0", IpAddress.Parse("10.0.0.7"))?.IsUnresolved);
        Assert.Null(Table.Find("v1", IpAddress.Parse("10.0.0.7")));
        Assert.Null(Table.Find("v0", IpAddress.Parse("10.0.0.4")));
        Assert.Single(Table.Unread);
    }
}
