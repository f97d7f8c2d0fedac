using System.Text.Json;
using NetPath.Core.Snapshots;

namespace NetPath.Unit.Plugins;

/// <summary>
/// The reference node as each network plugin and firewall leaves it: eth0 192.168.49.2, and the pods numbers (10.244.120.67, listens on 80), client (.68) and
/// stranger (.69), which a policy on numbers keeps out. Pods hang on veth pairs with a host route each, or on a bridge. The rules are the plugin's fixture.
/// </summary>
internal sealed class PluginNode
{
    private static readonly (string Name, int Inode, string Address)[] Pods = [("numbers", 102, "10.244.120.67"), ("client", 103, "10.244.120.68"), ("stranger", 104, "10.244.120.69")];

    private readonly NodeBuilder _node = new();
    private readonly List<object> _links = [Link(1, "lo"), Link(2, "eth0")];
    private readonly List<object> _addresses = [Address("lo", "127.0.0.1", 8), Address("eth0", "192.168.49.2", 24)];
    private readonly List<object> _routes = [];
    private readonly List<object> _rules = [new { priority = 0, src = "all", table = "local" }];

    private PluginNode(string rules)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "fixtures", "plugins", rules);
        _node.With("host/netfilter/iptables-nft-save.txt", File.ReadAllText(Path.Combine(folder, "iptables.save")))
            .With("host/netfilter/ipset-save.txt", File.Exists(Path.Combine(folder, "ipset.save")) ? File.ReadAllText(Path.Combine(folder, "ipset.save")) : "");
        Route("default", "eth0", "192.168.49.1");
        Route("192.168.49.0/24", "eth0", null, "192.168.49.2");
        Local("127.0.0.0/8", "lo", "127.0.0.1");
        Local("192.168.49.2", "eth0", "192.168.49.2");
    }

    /// <summary>The node with this plugin or firewall; tests may change it further.</summary>
    public static NodeBuilder With(string plugin) => plugin switch
    {
        "calico" => new PluginNode(plugin).Veths("cali", "693e13cd073", "5f0e2c1a9b7", "8b14d7703ce").Tunnel().Build(),
        "flannel" => new PluginNode(plugin).Bridge("cni0").Vxlan().Build(),
        "kube-router" => new PluginNode(plugin).Bridge("kube-bridge").OtherNode().Build(),
        "aws-vpc-cni" => new PluginNode(plugin).Veths("eni", "4c81fe05b27", "9d2ab6e3f70", "e57c3084d19").SecondInterface().Build(),
        "cilium" => new PluginNode(plugin).Veths("lxc", "4c81fe05b27", "9d2ab6e3f70", "e57c3084d19").OtherNode().Build(),
        "docker" => new PluginNode(plugin).Veths("veth", "4c81fe05", "9d2ab6e3", "e57c3084").OtherNode().Docker().Build(),
        _ => new PluginNode(plugin).Veths("veth", "4c81fe05", "9d2ab6e3", "e57c3084").OtherNode().Build(),
    };

    private NodeBuilder Build()
    {
        _rules.Add(new { priority = 32766, src = "all", table = "main" });
        return _node
            .With("host/netfilter/nft-ruleset.json", """{"nftables":[]}""")
            .With("host/links/link.json", JsonSerializer.Serialize(_links))
            .With("host/links/address.json", JsonSerializer.Serialize(_addresses))
            .With("host/routing/route4.json", JsonSerializer.Serialize(_routes))
            .With("host/routing/rule4.json", JsonSerializer.Serialize(_rules))
            .With("host/routing/neighbour.json", """[{"dst":"192.168.49.1","dev":"eth0","lladdr":"02:00:00:00:00:01","state":["REACHABLE"]},{"dst":"192.168.49.3","dev":"eth0","lladdr":"02:00:00:00:00:03","state":["REACHABLE"]},{"dst":"10.244.104.0","dev":"flannel.1","lladdr":"d6:11:00:00:00:03","state":["PERMANENT"]}]""")
            .With("host/netfilter/xt_recent/DEFAULT", "src=198.51.100.77 ttl: 63 last_seen: 4297813112 oldest_pkt: 1 4297813112\n")
            .With("host/links/fdb.json", """[{"mac":"d6:11:00:00:00:03","ifname":"flannel.1","dst":"192.168.49.3","flags":["self"],"state":"permanent"}]""")
            .With("host/sysctl.txt", "net/bridge/bridge-nf-call-iptables = 1\n" + TestSysctl.Of([.. _links.Select(link => (string)link.GetType().GetProperty("ifname")!.GetValue(link)!)]))
            .With("host/sockets/tcp.txt", TestSockets.Tcp("0.0.0.0:22", "0.0.0.0:8443", "0.0.0.0:8080"))
            .With("host/sockets/tcp6.txt", TestSockets.Tcp())
            .With("host/sockets/udp.txt", TestSockets.Udp())
            .With("host/sockets/udp6.txt", TestSockets.Udp());
    }

    private PluginNode Veths(string prefix, params string[] names)
    {
        for (int i = 0; i < Pods.Length; i++)
        {
            string device = prefix + names[i];
            _links.Add(new { ifindex = 12 + i, ifname = device, link_index = 2, link_netnsid = 2 + i, flags = Up, operstate = "UP", address = "ee:ee:ee:ee:ee:ee", linkinfo = new { info_kind = "veth" } });
            _addresses.Add(Address(device, null, 0));
            Route(Pods[i].Address, device);
            Pod(i, 32, "169.254.1.1", "ee:ee:ee:ee:ee:ee");
        }

        return this;
    }

    private PluginNode Bridge(string bridge)
    {
        _links.Add(new { ifindex = 10, ifname = bridge, flags = Up, operstate = "UP", address = "0a:58:0a:f4:78:01", linkinfo = new { info_kind = "bridge" } });
        _addresses.Add(Address(bridge, "10.244.120.1", 24));
        Route("10.244.120.0/24", bridge, null, "10.244.120.1");
        Local("10.244.120.1", bridge, "10.244.120.1");
        for (int i = 0; i < Pods.Length; i++)
        {
            var port = new { state = "forwarding", hairpin = true, learning = true, flood = true };
            _links.Add(new { ifindex = 12 + i, ifname = $"veth{i}", link_index = 2, link_netnsid = 2 + i, master = bridge, flags = Up, operstate = "UP", address = $"aa:00:00:00:00:0{i}", linkinfo = new { info_kind = "veth", info_slave_kind = "bridge", info_slave_data = port } });
            _addresses.Add(Address($"veth{i}", null, 0));
            Pod(i, 24, "10.244.120.1", "0a:58:0a:f4:78:01");
        }

        return this;
    }

    private PluginNode Tunnel()
    {
        _links.Add(new { ifindex = 5, ifname = "tunl0", flags = new[] { "NOARP", "UP", "LOWER_UP" }, operstate = "UNKNOWN", address = "0.0.0.0", linkinfo = new { info_kind = "ipip", info_data = new { proto = "ipip", remote = "any", local = "any" } } });
        _addresses.Add(Address("tunl0", "10.244.120.64", 32));
        Local("10.244.120.64", "tunl0", "10.244.120.64");
        Route("10.244.104.0/26", "tunl0", "192.168.49.3", null, "onlink");
        _routes.Add(new { type = "blackhole", dst = "10.244.120.64/26", flags = Array.Empty<string>() });
        return this;
    }

    private PluginNode Vxlan()
    {
        _links.Add(new { ifindex = 5, ifname = "flannel.1", flags = Up, operstate = "UNKNOWN", address = "d6:11:00:00:00:02", linkinfo = new { info_kind = "vxlan", info_data = new { id = 1, port = 8472, local = "192.168.49.2", link = "eth0", learning = false } } });
        _addresses.Add(Address("flannel.1", "10.244.120.0", 32));
        Local("10.244.120.0", "flannel.1", "10.244.120.0");
        Route("10.244.104.0/24", "flannel.1", "10.244.104.0", null, "onlink");
        return this;
    }

    private PluginNode OtherNode()
    {
        Route("10.244.104.0/24", "eth0", "192.168.49.3");
        return this;
    }

    // The pod numbers has its address from the second interface: what it sends by itself leaves there, by a table of its own.
    private PluginNode SecondInterface()
    {
        _links.Add(Link(3, "eth1"));
        _addresses.Add(Address("eth1", "192.168.50.2", 24));
        Local("192.168.50.2", "eth1", "192.168.50.2");
        Route("192.168.50.0/24", "eth1", null, "192.168.50.2");
        _routes.Add(new { dst = "default", gateway = "192.168.50.1", dev = "eth1", table = "2", flags = Array.Empty<string>() });
        _rules.AddRange([
            new { priority = 512, src = "all", dst = "10.244.120.67", table = "main" },
            new { priority = 512, src = "all", dst = "10.244.120.68", table = "main" },
            new { priority = 512, src = "all", dst = "10.244.120.69", table = "main" },
            new { priority = 1024, src = "all", fwmark = "0x80", fwmask = "0x80", table = "main" },
            new { priority = 1536, src = "10.244.120.67", table = "2" },
        ]);
        return this;
    }

    private PluginNode Docker()
    {
        _links.Add(new { ifindex = 6, ifname = "docker0", flags = Up, operstate = "UP", address = "02:42:ac:11:00:01", linkinfo = new { info_kind = "bridge" } });
        _links.Add(new { ifindex = 22, ifname = "veth77aa31c", link_index = 2, link_netnsid = 9, master = "docker0", flags = Up, operstate = "UP", address = "aa:00:00:00:00:09", linkinfo = new { info_kind = "veth" } });
        _addresses.Add(Address("docker0", "172.17.0.1", 16));
        Route("172.17.0.0/16", "docker0", null, "172.17.0.1");
        Local("172.17.0.1", "docker0", "172.17.0.1");
        new PodNamespace(_node, "container", 109, 9).Fill(22, "172.17.0.2", 16, "172.17.0.1", "02:42:ac:11:00:01", TestSockets.Tcp("0.0.0.0:80"));
        return this;
    }

    private void Pod(int i, int length, string gateway, string gatewayMac)
    {
        (string name, int inode, string address) = Pods[i];
        new PodNamespace(_node, name, inode, 2 + i).Fill(12 + i, address, length, gateway, gatewayMac, name == "numbers" ? TestSockets.Tcp("0.0.0.0:80") : TestSockets.Tcp());
    }

    private void Route(string to, string device, string? gateway = null, string? source = null, params string[] flags)
    {
        Dictionary<string, object> route = new() { ["dst"] = to, ["dev"] = device, ["flags"] = flags };
        if (gateway is not null)
        {
            route["gateway"] = gateway;
        }
        else
        {
            route["scope"] = "link";
        }

        if (source is not null)
        {
            route["prefsrc"] = source;
        }

        _routes.Add(route);
    }

    private void Local(string to, string device, string source) =>
        _routes.Add(new { type = "local", dst = to, dev = device, table = "local", protocol = "kernel", scope = "host", prefsrc = source, flags = Array.Empty<string>() });

    private static readonly string[] Up = ["BROADCAST", "UP", "LOWER_UP"];

    private static object Link(int index, string name) =>
        new { ifindex = index, ifname = name, flags = name == "lo" ? ["LOOPBACK", "UP", "LOWER_UP"] : Up, operstate = "UP", address = $"02:00:00:00:00:0{index}" };

    private static object Address(string device, string? address, int length) =>
        new { ifname = device, addr_info = address is null ? [] : new object[] { new { family = "inet", local = address, prefixlen = length, scope = device == "lo" ? "host" : "global" } } };
}
