using NetPath.Core.Diagnosis;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Unit.Tracing;
using Xunit;

namespace NetPath.Unit.Diagnosis;

/// <summary>What runs beside Kubernetes on many nodes, and plugins beside the first one: it looks odd, and nothing is the matter.</summary>
public class OddButWellTests
{
    [Fact]
    public void Docker_on_two_nodes_gives_its_containers_the_same_addresses() => Assert.Empty(
        ClusterFindings.Of([WithDocker("node1").Build(), WithDocker("node2").Build()]).Select(finding => $"{finding}"));

    [Fact]
    public void The_bridge_of_Docker_need_not_ask_the_rules_of_Services() => Assert.Empty(Diagnosed.Troubles(WithDocker("node1").Build()));

    [Fact]
    public void A_container_that_is_no_pod_is_masqueraded_on_purpose()
    {
        NodeSnapshot node = WithDocker("node1").Build();

        Assert.Equal((true, ""), (Diagnosed.Trace(node, from: "builder1").Passed, Diagnosed.Trace(node, from: "builder1").Codes()));
    }

    [Theory]
    [InlineData("inet6", "fd55::5", 64)]
    [InlineData("inet", "10.55.0.5", 24)]
    public void A_second_network_of_pods_has_no_default_route_and_addresses_of_its_own(string family, string address, int length)
    {
        NodeBuilder node = CalicoNode.Healthy();
        foreach ((string pod, int id, int host) in new[] { (CalicoNode.Web, 2, 22), (CalicoNode.Client, 3, 23) })
        {
            node.Change(CalicoNode.Links, "{\"ifindex\":1,", $$"""{"ifindex":{{host}},"ifname":"veth{{host}}","link_index":9,"link_netnsid":{{id}},"master":"br{{host}}","flags":["UP","LOWER_UP"],"operstate":"UP","linkinfo":{"info_kind":"veth"} },{"ifindex":1{{host}},"ifname":"br{{host}}","flags":["UP","LOWER_UP"],"operstate":"UP","linkinfo":{"info_kind":"bridge"} },{"ifindex":1,""")
                .Change(pod + "/links/link.json", "{\"ifindex\":1,", $$"""{"ifindex":9,"ifname":"net1","link_index":{{host}},"link_netnsid":0,"flags":["UP","LOWER_UP"],"operstate":"UP","linkinfo":{"info_kind":"veth"} },{"ifindex":1,""")
                .Change(pod + "/links/address.json", "{\"ifindex\":1,", $$"""{"ifindex":9,"ifname":"net1","addr_info":[{"family":"{{family}}","local":"{{address}}","prefixlen":{{length}},"scope":"global"}]},{"ifindex":1,""")
                .With(pod + "/routing/route6.json", """[{"dst":"fd55::/64","dev":"net1","protocol":"kernel","flags":[]}]""");
        }

        Assert.Empty(Diagnosed.Troubles(node.Build()));
        Assert.True(Diagnosed.Trace(node).Passed);
    }

    [Fact]
    public void Where_pods_have_IPv6_alone_IPv4_need_not_be_forwarded_nor_bridges_ask_its_rules()
    {
        NodeBuilder node = WithDocker("node1", areKnown: false).Append(CalicoNode.Sysctl, "net/ipv4/ip_forward = 0\nnet/bridge/bridge-nf-call-ip6tables = 1\n");
        foreach (string device in new[] { "all", "cali-web", "cali-client", "docker0" })
        {
            node.Append(CalicoNode.Sysctl, $"net/ipv4/conf/{device}/forwarding = 0\n");
        }

        foreach (int inode in new[] { 102, 103, 111, 112 })
        {
            node.With($"pods/{inode}/links/address.json", $$"""[{"ifindex":4,"ifname":"eth0","addr_info":[{"family":"inet6","local":"fd00::{{inode}}","prefixlen":64,"scope":"global"}]}]""")
                .With($"pods/{inode}/routing/route4.json", "[]")
                .With($"pods/{inode}/routing/route6.json", """[{"dst":"default","gateway":"fe80::1","dev":"eth0","flags":[]}]""");
        }

        Assert.Empty(Diagnosed.Troubles(node.Build()));
    }

    [Fact]
    public void IPVS_translates_answers_whatever_conntrack_calls_them() => Assert.Empty(Diagnosed.Troubles(CalicoNode.Healthy()
        .With(CalicoNode.Rules, """
            *filter
            :INPUT ACCEPT [0:0]
            :FORWARD ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :KUBE-FORWARD - [0:0]
            -A FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD
            -A KUBE-FORWARD -m comment --comment "kubernetes forwarding rules" -m mark --mark 0x4000/0x4000 -j ACCEPT
            -A KUBE-FORWARD -m comment --comment "kubernetes forwarding conntrack rule" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
            COMMIT

            """)
        .Append(CalicoNode.Sysctl, "net/netfilter/nf_conntrack_tcp_be_liberal = 0\n")
        .Change("host/links/address.json", "{\"ifindex\":1,", """{"ifindex":8,"ifname":"kube-ipvs0","addr_info":[{"family":"inet","local":"10.96.0.50","prefixlen":32,"scope":"global"}]},{"ifindex":1,""")
        .Build()));

