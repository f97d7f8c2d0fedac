namespace NetPath.Unit.Plugins;

/// <summary>The namespace of a pod or container on the node: eth0 with one address and a default route.</summary>
internal sealed class PodNamespace(NodeBuilder node, string name, int inode, int netnsId)
{
    /// <summary>Adds all its parts.</summary>
    /// <param name="hostIndex">Index of the veth's other end on the node.</param>
    /// <param name="address">Its address.</param>
    /// <param name="length">The length of its network's prefix: with 32 the gateway is reached over a route of its own.</param>
    /// <param name="gateway">The default gateway, which the neighbour table knows.</param>
    /// <param name="gatewayMac">The gateway's station.</param>
    /// <param name="sockets">Its listening TCP sockets as /proc/net/tcp prints them.</param>
    public void Fill(int hostIndex, string address, int length, string gateway, string gatewayMac, string sockets)
    {
        string path = $"pods/{inode}";
        string network = length == 32
            ? $$"""{"dst":"{{gateway}}","dev":"eth0","scope":"link","flags":[]}"""
            : $$"""{"dst":"{{address[..address.LastIndexOf('.')]}}.0/{{length}}","dev":"eth0","scope":"link","prefsrc":"{{address}}","flags":[]}""";
        node.Pod(name, inode, netnsId)
            .With($"{path}/netfilter/iptables-nft-save.txt", "")
            .With($"{path}/netfilter/nft-ruleset.json", """{"nftables":[]}""")
            .With($"{path}/links/link.json", $$"""
                [{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP","LOWER_UP"],"operstate":"UNKNOWN","address":"00:00:00:00:00:00"},
                 {"ifindex":2,"ifname":"eth0","link_index":{{hostIndex}},"link_netnsid":0,"flags":["BROADCAST","UP","LOWER_UP"],"operstate":"UP","address":"0a:00:00:00:00:{{hostIndex}}",
                  "linkinfo":{"info_kind":"veth"} }]
                """)
            .With($"{path}/links/address.json", $$"""
                [{"ifindex":1,"ifname":"lo","addr_info":[{"family":"inet","local":"127.0.0.1","prefixlen":8,"scope":"host"}]},
                 {"ifindex":2,"ifname":"eth0","addr_info":[{"family":"inet","local":"{{address}}","prefixlen":{{length}},"scope":"global"}]}]
                """)
            .With($"{path}/routing/route4.json", $$"""
                [{"dst":"default","gateway":"{{gateway}}","dev":"eth0","flags":[]},
                 {{network}},
                 {"type":"local","dst":"127.0.0.0/8","dev":"lo","table":"local","scope":"host","prefsrc":"127.0.0.1","flags":[]},
                 {"type":"local","dst":"{{address}}","dev":"eth0","table":"local","scope":"host","prefsrc":"{{address}}","flags":[]}]
                """)
            .With($"{path}/routing/rule4.json", """[{"priority":0,"src":"all","table":"local"},{"priority":32766,"src":"all","table":"main"}]""")
            .With($"{path}/routing/neighbour.json", $$"""[{"dst":"{{gateway}}","dev":"eth0","lladdr":"{{gatewayMac}}","state":["STALE"]}]""")
            .With($"{path}/sysctl.txt", TestSysctl.Of("eth0"))
            .With($"{path}/sockets/tcp.txt", sockets)
            .With($"{path}/sockets/tcp6.txt", TestSockets.Tcp())
            .With($"{path}/sockets/udp.txt", TestSockets.Udp())
            .With($"{path}/sockets/udp6.txt", TestSockets.Udp());
    }
}
