using NetPath.Core.Links;
using NetPath.Unit.Routing;
using Xunit;

namespace NetPath.Unit.Links;

/// <summary>Matching the ends of veth pairs across namespaces.</summary>
public sealed class VethPeersTests
{
    private const string HostEnd = """{"ifindex":17,"link_index":11,"ifname":"cali693e13cd073","flags":["BROADCAST","MULTICAST","UP","LOWER_UP"],"mtu":1480,"operstate":"UP","link_netnsid":3,"linkinfo":{"info_kind":"veth"}}""";
    private const string PodEnd = """{"ifindex":11,"link_index":17,"ifname":"eth0","flags":["BROADCAST","MULTICAST","UP","LOWER_UP"],"mtu":1480,"operstate":"UP","link_netnsid":0,"linkinfo":{"info_kind":"veth"}}""";
    private const string Address = """{"ifindex":11,"ifname":"eth0","addr_info":[{"family":"inet","local":"10.244.120.67","prefixlen":32,"scope":"global"}]}""";

    [Fact]
    public void From_the_host_end_the_pod_end_is_proven()
    {
        VethPeer peer = Find("host", "cali693e13cd073", Host(HostEnd), Pod(3, PodEnd), Pod(4, PodEnd, "other"));

        Assert.True(peer.Proven);
        Assert.Null(peer.Problem);
        Assert.Equal("17: cali693e13cd073@if11 (host) <-> 11: eth0@if17 (numbers-api-7c9d)", peer.ToString());
        Assert.Equal(("eth0", 11, "numbers-api-7c9d", 1480, "UP"), (peer.PeerInterface, peer.PeerInterfaceIndex, peer.PeerPod, peer.PeerMtu, peer.PeerState));
        Assert.Equal(["10.244.120.67/32"], peer.PeerAddresses);
        Assert.Equal(2, peer.Evidence.Length);
    }

    [Fact]
    public void From_the_pod_end_the_host_end_is_proven_although_the_pods_ids_are_its_own()
    {
        VethPeer peer = Find("pods/numbers-api-7c9d", "eth0", Host(HostEnd), Pod(3, PodEnd), Pod(4, PodEnd, "other"));

        Assert.Equal((true, "cali693e13cd073", "host"), (peer.Proven, peer.PeerInterface, peer.PeerNamespace));
    }

    [Theory]
    [InlineData("the host has no id for it", null, "the host has no id for the namespace of numbers-api-7c9d; cali693e13cd073 in host fits by both indexes alone")]
    [InlineData("the host's link is another pod's", 4, "no interface of the host has the index 17 and names the namespace id 4 of numbers-api-7c9d, and no interface of another one fits")]
    public void From_the_pod_end_without_its_id_nothing_is_proven(string name, int? id, string problem)
    {
        VethPeer peer = Find("pods/numbers-api-7c9d", "eth0", Host(HostEnd), Pod(id, PodEnd));

        Assert.True(!peer.Proven, name);
        Assert.Equal(problem, peer.Problem);
    }

    [Fact]
    public void A_candidate_by_both_indexes_alone_is_named_but_not_proven()
    {
        VethPeer peer = Find("host", "cali693e13cd073", Host(HostEnd), Pod(null, PodEnd));

        Assert.Equal((false, "eth0"), (peer.Proven, peer.PeerInterface));
        Assert.Equal("the namespace that cali693e13cd073 names (id 3) is not in the snapshot; eth0 in numbers-api-7c9d fits by both indexes alone", peer.Problem);
    }

    [Fact]
    public void Two_candidates_by_both_indexes_alone_are_none()
    {
        VethPeer peer = Find("host", "cali693e13cd073", Host(HostEnd), Pod(null, PodEnd), Pod(null, PodEnd, "other"));

        Assert.Null(peer.PeerInterface);
        Assert.EndsWith("by both indexes alone it could be eth0 in numbers-api-7c9d or eth0 in other", peer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Ends_that_do_not_name_each_other_are_told()
    {
        VethPeer peer = Find("host", "cali693e13cd073", Host(HostEnd), Pod(3, PodEnd.Replace("\"link_index\":17", "\"link_index\":99", StringComparison.Ordinal)));

        Assert.False(peer.Proven);
        Assert.Equal("the ends do not name each other: 17: cali693e13cd073@if11 names index 11, but 11: eth0@if99 names index 99", peer.Problem);
    }

    [Fact]
    public void A_namespace_without_that_index_is_told()
    {
        VethPeer peer = Find("host", "cali693e13cd073", Host(HostEnd), Pod(3, PodEnd.Replace("\"ifindex\":11", "\"ifindex\":12", StringComparison.Ordinal)));

        Assert.Equal("numbers-api-7c9d (namespace id 3) has no interface with the index 11 that cali693e13cd073 names", peer.Problem);
    }

    [Fact]
    public void A_pair_inside_one_namespace_is_matched_by_name()
    {
        VethPeer peer = Find("host", "v0", Host("""
            {"ifindex":2,"link":"v0","ifname":"w0","flags":["UP"],"mtu":1500,"operstate":"UP","linkinfo":{"info_kind":"veth"}}
            {"ifindex":3,"link":"w0","ifname":"v0","flags":["UP"],"mtu":1500,"operstate":"UP","linkinfo":{"info_kind":"veth"}}
            """));

        Assert.Equal((true, "w0", 2, "host"), (peer.Proven, peer.PeerInterface, peer.PeerInterfaceIndex, peer.PeerNamespace));
        Assert.Equal("3: v0@w0 (host) <-> 2: w0@v0 (host)", peer.ToString());
    }

    [Theory]
    [InlineData("vxlan.calico", "vxlan.calico is a vxlan device, not one end of a veth pair")]
    [InlineData("eth0.5", "eth0.5 is a vlan device, not one end of a veth pair")]
    [InlineData("lo", "lo has no other end: it is a loopback link, or the snapshot does not tell its kind")]
    public void Other_links_say_what_they_are(string name, string problem)
    {
        VethPeer peer = Find("host", name, Host("""
            {"ifindex":1,"ifname":"lo","flags":["UP"],"link_type":"loopback"}
            {"ifindex":5,"ifname":"vxlan.calico","flags":["UP"],"linkinfo":{"info_kind":"vxlan","info_data":{"id":4096,"port":4789,"learning":false}}}
            {"ifindex":6,"link":"lo","ifname":"eth0.5","flags":["UP"],"linkinfo":{"info_kind":"vlan","info_data":{"id":5}}}
            """));

        Assert.Equal((false, problem), (peer.Proven, peer.Problem));
        Assert.Null(peer.PeerInterface);
    }

    private static NamespaceLinks Host(string links) => new("host", "host", null, null, Parts.Links(links), null);

    private static NamespaceLinks Pod(int? id, string links, string name = "numbers-api-7c9d") =>
        new($"pods/{name}", $"cni-{name}", name, id, Parts.Links(links), AddressTable.Parse(Parts.Of("address.json", Address)));

    private static VethPeer Find(string path, string name, params NamespaceLinks[] all)
    {
        NamespaceLinks near = all.Single(one => one.Path == path);
        return VethPeers.Find(near, near.Links.Find(name)!, all);
    }
}
