using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Unit.Routing;
using Xunit;

namespace NetPath.Unit.Links;

/// <summary>Links, addresses and forwarding entries as iproute2 6.1 printed them on Linux 6.18 (shortened to what is read).</summary>
public sealed class LinkTableTests
{
    [Fact]
    public void A_vxlan_device_tells_its_settings()
    {
        Link link = Only("""{"ifindex":10,"ifname":"vx","flags":["BROADCAST","MULTICAST"],"mtu":1450,"operstate":"DOWN","group":"default","linkinfo":{"info_kind":"vxlan","info_data":{"id":4096,"group":"239.1.1.1","local":"10.0.0.1","link":"v0","port_range":{"low":0,"high":0},"port":4789,"learning":false,"ttl":0}}}""");

        Assert.Equal(new VxlanDetails { Id = 4096, Port = 4789, Local = "10.0.0.1", Device = "v0", Group = "239.1.1.1" }, link.Vxlan);
        Assert.Equal(("vxlan", 1450, false, false), (link.Kind, link.Mtu, link.IsUp, link.HasCarrier));
    }

    [Fact]
    public void A_bridge_port_tells_its_settings_and_master()
    {
        Link link = Only("""{"ifindex":9,"link_index":2,"ifname":"pod0","flags":["NO-CARRIER","UP"],"mtu":1500,"master":"br0","operstate":"DOWN","link_netnsid":0,"linkinfo":{"info_kind":"veth","info_slave_kind":"bridge","info_slave_data":{"state":"disabled","hairpin":true,"learning":true,"flood":true,"isolated":false}}}""");

        Assert.Equal(new BridgePort { State = "disabled", Hairpin = true, Learning = true, Flood = true }, link.BridgePort);
        Assert.Equal(("br0", 2, 0, true), (link.Master, link.LinkIndex, link.LinkNetnsId, link.IsUp));
    }

    [Fact]
    public void Calicos_tunnel_has_any_remote()
    {
        Link link = Only("""{"ifindex":4,"link":null,"ifname":"tunl0","flags":["NOARP","UP","LOWER_UP"],"mtu":1480,"operstate":"UNKNOWN","link_type":"ipip","linkinfo":{"info_kind":"ipip","info_data":{"proto":"ipip","remote":"any","local":"any","ttl":0,"pmtudisc":false}}}""");

        Assert.Equal(new TunnelDetails { Local = "any", Remote = "any" }, link.Tunnel);
        Assert.Null(link.LinkIndex);
    }

    [Fact]
    public void Links_are_found_by_name_alternative_name_and_index()
    {
        LinkTable table = Parts.Links("""
            {"ifindex":2,"link":"v0","ifname":"w0","flags":[]}
            {"ifindex":3,"link":"w0","ifname":"v0","flags":[],"altnames":["altv0"]}
            {"ifindex":4,"flags":[]}
            """);

        Assert.Equal(3, table.Find("altv0")?.Index);
        Assert.Equal("w0", table.Find(2)?.Name);
        Assert.Equal(2, table.Find("v0")?.LinkIndex);
        Assert.Null(table.Find("nope"));
        Assert.Equal("a link without index or name", Assert.Single(table.Unread).Reason);
    }

    [Fact]
    public void Addresses_keep_their_flags_and_peers()
    {
        AddressTable table = AddressTable.Parse(Parts.Of("address.json", """
            {}
            {"ifindex":2,"ifname":"w0","addr_info":[{"family":"inet","local":"10.9.9.1","address":"10.9.9.2","prefixlen":32,"scope":"global"},{"family":"inet6","local":"fe80::1","prefixlen":64,"scope":"link","tentative":true}]}
            {"ifindex":3,"ifname":"v0","addr_info":[{},{"family":"inet","local":"10.0.0.9","prefixlen":24,"scope":"global","secondary":true}]}
            """));

        Assert.Equal(["10.9.9.1 peer 10.9.9.2/32", "fe80::1/64", "10.0.0.9/24"], table.Addresses.Select(address => address.ToString()));
        Assert.True(table.Of("w0").Last().Tentative);
        Assert.Equal(("v0", true), table.Find(IpAddress.Parse("10.0.0.9")).Select(address => (address.Device, address.Secondary)).Single());
        Assert.Empty(table.Unread);
    }

    [Fact]
    public void Forwarding_entries_are_found_by_device_and_address()
    {
        ForwardingDatabase database = ForwardingDatabase.Parse(Parts.Of("fdb.json", """
            {"mac":"66:d9:59:07:01:02","ifname":"vxlan.calico","dst":"172.30.99.12","flags":["self"],"state":"permanent"}
            {"mac":"ba:6d:4e:48:5d:3b","ifname":"pod0","flags":[],"master":"br0","state":"permanent"}
            """));

        Assert.Equal("66:d9:59:07:01:02 dev vxlan.calico dst 172.30.99.12 permanent", Assert.Single(database.Find("vxlan.calico", "66:D9:59:07:01:02")).ToString());
        Assert.Equal("br0", Assert.Single(database.Of("pod0")).Master);
    }

    private static Link Only(string json) => Assert.Single(Parts.Links(json).Links);
}
