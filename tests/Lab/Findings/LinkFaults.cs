using NetPath.Core.Tracing;

namespace NetPath.Lab.Findings;

/// <summary>Family NP4, the links between the node and its pods: each row as a fault of the lab's node.</summary>
internal static class LinkFaults
{
    private const string ServerRoute = "ip route replace 10.244.120.67 dev cali693e13cd073 scope link";

    // What lab.sh does for a pod.
    private const string AttachServer = """
        ip link add cali693e13cd073 index 17 address ee:ee:ee:ee:ee:ee type veth peer name eth0 index 11 netns {numbers}
        for setting in proxy_arp=1 forwarding=1 route_localnet=1 rp_filter=0; do sysctl -qw net.ipv4.conf.cali693e13cd073.$setting; done
        sysctl -qw net.ipv4.neigh.cali693e13cd073.proxy_delay=0
        ip link set cali693e13cd073 up
        ip route replace 10.244.120.67 dev cali693e13cd073 scope link
        ip -n {numbers} address add 10.244.120.67/32 dev eth0
        ip -n {numbers} link set eth0 up
        ip -n {numbers} route add 169.254.1.1 dev eth0 scope link
        ip -n {numbers} route add default via 169.254.1.1 dev eth0
        """;

    // A bridge with a port, and beside it a pod that should be another port.
    private const string BridgeBesidePod = """
        ip link add cni0 type bridge
        ip address add 10.245.0.1/24 dev cni0
        ip link set cni0 up
        ip link add other0 type dummy
        ip link set other0 master cni0 up
        ip link add vethbackend type veth peer name eth1 netns {backend}
        ip -n {backend} address add 10.245.0.5/24 dev eth1
        ip -n {backend} link set eth1 up
        ip link set vethbackend up
        """;

    // Client and server are on one bridge, and the Service's rules lead to the server's address there.
    private const string BridgeOfPods = """
        ip link add cni0 type bridge
        ip address add 10.244.7.1/24 dev cni0
        ip link set cni0 up
        for pod in {client}:8 {numbers}:7; do
            ip link add veth${pod##*:} type veth peer name eth1 netns ${pod%:*}
            ip -n ${pod%:*} address add 10.244.7.${pod##*:}/24 dev eth1
            ip -n ${pod%:*} link set eth1 up
            ip link set veth${pod##*:} master cni0 up
        done
        ip -n {client} route replace default via 10.244.7.1 dev eth1
        iptables-nft -t nat -I KUBE-SEP-E4SSCTGR3GJGHN43 -p tcp -j DNAT --to-destination 10.244.7.7:80
        sysctl -qw net.bridge.bridge-nf-call-iptables=0
        """;

    private const string NoBridgeOfPods = """
        sysctl -qw net.bridge.bridge-nf-call-iptables=1
        iptables-nft -t nat -D KUBE-SEP-E4SSCTGR3GJGHN43 1
        ip link del veth7
        ip link del veth8
        ip link del cni0
        ip -n {client} route replace default via 169.254.1.1 dev eth0
        """;

    public static IReadOnlyList<CatalogueFault> All { get; } =
    [
        new("NP4001", "the pod's end is down", "ip link set eth0 down", "ip link set eth0 up; ip route replace 169.254.1.1 dev eth0 scope link; ip route replace default via 169.254.1.1 dev eth0", Symptom.NoRouteToHost) { Space = "numbers" },
        new("NP4001", "the node's end is down, and with it the pod's route", "ip link set cali693e13cd073 down", $"ip link set cali693e13cd073 up; {ServerRoute}", Symptom.TimedOut),
        new("NP4001", "the client's own interface is down", "ip link set eth0 down", "ip link set eth0 up; ip route replace 169.254.1.1 dev eth0 scope link; ip route replace default via 169.254.1.1 dev eth0", Symptom.NetworkUnreachable) { Space = "client" },
        new("NP4002", "the veth pair of the pod was deleted", "ip link del cali693e13cd073", AttachServer, Symptom.TimedOut),
        new("NP4004", "the pod's veth is no port of the bridge", BridgeBesidePod, "ip link del cni0; ip link del other0; ip link del vethbackend", Symptom.NoRouteToHost) { Connection = new LabConnection("client", "10.245.0.5", 80) },
        new("NP4005", "client and server are on one bridge that asks no rules", BridgeOfPods, NoBridgeOfPods, Symptom.TimedOut),
        new("NP4006", "the server's pod has lost its address", "ip address del 10.244.120.67/32 dev eth0", "ip address add 10.244.120.67/32 dev eth0; ip route replace 169.254.1.1 dev eth0 scope link; ip route replace default via 169.254.1.1 dev eth0", Symptom.NoRouteToHost) { Space = "numbers" },
        new("NP4006", "the server's pod has another address", "ip address add 10.244.120.99/32 dev eth0; ip address del 10.244.120.67/32 dev eth0", "ip address add 10.244.120.67/32 dev eth0; ip address del 10.244.120.99/32 dev eth0; ip route replace 169.254.1.1 dev eth0 scope link; ip route replace default via 169.254.1.1 dev eth0", Symptom.NoRouteToHost) { Space = "numbers" },
        new("NP4006", "the client's pod has no default route", "ip route del default", "ip route replace default via 169.254.1.1 dev eth0", Symptom.NetworkUnreachable) { Space = "client" },
        new("NP4006", "the server's pod has no default route, and the answer none at all", "ip route del default", "ip route replace default via 169.254.1.1 dev eth0", Symptom.TimedOut) { Space = "numbers" },
        new("NP4007", "proxy_arp is off on the client's interface", "sysctl -qw net.ipv4.conf.cali241865e94fd.proxy_arp=0", "sysctl -qw net.ipv4.conf.cali241865e94fd.proxy_arp=1", Symptom.NoRouteToHost),
        new("NP4008", "another pod has the server's address, and the route", "ip -n {backend} address add 10.244.120.67/32 dev eth0; ip route replace 10.244.120.67 dev cali5be3ae70b79 scope link", $"ip -n {{backend}} address del 10.244.120.67/32 dev eth0; {ServerRoute}", Symptom.Connected) { IsOfNode = true },
    ];
}
