using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Lab.TwoNodes;

/// <summary>Something that is broken between the two nodes for one test, and put back afterwards.</summary>
/// <param name="Space">The namespace in which the commands run.</param>
/// <param name="Break">Shell commands that break it; <c>{prefix}</c> stands for what the namespaces' names begin with.</param>
/// <param name="Mend">Shell commands that put it back; <c>tunnels NODE</c> makes that node's tunnels anew.</param>
/// <param name="Code">The finding that must come first; null where it is for the tests of another family to say.</param>
/// <param name="Seen">How the connection really ends.</param>
/// <param name="Foretold">How it ends according to NetPath, where that is not the same: the packet goes to a machine of which there is no snapshot.</param>
/// <param name="From">The client's namespace.</param>
/// <param name="Address">Where it connects to.</param>
/// <param name="Port">The port.</param>
/// <param name="Bytes">The size of the answer.</param>
/// <param name="Ending">How the packet's way ends, there or back; null where any ending of that symptom will do.</param>
public sealed record NodeFault(
    string Space,
    string Break,
    string Mend,
    string? Code,
    Symptom Seen = Symptom.TimedOut,
    Symptom? Foretold = null,
    string From = "client1",
    string Address = "10.96.0.81",
    int Port = 80,
    int Bytes = 0,
    Disposition? Ending = null)
{
    private const string Web2Mac = "66:7e:1c:00:04:02";

    /// <summary>The faults that Calico's nodes with VXLAN between them can have.</summary>
    public static IReadOnlyDictionary<string, NodeFault> OfCalicoVxlan => OfVxlan.Concat(OfSizes).Concat(OfWays).Concat(OfPolicies).ToDictionary();

    /// <summary>The faults of VXLAN.</summary>
    public static IReadOnlyDictionary<string, NodeFault> OfVxlan { get; } = new Dictionary<string, NodeFault>
    {
        ["the tunnel is down on the sender's node, so that the default route takes over"] = new("node1", "ip link set vxlan.calico down", "tunnels node1", "NP5001", Foretold: Symptom.Unknown),
        ["the tunnel is missing on the sender's node"] = new("node1", "ip link delete vxlan.calico", "tunnels node1", "NP5001", Foretold: Symptom.Unknown),
        ["the tunnel is missing on the sender's node, over IPv6"] = new("node1", "ip link delete vxlan-v6.calico", "tunnels node1", "NP5001", Foretold: Symptom.Unknown, Address: "fd00:10:96::81"),
        ["the tunnel is another device on the sender's node"] = new("node1", "ip link delete vxlan.calico; ip link add vxlan.calico type bridge; ip link set vxlan.calico up; ip route add 10.244.2.0/26 via 10.244.2.0 dev vxlan.calico onlink", "tunnels node1", "NP5001", Symptom.NoRouteToHost),
        ["the tunnel is down on the receiver's node"] = new("node2", "ip link set vxlan.calico down", "tunnels node2", "NP5001"),
        ["the tunnel is missing on the receiver's node, over IPv6"] = new("node2", "ip link delete vxlan-v6.calico", "tunnels node2", "NP5001", Address: "fd00:10:96::81"),
        ["no forwarding entry"] = new("node1", $"bridge fdb delete {Web2Mac} dev vxlan.calico dst 172.18.0.3 self", "tunnels node1", "NP5002"),
        ["no forwarding entry for the way back"] = new("node2", "bridge fdb delete 66:7e:1c:00:04:01 dev vxlan.calico dst 172.18.0.2 self", "tunnels node2", "NP5002"),
        ["no neighbour entry"] = new("node1", "ip neigh delete 10.244.2.0 dev vxlan.calico", "tunnels node1", "NP5002", Symptom.NoRouteToHost),
        ["no neighbour entry, over IPv6"] = new("node1", "ip neigh delete fd00:10:244:2::1 dev vxlan-v6.calico", "tunnels node1", "NP5002", Symptom.NoRouteToHost, Address: "fd00:10:96::81"),
        ["the forwarding entry names another machine"] = new("node1", $"bridge fdb replace {Web2Mac} dev vxlan.calico dst 172.18.0.1 self permanent", "tunnels node1", "NP5002", Foretold: Symptom.Unknown),
        ["the neighbour entry names another station"] = new("node1", "ip neigh replace 10.244.2.0 lladdr 66:7e:1c:00:04:09 dev vxlan.calico nud permanent; bridge fdb replace 66:7e:1c:00:04:09 dev vxlan.calico dst 172.18.0.3 self permanent", "tunnels node1", "NP5002"),
        ["the identifier differs"] = new("node2", "tunnels --vni 4097 node2", "tunnels node2", "NP5005"),
        ["the port differs"] = new("node2", "tunnels --port 8472 node2", "tunnels node2", "NP5005"),
        ["the receiver's rules drop VXLAN"] = new("node2", "iptables-nft -I INPUT -p udp --dport 4789 -j DROP", "iptables-nft -D INPUT 1", "NP5006"),
        ["Calico's set on the receiver lacks the sender"] = new("node2", "ipset del cali40all-vxlan-net 172.18.0.2", "ipset add cali40all-vxlan-net 172.18.0.2", "NP5006"),
        ["Calico's set on the sender lacks the receiver, over IPv6: the answer is dropped"] = new("node1", "ipset del cali60all-vxlan-net fc00:f853:ccd:e793::3", "ipset add cali60all-vxlan-net fc00:f853:ccd:e793::3", "NP5006", Address: "fd00:10:96::81"),
    };

    /// <summary>What large answers get stuck in, while small ones come.</summary>
    public static IReadOnlyDictionary<string, NodeFault> OfSizes { get; } = new Dictionary<string, NodeFault>
    {
        ["the other node's interface takes smaller packets"] = new("node2", "ip link set eth0 mtu 1400", "ip link set eth0 mtu 1500", "NP5004", Foretold: Symptom.Connected, From: "client2", Address: "10.96.0.82", Bytes: 200000),
        ["the other node's interface takes smaller packets, over IPv6"] = new("node2", "ip link set eth0 mtu 1400", "ip link set eth0 mtu 1500", "NP5004", Foretold: Symptom.Connected, From: "client2", Address: "fd00:10:96::82", Bytes: 200000),
        ["the pods' interfaces are larger than the tunnel, and nobody is told"] = new(
            "node1",
            "ip link set cali48685f95e1b mtu 1500; ip -n {prefix}-web1 link set eth0 mtu 1500; ip -n {prefix}-client2 link set eth0 mtu 1500; ip -n {prefix}-node2 link set cali843a1665eb5 mtu 1500; iptables-nft -I OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP",
            "ip link set cali48685f95e1b mtu 1430; ip -n {prefix}-web1 link set eth0 mtu 1430; ip -n {prefix}-client2 link set eth0 mtu 1430; ip -n {prefix}-node2 link set cali843a1665eb5 mtu 1430; iptables-nft -D OUTPUT 1",
            "NP5004", Foretold: Symptom.Connected, From: "client2", Address: "10.96.0.82", Bytes: 200000),
    };

    /// <summary>Where the answer takes another way than the packet came.</summary>
    public static IReadOnlyDictionary<string, NodeFault> OfWays { get; } = new Dictionary<string, NodeFault>
    {
        ["without masquerade the pod answers the client itself"] = new("node1", "iptables-nft -t nat -I KUBE-POSTROUTING -j RETURN", "iptables-nft -t nat -D KUBE-POSTROUTING 1", null, From: "outside", Address: "172.18.0.2", Port: 30080, Ending: Disposition.NotListening),
        ["without masquerade, and with a strict reverse-path filter on the other node"] = new(
            "node2",
            "ip netns exec {prefix}-node1 iptables-nft -t nat -I KUBE-POSTROUTING -j RETURN; sysctl -qw net.ipv4.conf.vxlan/calico.rp_filter=1",
            "ip netns exec {prefix}-node1 iptables-nft -t nat -D KUBE-POSTROUTING 1; sysctl -qw net.ipv4.conf.vxlan/calico.rp_filter=0",
            null, From: "outside", Address: "172.18.0.2", Port: 30080, Ending: Disposition.ReversePathFiltered),
        ["a reverse-path filter that is asked by a policy rule for the ports of the answer"] = new(
            "node1",
            "sysctl -qw net.ipv4.conf.cali086f19da27d.rp_filter=1; ip rule add ipproto tcp sport 8080 lookup 99; ip route add default via 172.18.0.1 dev eth0 table 99",
            "ip rule delete ipproto tcp sport 8080 lookup 99; ip route flush table 99; sysctl -qw net.ipv4.conf.cali086f19da27d.rp_filter=0",
            null, Ending: Disposition.ReversePathFiltered),
    };

    /// <summary>What leads packets astray that tables of routes alone would not.</summary>
    public static IReadOnlyDictionary<string, NodeFault> OfPolicies { get; } = new Dictionary<string, NodeFault>
    {
        ["a policy rule takes the tunnel's packets"] = new("node1", "ip rule add ipproto udp dport 4789 blackhole", "ip rule delete ipproto udp dport 4789 blackhole", null, Ending: Disposition.Blackholed),
        ["a policy rule takes the tunnel's packets, over IPv6"] = new("node1", "ip -6 rule add ipproto udp dport 4789 blackhole", "ip -6 rule delete ipproto udp dport 4789 blackhole", null, Address: "fd00:10:96::81", Ending: Disposition.Blackholed),
        ["a mark of FORWARD stays with the tunnel's packet"] = new(
            "node1",
            "iptables-nft -t mangle -A FORWARD -o vxlan.calico -j MARK --set-mark 7; ip rule add fwmark 7 blackhole",
            "iptables-nft -t mangle -F FORWARD; ip rule delete fwmark 7 blackhole",
            null, Ending: Disposition.Blackholed),
        ["a type of service leads to another table"] = new(
            "node1",
            "iptables-nft -t mangle -A PREROUTING -i cali+ -j TOS --set-tos 0x10; ip rule add tos 0x10 blackhole",
            "iptables-nft -t mangle -F PREROUTING; ip rule delete tos 0x10 blackhole",
            null, Ending: Disposition.Blackholed),
        ["a traffic class leads to another table, over IPv6"] = new(
            "node1",
            "ip6tables-nft -t mangle -A PREROUTING -i cali+ -j TOS --set-tos 0x10; ip -6 rule add tos 0x10 blackhole",
            "ip6tables-nft -t mangle -F PREROUTING; ip -6 rule delete tos 0x10 blackhole",
            null, Address: "fd00:10:96::81", Ending: Disposition.Blackholed),
        ["the node's rules drop neighbour discovery"] = new("node1", "ip6tables-nft -I INPUT -p icmpv6 -j DROP", "ip6tables-nft -D INPUT 1", null, Symptom.NoRouteToHost, Address: "fd00:10:96::82", Ending: Disposition.NeighbourUnresolved),
        ["the server's rules drop neighbour discovery"] = new("web1", "ip6tables-nft -I OUTPUT -p icmpv6 --icmpv6-type neighbour-advertisement -j DROP", "ip6tables-nft -D OUTPUT 1", null, Symptom.NoRouteToHost, Address: "fd00:10:96::82", Ending: Disposition.NeighbourUnresolved),
    };

    /// <summary>What bridges can do.</summary>
    public static IReadOnlyDictionary<string, NodeFault> OfBridges { get; } = new Dictionary<string, NodeFault>
    {
        ["two pods of one bridge, which does not ask the rules"] = new("node1", "sysctl -qw net.bridge.bridge-nf-call-iptables=0", "sysctl -qw net.bridge.bridge-nf-call-iptables=1", null, Address: "10.96.0.82"),
        ["two pods of one bridge, which does not ask the rules, over IPv6"] = new("node1", "sysctl -qw net.bridge.bridge-nf-call-ip6tables=0", "sysctl -qw net.bridge.bridge-nf-call-ip6tables=1", null, Address: "fd00:10:96::82"),
        ["a pod to itself, and its port has no hairpin"] = new("node1", "bridge link set dev veth8f24e7b9 hairpin off", "bridge link set dev veth8f24e7b9 hairpin on", null, From: "web1", Address: "10.96.0.82"),
        ["no forwarding entry of Flannel's tunnel"] = new("node1", "bridge fdb delete 66:7e:1c:00:04:02 dev flannel.1 dst 172.18.0.3 self", "tunnels node1", "NP5002"),
        ["Flannel's tunnel is down"] = new("node1", "ip link set flannel.1 down", "tunnels node1", "NP5001", Foretold: Symptom.Unknown),
    };

    /// <summary>The faults of plain routes.</summary>
    public static IReadOnlyDictionary<string, NodeFault> OfRoutes { get; } = new Dictionary<string, NodeFault>
    {
        ["the route leads to a machine that is no node"] = new("node1", "ip route replace 10.244.2.0/26 via 172.18.0.1 dev eth0 proto bird", "ip route replace 10.244.2.0/26 via 172.18.0.3 dev eth0 proto bird", "NP5003", Foretold: Symptom.Unknown),
        ["the route leads to nobody"] = new("node1", "ip route replace 10.244.2.0/26 via 172.18.0.9 dev eth0 proto bird", "ip route replace 10.244.2.0/26 via 172.18.0.3 dev eth0 proto bird", "NP5003", Symptom.NoRouteToHost),
        ["the route is missing, so that the default route takes over"] = new("node1", "ip -6 route delete fd00:10:244:2::/122", "ip -6 route add fd00:10:244:2::/122 via fc00:f853:ccd:e793::3 dev eth0 proto bird", "NP5003", Foretold: Symptom.Unknown, Address: "fd00:10:96::81"),
        ["the way back leads to a machine that is no node"] = new("node2", "ip route replace 10.244.1.0/26 via 172.18.0.1 dev eth0 proto bird", "ip route replace 10.244.1.0/26 via 172.18.0.2 dev eth0 proto bird", "NP5003", Foretold: Symptom.Unknown),
    };

    /// <summary>Makes the fault on a pair of nodes, connects, looks, and mends it.</summary>
    internal FaultRun Make(TwoNodeLab lab)
    {
        Journey journey = new(From, Address, Port, Seen, [], "");
        (Answer Seen, NodeSnapshot[] Snapshots) broken;
        try
        {
            Apply(lab, Break);
            lab.Forget();
            broken = Look(lab);
        }
        finally
        {
            Apply(lab, Mend);
            lab.Forget();
        }

        return new FaultRun(broken.Seen, JourneyTrace.Of(broken.Snapshots, journey), lab.Ask(From, Address, Port, Bytes));
    }

    // A neighbour that does not answer shows in the snapshots once somebody has asked for it; else they are taken while the client waits.
    private (Answer Seen, NodeSnapshot[] Snapshots) Look(TwoNodeLab lab)
    {
        if (Seen == Symptom.NoRouteToHost)
        {
            return (lab.Ask(From, Address, Port, Bytes, patience: 15), lab.Snapshots());
        }

        Task<Answer> asking = Task.Run(() => lab.Ask(From, Address, Port, Bytes, patience: 2));
        NodeSnapshot[] snapshots = lab.Snapshots();
        return (asking.Result, snapshots);
    }

    private void Apply(TwoNodeLab lab, string commands)
    {
        if (commands.StartsWith("tunnels ", StringComparison.Ordinal))
        {
            lab.MakeTunnels(commands["tunnels ".Length..]);
        }
        else
        {
            lab.Run(Space, commands.Replace("{prefix}", lab.Space("")[..^1], StringComparison.Ordinal)).OrFail();
        }
    }
}
