using NetPath.Core.Tracing;

namespace NetPath.Lab.Findings;

/// <summary>Family NP3, routing on the node: each row as a fault of the lab's node.</summary>
internal static class RoutingFaults
{
    private const string ServerRoute = "ip route replace 10.244.120.67 dev cali693e13cd073 scope link";
    private const string BlockRoute = "ip route replace blackhole 10.244.120.64/26 proto 80";
    private const string DefaultRoute = "ip route replace default via 192.168.49.1 dev eth0";

    // Without an entry the client asks for its gateway by ARP, and what refuses the question hides what would refuse the packet.
    private const string KnowGateway = "ip -n {client} neigh replace 169.254.1.1 dev eth0 lladdr ee:ee:ee:ee:ee:ee nud permanent";
    private const string ForgetGateway = "ip -n {client} neigh del 169.254.1.1 dev eth0";

    public static IReadOnlyList<CatalogueFault> All { get; } =
    [
        new("NP3001", "no route leads to the endpoint", $"{KnowGateway}; ip route del 10.244.120.67; ip route del blackhole 10.244.120.64/26; ip route del default", $"{ForgetGateway}; {ServerRoute}; {BlockRoute}; {DefaultRoute}", Symptom.NetworkUnreachable),
        new("NP4006", "the pod has no route back", "ip route del default", "ip route replace default via 169.254.1.1 dev eth0", Symptom.TimedOut) { Space = "numbers" },
        new("NP3002", "the pod's route is gone and Calico's block route takes over", "ip route del 10.244.120.67", ServerRoute, Symptom.TimedOut),
        new("NP3002", "an unreachable route", "ip route replace unreachable 10.244.120.67", $"ip route del 10.244.120.67; {ServerRoute}", Symptom.NoRouteToHost),
        new("NP3002", "a prohibit route", "ip route replace prohibit 10.244.120.67", $"ip route del 10.244.120.67; {ServerRoute}", Symptom.NoRouteToHost),
        new("NP3002", "a policy rule that prohibits", "ip rule add pref 100 to 10.244.120.67 prohibit", "ip rule del pref 100", Symptom.NoRouteToHost),
        new("NP3003", "the route leads to another pod's interface", "ip route replace 10.244.120.67 dev cali5be3ae70b79 scope link", ServerRoute, Symptom.NoRouteToHost),
        new("NP3003", "the route back leads to another pod's interface", "ip route replace 10.244.120.68 dev cali5be3ae70b79 scope link", "ip route replace 10.244.120.68 dev cali241865e94fd scope link", Symptom.TimedOut),
        new("NP3004", "the pod does not answer ARP", "ip link set eth0 arp off", "ip link set eth0 arp on", Symptom.NoRouteToHost) { Space = "numbers" },
        new("NP3005", "forwarding is off on the client's interface, and the client knows its gateway", $"{KnowGateway}; sysctl -qw net.ipv4.conf.cali241865e94fd.forwarding=0", $"{ForgetGateway}; sysctl -qw net.ipv4.conf.cali241865e94fd.forwarding=1", Symptom.TimedOut),
        new("NP3005", "forwarding is off on the client's interface, so that proxy ARP is off too", "sysctl -qw net.ipv4.conf.cali241865e94fd.forwarding=0", "sysctl -qw net.ipv4.conf.cali241865e94fd.forwarding=1", Symptom.NoRouteToHost),
        new("NP3005", "forwarding is off on the whole node", $"{KnowGateway}; sysctl -qw net.ipv4.ip_forward=0", $"{ForgetGateway}; sysctl -qw net.ipv4.ip_forward=1", Symptom.TimedOut),
        new("NP3006", "a strict reverse-path filter, and the client's route is elsewhere", $"{KnowGateway}; sysctl -qw net.ipv4.conf.cali241865e94fd.rp_filter=1; ip route replace 10.244.120.68 dev cali5be3ae70b79 scope link", $"{ForgetGateway}; sysctl -qw net.ipv4.conf.cali241865e94fd.rp_filter=0; ip route replace 10.244.120.68 dev cali241865e94fd scope link", Symptom.TimedOut),
        new("NP3006", "Calico's rpfilter rule, and the client's route is elsewhere", $"{KnowGateway}; iptables-nft -t raw -A PREROUTING -i cali+ -m rpfilter --invert -j DROP; ip route replace 10.244.120.68 dev cali5be3ae70b79 scope link", $"{ForgetGateway}; iptables-nft -t raw -F; iptables-nft -t raw -X; ip route replace 10.244.120.68 dev cali241865e94fd scope link", Symptom.TimedOut),
        new("NP3007", "a policy rule sends the flow to a table that leads to the uplink", "ip route add blackhole default table 100; ip rule add pref 100 to 10.244.120.67 lookup 100", "ip rule del pref 100; ip route flush table 100", Symptom.TimedOut),
        new("NP3009", "the rule for the main table is missing", $"{KnowGateway}; ip rule del pref 32766", $"{ForgetGateway}; ip rule add pref 32766 lookup main", Symptom.TimedOut),
        new("NP3009", "the rule for the main table is missing, so that proxy ARP finds no route either", "ip rule del pref 32766", "ip rule add pref 32766 lookup main", Symptom.NoRouteToHost),
        new("NP3010", "a node port by 127.0.0.1, and route_localnet is off", "for conf in all cali693e13cd073; do sysctl -qw net.ipv4.conf.$conf.route_localnet=0; done", "for conf in all cali693e13cd073; do sysctl -qw net.ipv4.conf.$conf.route_localnet=1; done", Symptom.TimedOut) { Connection = new LabConnection("node", "127.0.0.1", 30080) },
    ];
}