    [Fact]
    public void What_listens_in_the_virtual_machine_of_a_pod_is_not_known()
    {
        PacketTrace trace = Diagnosed.Trace(CalicoNode.Healthy()
            .With(CalicoNode.Web + "/sockets/tcp.txt", TestSockets.Tcp())
            .Change(CalicoNode.Web + "/links/link.json", "{\"ifindex\":1,", """{"ifindex":3,"ifname":"tap0_kata","flags":["BROADCAST","UP","LOWER_UP"],"operstate":"UP","linkinfo":{"info_kind":"tun","info_data":{"type":"tap"} } },{"ifindex":1,"""));

        Assert.Equal((nameof(Symptom.Unknown), false, ""), (trace.Symptom, trace.Passed, trace.Codes()));
        Assert.Contains("tap0_kata leads to a virtual machine", trace.Outcomes[0].Reason, StringComparison.Ordinal);
    }

    // Two containers on docker0, as the engine makes them, on a node whose pods are known by their cgroups.
    private static NodeBuilder WithDocker(string name, bool areKnown = true)
    {
        NodeBuilder node = CalicoNode.Healthy();
        if (areKnown)
        {
            node.PodUid(102, "uid-web").PodUid(103, "uid-client");
        }

        node.Renamed(("node1", name), ("web", $"web-{name}"), ("client", name == "node1" ? "client" : $"client-{name}"));
        if (name != "node1")
        {
            node.Everywhere("10.244.0.2", "10.244.1.2").Everywhere("10.244.0.3", "10.244.1.3").Everywhere("192.0.2.10", "192.0.2.11");
        }

        node.Change(CalicoNode.Links, "{\"ifindex\":1,", """{"ifindex":30,"ifname":"docker0","flags":["UP","LOWER_UP"],"operstate":"UP","address":"02:42:00:00:00:01","linkinfo":{"info_kind":"bridge"} },{"ifindex":1,""")
            .Change("host/links/address.json", "{\"ifindex\":1,", """{"ifindex":30,"ifname":"docker0","addr_info":[{"family":"inet","local":"172.17.0.1","prefixlen":16,"scope":"global"}]},{"ifindex":1,""")
            .Change(CalicoNode.Routes, "[{\"dst\":\"default\"", """[{"dst":"172.17.0.0/16","dev":"docker0","protocol":"kernel","scope":"link","prefsrc":"172.17.0.1","flags":[]},{"type":"local","dst":"172.17.0.1","dev":"docker0","table":"local","protocol":"kernel","scope":"host","prefsrc":"172.17.0.1","flags":[]},{"dst":"default" """)
            .Change(CalicoNode.Rules, "-A POSTROUTING -m comment", "-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE\n-A POSTROUTING -m comment")
            .Append(CalicoNode.Sysctl, TestSysctl.Of("docker0") + "net/bridge/bridge-nf-call-iptables = 0\n");
        foreach (int number in new[] { 1, 2 })
        {
            Container(node, $"builder{(name == "node1" ? number : number + 2)}", 110 + number, 10 + number, 30 + number, $"172.17.0.{number + 1}");
        }

        return node;
    }

    private static void Container(NodeBuilder node, string name, int inode, int netnsId, int hostIndex, string address) => node
        .Change(CalicoNode.Links, "{\"ifindex\":30,", $$"""{"ifindex":{{hostIndex}},"ifname":"veth{{hostIndex}}","link_index":4,"link_netnsid":{{netnsId}},"master":"docker0","flags":["UP","LOWER_UP"],"operstate":"UP","address":"02:42:00:00:01:{{hostIndex}}","linkinfo":{"info_kind":"veth"} },{"ifindex":30,""")
        .Pod(name, inode, netnsId)
        .With($"pods/{inode}/netfilter/iptables-nft-save.txt", "")
        .With($"pods/{inode}/netfilter/nft-ruleset.json", CalicoNode.NoTables)
        .With($"pods/{inode}/links/link.json", $$"""[{"ifindex":4,"ifname":"eth0","link_index":{{hostIndex}},"link_netnsid":0,"flags":["UP","LOWER_UP"],"operstate":"UP","address":"02:42:ac:11:00:0{{netnsId - 9}}","linkinfo":{"info_kind":"veth"} }]""")
        .With($"pods/{inode}/links/address.json", $$"""[{"ifindex":4,"ifname":"eth0","addr_info":[{"family":"inet","local":"{{address}}","prefixlen":16,"scope":"global"}]}]""")
        .With($"pods/{inode}/routing/route4.json", $$"""[{"dst":"default","gateway":"172.17.0.1","dev":"eth0","flags":[]},{"dst":"172.17.0.0/16","dev":"eth0","scope":"link","prefsrc":"{{address}}","flags":[]},{"type":"local","dst":"{{address}}","dev":"eth0","table":"local","scope":"host","prefsrc":"{{address}}","flags":[]}]""")
        .With($"pods/{inode}/routing/rule4.json", """[{"priority":0,"src":"all","table":"local"},{"priority":32766,"src":"all","table":"main"}]""")
        .With($"pods/{inode}/routing/neighbour.json", "[]")
        .With($"pods/{inode}/sysctl.txt", TestSysctl.Of("eth0"))
        .With($"pods/{inode}/sockets/tcp.txt", TestSockets.Tcp())
        .With($"pods/{inode}/sockets/tcp6.txt", TestSockets.Tcp())
        .With($"pods/{inode}/sockets/udp.txt", TestSockets.Udp())
        .With($"pods/{inode}/sockets/udp6.txt", TestSockets.Udp());
}
