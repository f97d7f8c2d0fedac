using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Unit.Tracing;

/// <summary>
/// A healthy node with two pods in Calico's manner, which each test breaks in its own way: client 10.244.0.3 behind cali-client, web 10.244.0.2
/// behind cali-web, where a server listens on 8080. The Service is 10.96.0.50:80, its node port 30080; the node is 192.0.2.10 on eth0.
/// </summary>
internal static class CalicoNode
{
    public const string Rules = "host/netfilter/iptables-nft-save.txt";
    public const string Native = "host/netfilter/nft-ruleset.json";
    public const string NoTables = """{"nftables":[]}""";
    public const string Routes = "host/routing/route4.json";
    public const string Sysctl = "host/sysctl.txt";
    public const string Links = "host/links/link.json";
    public const string Neighbours = "host/routing/neighbour.json";
    public const string Web = "pods/102";
    public const string Client = "pods/103";

    /// <summary>The client's neighbour table when it has talked before; without an entry the node must answer ARP, for which it needs a default route.</summary>
    public const string KnownGateway = """[{"dst":"169.254.1.1","dev":"eth0","lladdr":"ee:ee:ee:ee:ee:13","state":["STALE"]}]""";

    /// <summary>kube-proxy's rules for one Service with one endpoint.</summary>
    public const string KubeProxy = """
        *filter
        :INPUT ACCEPT [0:0]
        :FORWARD ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        :KUBE-FORWARD - [0:0]
        -A FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD
        -A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP
        -A KUBE-FORWARD -m comment --comment "kubernetes forwarding rules" -m mark --mark 0x4000/0x4000 -j ACCEPT
        -A KUBE-FORWARD -m comment --comment "kubernetes forwarding conntrack rule" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
        COMMIT
        *nat
        :PREROUTING ACCEPT [0:0]
        :INPUT ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        :POSTROUTING ACCEPT [0:0]
        :KUBE-MARK-MASQ - [0:0]
        :KUBE-NODEPORTS - [0:0]
        :KUBE-POSTROUTING - [0:0]
        :KUBE-SERVICES - [0:0]
        :KUBE-EXT-AAAAAAAAAAAAAAAA - [0:0]
        :KUBE-SVC-AAAAAAAAAAAAAAAA - [0:0]
        :KUBE-SEP-AAAAAAAAAAAAAAA1 - [0:0]
        -A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
        -A OUTPUT -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
        -A POSTROUTING -m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING
        -A KUBE-EXT-AAAAAAAAAAAAAAAA -m comment --comment "masquerade traffic for default/web external destinations" -j KUBE-MARK-MASQ
        -A KUBE-EXT-AAAAAAAAAAAAAAAA -j KUBE-SVC-AAAAAAAAAAAAAAAA
        -A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000
        -A KUBE-NODEPORTS -p tcp -m comment --comment "default/web" -m tcp --dport 30080 -j KUBE-EXT-AAAAAAAAAAAAAAAA
        -A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
        -A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0
        -A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully
        -A KUBE-SEP-AAAAAAAAAAAAAAA1 -s 10.244.0.2/32 -m comment --comment "default/web" -j KUBE-MARK-MASQ
        -A KUBE-SEP-AAAAAAAAAAAAAAA1 -p tcp -m comment --comment "default/web" -m tcp -j DNAT --to-destination 10.244.0.2:8080
        -A KUBE-SERVICES -d 10.96.0.50/32 -p tcp -m comment --comment "default/web cluster IP" -m tcp --dport 80 -j KUBE-SVC-AAAAAAAAAAAAAAAA
        -A KUBE-SERVICES -m comment --comment "kubernetes service nodeports" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS
        -A KUBE-SVC-AAAAAAAAAAAAAAAA ! -s 10.244.0.0/16 -d 10.96.0.50/32 -p tcp -m comment --comment "default/web cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ
        -A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment --comment "default/web -> 10.244.0.2:8080" -j KUBE-SEP-AAAAAAAAAAAAAAA1
        COMMIT

        """;

