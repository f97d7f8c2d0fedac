using NetPath.Core.Tracing;

namespace NetPath.Lab;

/// <summary>Something that is broken on the lab's node for one test, and put back afterwards.</summary>
/// <param name="Space">The namespace in which the commands run.</param>
/// <param name="Break">Shell commands that break it; {client} stands for the client's namespace.</param>
/// <param name="Mend">Shell commands that put it back.</param>
/// <param name="Expected">How the packet's way must end according to NetPath.</param>
/// <param name="Reply">How the answer's way must end; null when there is no answer.</param>
internal sealed record Fault(string Space, string Break, string Mend, Disposition Expected, Disposition? Reply = null)
{
    private const string Server = "ip route replace 10.244.120.67 dev cali693e13cd073 scope link";

    private const string KnowGateway = "ip -n {client} neigh replace 169.254.1.1 dev eth0 lladdr ee:ee:ee:ee:ee:ee nud permanent";
    private const string ForgetGateway = "ip -n {client} neigh del 169.254.1.1 dev eth0";

    /// <summary>The faults, each on the way from the client to the Service numbers-api.</summary>
    public static IReadOnlyDictionary<string, Fault> All { get; } = new Dictionary<string, Fault>
    {
        ["the pod's route is gone and Calico's block route takes over"] = new("node", "ip route del 10.244.120.67", Server, Disposition.Blackholed),
        ["an unreachable route"] = new("node", "ip route replace unreachable 10.244.120.67", $"ip route del 10.244.120.67; {Server}", Disposition.Unreachable),
        ["a prohibit route"] = new("node", "ip route replace prohibit 10.244.120.67", $"ip route del 10.244.120.67; {Server}", Disposition.Prohibited),
        ["a policy rule that prohibits"] = new("node", "ip rule add pref 100 to 10.244.120.67 prohibit", "ip rule del pref 100", Disposition.Prohibited),
        ["the route leads to another pod's interface"] = new("node", "ip route replace 10.244.120.67 dev cali5be3ae70b79 scope link", Server, Disposition.NeighbourUnresolved),
        ["forwarding is off on the client's interface, so that proxy ARP is off too"] = new("node", "sysctl -qw net.ipv4.conf.cali241865e94fd.forwarding=0", "sysctl -qw net.ipv4.conf.cali241865e94fd.forwarding=1", Disposition.NeighbourUnresolved),
        ["forwarding is off on the client's interface, and the client knows its gateway"] = new("node", KnowGateway + "; sysctl -qw net.ipv4.conf.cali241865e94fd.forwarding=0", ForgetGateway + "; sysctl -qw net.ipv4.conf.cali241865e94fd.forwarding=1", Disposition.ForwardingDisabled),
        ["strict reverse-path filter, and the client's route is elsewhere"] = new("node", KnowGateway + "; sysctl -qw net.ipv4.conf.cali241865e94fd.rp_filter=1; ip route replace 10.244.120.68 dev cali5be3ae70b79 scope link", ForgetGateway + "; sysctl -qw net.ipv4.conf.cali241865e94fd.rp_filter=0; ip route replace 10.244.120.68 dev cali241865e94fd scope link", Disposition.ReversePathFiltered),
        ["a rule drops in FORWARD"] = new("node", "iptables-nft -I FORWARD -d 10.244.120.67 -p tcp --dport 80 -j DROP", "iptables-nft -D FORWARD 1", Disposition.Dropped),
        ["a rule rejects with host-prohibited"] = new("node", "iptables-nft -I FORWARD -d 10.244.120.67 -j REJECT --reject-with icmp-host-prohibited", "iptables-nft -D FORWARD 1", Disposition.Rejected),
        ["a rule rejects with net-unreachable"] = new("node", "iptables-nft -I FORWARD -d 10.244.120.67 -j REJECT --reject-with icmp-net-unreachable", "iptables-nft -D FORWARD 1", Disposition.Rejected),
        ["a rule rejects with a reset"] = new("node", "iptables-nft -I FORWARD -d 10.244.120.67 -p tcp -j REJECT --reject-with tcp-reset", "iptables-nft -D FORWARD 1", Disposition.Rejected),
        ["a rule drops the answer only"] = new("node", "iptables-nft -I FORWARD -s 10.244.120.67 -j DROP", "iptables-nft -D FORWARD 1", Disposition.Delivered, Disposition.Dropped),
        ["a rule accepts in nat PREROUTING before kube-proxy is asked"] = new("node", "iptables-nft -t nat -I PREROUTING -d 10.109.60.134 -j ACCEPT", "iptables-nft -t nat -D PREROUTING 1", Disposition.NotTranslated),
        ["conntrack is skipped"] = new("node", "iptables-nft -t raw -A PREROUTING -d 10.109.60.134 -j NOTRACK", "iptables-nft -t raw -F; iptables-nft -t raw -X", Disposition.NotTranslated),
        ["nothing jumps to kube-proxy's chains"] = new("node", "iptables-nft -t nat -D PREROUTING 1", "iptables-nft -t nat -I PREROUTING -m comment --comment 'kubernetes service portals' -j KUBE-SERVICES", Disposition.NotTranslated),
        ["the Service's chain is empty"] = new("node", "iptables-nft-save -t nat > /run/netpath-lab-nat.$$; iptables-nft -t nat -F KUBE-SVC-BE5LIK4X2OAKIEFX; mv /run/netpath-lab-nat.$$ /run/netpath-lab-nat", "iptables-nft-restore < /run/netpath-lab-nat; rm -f /run/netpath-lab-nat", Disposition.NotTranslated),
        ["a rule lets the time to live run out"] = new("node", "iptables-nft -t mangle -A PREROUTING -i cali241865e94fd -j TTL --ttl-set 1", "iptables-nft -t mangle -D PREROUTING 1", Disposition.TimeToLiveExceeded),
        ["the pod does not answer ARP"] = new("numbers", "ip link set eth0 arp off", "ip link set eth0 arp on", Disposition.NeighbourUnresolved),
        ["the pod ignores ARP by arp_ignore"] = new("numbers", "sysctl -qw net.ipv4.conf.all.arp_ignore=8", "sysctl -qw net.ipv4.conf.all.arp_ignore=0", Disposition.NeighbourUnresolved),
        ["the pod's end is down"] = new("numbers", "ip link set eth0 down", "ip link set eth0 up; ip route replace 169.254.1.1 dev eth0 scope link; ip route replace default via 169.254.1.1 dev eth0", Disposition.LinkDown),
        ["the pod has no route back"] = new("numbers", "ip route del default", "ip route replace default via 169.254.1.1 dev eth0", Disposition.Delivered, Disposition.NoRoute),
        ["the pod's own rules drop"] = new("numbers", "iptables-nft -I INPUT -p tcp --dport 80 -j DROP", "iptables-nft -F; iptables-nft -X", Disposition.Dropped),
        ["the client has no route"] = new("client", "ip route del default", "ip route replace default via 169.254.1.1 dev eth0", Disposition.NoRoute),
        ["nobody answers for the client's gateway"] = new("node", "sysctl -qw net.ipv4.conf.cali241865e94fd.proxy_arp=0", "sysctl -qw net.ipv4.conf.cali241865e94fd.proxy_arp=1", Disposition.NeighbourUnresolved),
        ["the Service is translated to a port where nobody listens"] = new("node", "iptables-nft -t nat -I KUBE-SEP-E4SSCTGR3GJGHN43 -p tcp -j DNAT --to-destination 10.244.120.67:81", "iptables-nft -t nat -D KUBE-SEP-E4SSCTGR3GJGHN43 1", Disposition.NotListening, Disposition.Delivered),
    };
}
