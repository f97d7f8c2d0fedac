using NetPath.Core.Links;
using NetPath.Lab.Routing;
using Xunit;

namespace NetPath.Lab;

/// <summary>Veth pairs between real namespaces whose interface indexes collide.</summary>
public sealed class VethPeersInNamespacesTests
{
    [Fact]
    public void Each_end_finds_the_other_although_two_pods_have_the_same_indexes()
    {
        Assert.SkipUnless(RoutingNamespace.Obstacle is null, RoutingNamespace.Obstacle ?? "");
        using RoutingNamespace host = new();
        using RoutingNamespace first = new();
        using RoutingNamespace second = new();
        Assert.Equal("", host.Batch([$"netns set {first.Name} 5", $"netns set {second.Name} 6",
            $"link add cali1 index 117 type veth peer name eth0 index 111 netns {first.Name}",
            $"link add cali2 index 118 type veth peer name eth0 index 111 netns {second.Name}"]).Errors);
        Assert.Equal("", first.Batch(["address add 10.244.120.67/32 dev eth0"]).Errors);
        NamespaceLinks[] all = [Read("host", host, null), Read("pods/1", first, 5), Read("pods/2", second, 6)];

        Assert.Equal("117: cali1@if111 (host) <-> 111: eth0@if117 (pods/1)", Proven(all[0], "cali1", all).ToString());
        Assert.Equal(["10.244.120.67/32"], Proven(all[0], "cali1", all).PeerAddresses);
        Assert.Equal("111: eth0@if118 (pods/2) <-> 118: cali2@if111 (host)", Proven(all[2], "eth0", all).ToString());
        Assert.Equal("p0", Proven(all[0], "d0", all).PeerInterface);
    }

    private static VethPeer Proven(NamespaceLinks near, string name, NamespaceLinks[] all)
    {
        VethPeer peer = VethPeers.Find(near, near.Links.Find(name)!, all);
        Assert.True(peer.Proven, peer.Problem);
        return peer;
    }

    private static NamespaceLinks Read(string path, RoutingNamespace space, int? id) =>
        new(path, path, null, id, LinkTable.Parse(space.Part("-d", "link", "show")), AddressTable.Parse(space.Part("address", "show")));
}