    public static NodeBuilder Healthy()
    {
        NodeBuilder node = new NodeBuilder()
            .With(Rules, KubeProxy)
            .With(Native, NoTables)
            .With(Links, """
                [{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP","LOWER_UP"],"operstate":"UNKNOWN","address":"00:00:00:00:00:00"},
                 {"ifindex":2,"ifname":"eth0","flags":["BROADCAST","UP","LOWER_UP"],"operstate":"UP","address":"02:00:00:00:00:02"},
                 {"ifindex":12,"ifname":"cali-web","link_index":2,"link_netnsid":2,"flags":["BROADCAST","UP","LOWER_UP"],"operstate":"UP","address":"ee:ee:ee:ee:ee:12","linkinfo":{"info_kind":"veth"}},
                 {"ifindex":13,"ifname":"cali-client","link_index":2,"link_netnsid":3,"flags":["BROADCAST","UP","LOWER_UP"],"operstate":"UP","address":"ee:ee:ee:ee:ee:13","linkinfo":{"info_kind":"veth"}}]
                """)
            .With("host/links/address.json", """
                [{"ifindex":1,"ifname":"lo","addr_info":[{"family":"inet","local":"127.0.0.1","prefixlen":8,"scope":"host"}]},
                 {"ifindex":2,"ifname":"eth0","addr_info":[{"family":"inet","local":"192.0.2.10","prefixlen":24,"scope":"global"}]},
                 {"ifindex":12,"ifname":"cali-web","addr_info":[]},
                 {"ifindex":13,"ifname":"cali-client","addr_info":[]}]
                """)
            .With(Routes, """
                [{"dst":"default","gateway":"192.0.2.1","dev":"eth0","flags":[]},
                 {"dst":"10.244.0.2","dev":"cali-web","scope":"link","flags":[]},
                 {"dst":"10.244.0.3","dev":"cali-client","scope":"link","flags":[]},
                 {"dst":"192.0.2.0/24","dev":"eth0","protocol":"kernel","scope":"link","prefsrc":"192.0.2.10","flags":[]},
                 {"type":"local","dst":"127.0.0.0/8","dev":"lo","table":"local","protocol":"kernel","scope":"host","prefsrc":"127.0.0.1","flags":[]},
                 {"type":"local","dst":"192.0.2.10","dev":"eth0","table":"local","protocol":"kernel","scope":"host","prefsrc":"192.0.2.10","flags":[]}]
                """)
            .With("host/routing/rule4.json", """[{"priority":0,"src":"all","table":"local"},{"priority":32766,"src":"all","table":"main"}]""")
            .With(Neighbours, """[{"dst":"192.0.2.1","dev":"eth0","lladdr":"02:00:00:00:00:01","state":["REACHABLE"]}]""")
            .With(Sysctl, TestSysctl.Of("eth0", "cali-web", "cali-client"))
            .With("host/sockets/tcp.txt", TestSockets.Tcp("0.0.0.0:22"))
            .With("host/sockets/tcp6.txt", TestSockets.Tcp())
            .With("host/sockets/udp.txt", TestSockets.Udp())
            .With("host/sockets/udp6.txt", TestSockets.Udp());
        Pod(node, "web", 102, 2, 12, "10.244.0.2", TestSockets.Tcp("0.0.0.0:8080"));
        Pod(node, "client", 103, 3, 13, "10.244.0.3", TestSockets.Tcp());
        return node;
    }

    /// <summary>Traces from the client pod to the Service, unless the test asks otherwise.</summary>
    public static PacketTrace Trace(NodeSnapshot node, string? from = "client", string to = "10.96.0.50", int port = 80, Protocol protocol = Protocol.Tcp) =>
        ServiceTracer.For(node).Trace(new TraceRequest { Destination = IpAddress.Parse(to), Port = port, From = from, Protocol = protocol });

    /// <summary>The only outcome of that.</summary>
    public static PathOutcome Outcome(NodeBuilder node, string? from = "client", string to = "10.96.0.50", int port = 80, Protocol protocol = Protocol.Tcp)
    {
        PacketTrace trace = Trace(node.Build(), from, to, port, protocol);
        return Xunit.Assert.Single(trace.Outcomes);
    }

    private static void Pod(NodeBuilder node, string name, int inode, int netnsId, int hostIndex, string address, string sockets)
    {
        string path = $"pods/{inode}";
        node.Pod(name, inode, netnsId)
            .With($"{path}/netfilter/iptables-nft-save.txt", "")
            .With($"{path}/netfilter/nft-ruleset.json", NoTables)
            .With($"{path}/links/link.json", $$"""
                [{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP","LOWER_UP"],"operstate":"UNKNOWN","address":"00:00:00:00:00:00"},
                 {"ifindex":2,"ifname":"eth0","link_index":{{hostIndex}},"link_netnsid":0,"flags":["BROADCAST","UP","LOWER_UP"],"operstate":"UP","address":"0a:00:00:00:00:{{hostIndex}}",
                  "linkinfo":{"info_kind":"veth"} }]
                """)
            .With($"{path}/links/address.json", $$"""
                [{"ifindex":1,"ifname":"lo","addr_info":[{"family":"inet","local":"127.0.0.1","prefixlen":8,"scope":"host"}]},
                 {"ifindex":2,"ifname":"eth0","addr_info":[{"family":"inet","local":"{{address}}","prefixlen":32,"scope":"global"}]}]
                """)
            .With($"{path}/routing/route4.json", $$"""
                [{"dst":"default","gateway":"169.254.1.1","dev":"eth0","flags":[]},
                 {"dst":"169.254.1.1","dev":"eth0","scope":"link","flags":[]},
                 {"type":"local","dst":"127.0.0.0/8","dev":"lo","table":"local","scope":"host","prefsrc":"127.0.0.1","flags":[]},
                 {"type":"local","dst":"{{address}}","dev":"eth0","table":"local","scope":"host","prefsrc":"{{address}}","flags":[]}]
                """)
            .With($"{path}/routing/rule4.json", """[{"priority":0,"src":"all","table":"local"},{"priority":32766,"src":"all","table":"main"}]""")
            .With($"{path}/routing/neighbour.json", "[]")
            .With($"{path}/sysctl.txt", TestSysctl.Of("eth0"))
            .With($"{path}/sockets/tcp.txt", sockets)
            .With($"{path}/sockets/tcp6.txt", TestSockets.Tcp())
            .With($"{path}/sockets/udp.txt", TestSockets.Udp())
            .With($"{path}/sockets/udp6.txt", TestSockets.Udp());
    }
}
