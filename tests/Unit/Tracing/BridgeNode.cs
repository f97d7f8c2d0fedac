using NetPath.Core.Tracing;

namespace NetPath.Unit.Tracing;

/// <summary>
/// A node whose pods hang on a bridge, as bridge CNIs and Flannel leave it: cni0 is 10.244.0.1/24, and client 10.244.0.3 and web 10.244.0.2 are ports of it. web
/// listens on 8080; the Service is 10.96.0.50:80, its node port 30080. The bridge asks the rules unless a test says otherwise.
/// </summary>
internal static class BridgeNode
{
    public const string Links = CalicoNode.Links;
    public const string Forwarding = "host/links/fdb.json";
    public const string AsksRules = "net/bridge/bridge-nf-call-iptables = 1";
    public const string WebPort = """{"state":"forwarding","hairpin":false,"isolated":false,"learning":true,"flood":true,"no":"0x2"}""";
    public const string ClientPort = """{"state":"forwarding","hairpin":false,"isolated":false,"learning":true,"flood":true,"no":"0x3"}""";
    public const string BridgeMac = "0a:58:0a:f4:00:01";
    public const string WebMac = "0a:00:00:00:00:12";
    public const string ClientMac = "0a:00:00:00:00:13";

    public static NodeBuilder Healthy()
    {
        NodeBuilder node = CalicoNode.Healthy()
            .With(Links, $$"""
                [{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP","LOWER_UP"],"operstate":"UNKNOWN","address":"00:00:00:00:00:00"},
                 {"ifindex":2,"ifname":"eth0","flags":["BROADCAST","UP","LOWER_UP"],"operstate":"UP","address":"02:00:00:00:00:02"},
                 {"ifindex":10,"ifname":"cni0","flags":["BROADCAST","UP","LOWER_UP"],"operstate":"UP","address":"{{BridgeMac}}","linkinfo":{"info_kind":"bridge","info_data":{"vlan_filtering":0,"nf_call_iptables":0,"nf_call_ip6tables":0} } },
                 {"ifindex":12,"ifname":"veth-web","link_index":2,"link_netnsid":2,"master":"cni0","flags":["BROADCAST","UP","LOWER_UP"],"operstate":"UP","address":"ee:00:00:00:00:12","linkinfo":{"info_kind":"veth","info_slave_kind":"bridge","info_slave_data":{{WebPort}} } },
                 {"ifindex":13,"ifname":"veth-client","link_index":2,"link_netnsid":3,"master":"cni0","flags":["BROADCAST","UP","LOWER_UP"],"operstate":"UP","address":"ee:00:00:00:00:13","linkinfo":{"info_kind":"veth","info_slave_kind":"bridge","info_slave_data":{{ClientPort}} } }]
                """)
            .With("host/links/address.json", """
                [{"ifindex":1,"ifname":"lo","addr_info":[{"family":"inet","local":"127.0.0.1","prefixlen":8,"scope":"host"}]},
                 {"ifindex":2,"ifname":"eth0","addr_info":[{"family":"inet","local":"192.0.2.10","prefixlen":24,"scope":"global"}]},
                 {"ifindex":10,"ifname":"cni0","addr_info":[{"family":"inet","local":"10.244.0.1","prefixlen":24,"scope":"global"}]}]
                """)
            .With(CalicoNode.Routes, """
                [{"dst":"default","gateway":"192.0.2.1","dev":"eth0","flags":[]},
                 {"dst":"10.244.0.0/24","dev":"cni0","protocol":"kernel","scope":"link","prefsrc":"10.244.0.1","flags":[]},
                 {"dst":"192.0.2.0/24","dev":"eth0","protocol":"kernel","scope":"link","prefsrc":"192.0.2.10","flags":[]},
                 {"type":"local","dst":"127.0.0.0/8","dev":"lo","table":"local","protocol":"kernel","scope":"host","prefsrc":"127.0.0.1","flags":[]},
                 {"type":"local","dst":"10.244.0.1","dev":"cni0","table":"local","protocol":"kernel","scope":"host","prefsrc":"10.244.0.1","flags":[]},
                 {"type":"local","dst":"192.0.2.10","dev":"eth0","table":"local","protocol":"kernel","scope":"host","prefsrc":"192.0.2.10","flags":[]}]
                """)
            .With(Forwarding, "[]")
            .With(CalicoNode.Sysctl, $"{AsksRules}\nnet/bridge/bridge-nf-call-ip6tables = 1\n{TestSysctl.Of("eth0", "cni0", "veth-web", "veth-client")}");
        Pod(node, "pods/102", 12, "10.244.0.2");
        Pod(node, "pods/103", 13, "10.244.0.3");
        return node;
    }

    /// <summary>The only outcome of a trace.</summary>
    public static PathOutcome Outcome(NodeBuilder node, string from, string to = "10.96.0.50", int port = 80) => CalicoNode.Outcome(node, from, to, port);

    /// <summary>A forwarding entry of the bridge.</summary>
    public static string Entry(string mac, string port) => $$"""[{"mac":"{{mac}}","ifname":"{{port}}","flags":[],"master":"cni0","state":""}]""";

    /// <summary>A neighbour entry.</summary>
    public static string Neighbour(string address, string device, string mac, string state = "REACHABLE") =>
        $$"""[{"dst":"{{address}}","dev":"{{device}}","lladdr":"{{mac}}","state":["{{state}}"]}]""";

    private static void Pod(NodeBuilder node, string path, int hostIndex, string address) => node
        .With($"{path}/links/address.json", $$"""
            [{"ifindex":1,"ifname":"lo","addr_info":[{"family":"inet","local":"127.0.0.1","prefixlen":8,"scope":"host"}]},
             {"ifindex":2,"ifname":"eth0","addr_info":[{"family":"inet","local":"{{address}}","prefixlen":24,"scope":"global"}]}]
            """)
        .With($"{path}/routing/route4.json", $$"""
            [{"dst":"default","gateway":"10.244.0.1","dev":"eth0","flags":[]},
             {"dst":"10.244.0.0/24","dev":"eth0","protocol":"kernel","scope":"link","prefsrc":"{{address}}","flags":[]},
             {"type":"local","dst":"127.0.0.0/8","dev":"lo","table":"local","scope":"host","prefsrc":"127.0.0.1","flags":[]},
             {"type":"local","dst":"{{address}}","dev":"eth0","table":"local","scope":"host","prefsrc":"{{address}}","flags":[]}]
            """);
}
