namespace NetPath.Lab.Findings;

/// <summary>One fault of the lab's node, what a client then really sees, and the code that must be named as the cause.</summary>
/// <param name="Code">The code that explains it.</param>
/// <param name="Break">Shell commands, run in the node's namespace; {numbers} and its like stand for the lab's other namespaces.</param>
/// <param name="Mend">Shell commands that undo them, where putting the rules back is not enough; empty for none.</param>
/// <param name="Address">The address that the client connects to.</param>
/// <param name="Port">The port.</param>
/// <param name="From">The client's namespace.</param>
/// <param name="Source">The client's address; null for its kernel's choice.</param>
/// <param name="Subject">Words that the finding's message must hold.</param>
internal sealed record PathFault(string Code, string Break, string Subject, string Address = "10.109.60.134", int Port = 80, string From = "client", string? Source = null, string Mend = "")
{
    private const string Entry = "KUBE-SERVICES -d 10.109.60.134/32 -p tcp -m comment --comment 'default/numbers-api cluster IP' -m tcp --dport 80 -j KUBE-SVC-BE5LIK4X2OAKIEFX";

    /// <summary>The faults by a name.</summary>
    public static IReadOnlyDictionary<string, PathFault> All { get; } = new Dictionary<string, PathFault>
    {
        ["NP2001: the Service's rule in KUBE-SERVICES is gone"] = new("NP2001", $"iptables-nft -t nat -D {Entry}", "though the chain KUBE-SVC-BE5LIK4X2OAKIEFX of default/numbers-api is there"),
        ["NP2001: a port that the Service does not have"] = new("NP2001", "true", "default/numbers-api has 80/tcp", Port: 8080),
        ["NP2002: a Service without endpoints"] = new("NP2002", "true", "default/numbers-empty has no endpoints", "10.106.0.1"),
        ["NP2002: the same from the node"] = new("NP2002", "true", "default/numbers-empty has no endpoints", "10.106.0.1", From: "node"),
        ["NP2003: traffic policy Local without a local endpoint"] = new("NP2003", "true", "default/numbers-remote:http has no endpoint on", "203.0.113.54", From: "outside"),
        ["NP2004: the client is in no source range"] = new("NP2004", "true", "198.51.100.5 is in none of the source ranges of default/numbers-lb:http", "203.0.113.50", From: "outside", Source: "198.51.100.5"),
        ["NP2005: nothing leads to KUBE-SERVICES from PREROUTING"] = new("NP2005", "iptables-nft -t nat -F PREROUTING", "nat PREROUTING"),
        ["NP2005: nothing leads to KUBE-SERVICES from OUTPUT"] = new("NP2005", "iptables-nft -t nat -F OUTPUT", "nat OUTPUT", From: "node"),
        ["NP2006: the Service's chain is empty"] = new("NP2006", "iptables-nft -t nat -F KUBE-SVC-BE5LIK4X2OAKIEFX", "KUBE-SVC-BE5LIK4X2OAKIEFX, which is empty"),
        ["NP2006: the endpoint's chain is empty"] = new("NP2006", "iptables-nft -t nat -F KUBE-SEP-E4SSCTGR3GJGHN43", "KUBE-SEP-E4SSCTGR3GJGHN43, which is empty"),
        ["NP2006: KUBE-SERVICES is empty"] = new("NP2006", "iptables-nft -t nat -F KUBE-SERVICES", "KUBE-SERVICES, which is empty"),
        ["NP2015: a pod reaches itself without being masqueraded"] = new("NP2015", "iptables-nft -t nat -D KUBE-SEP-E4SSCTGR3GJGHN43 1", "its own endpoint", From: "numbers"),
        ["NP2016: the node port is taken on one address, and asked for on another"] = new(
            "NP2016",
            "iptables-nft -t nat -D KUBE-SERVICES $(iptables-nft -t nat -S KUBE-SERVICES | grep -c -- -A); iptables-nft -t nat -A KUBE-SERVICES -d 192.168.49.2 -j KUBE-NODEPORTS; ip address add 192.168.49.22/24 dev eth0",
            "does not take it on 192.168.49.22",
            "192.168.49.22",
            30080,
            "outside",
            Mend: "ip address del 192.168.49.22/24 dev eth0"),
        ["NP2019: a rule before KUBE-SERVICES accepts"] = new("NP2019", "iptables-nft -t nat -I PREROUTING -d 10.96.0.0/12 -j ACCEPT", "accepts the packet"),
        ["NP2019: a rule before KUBE-SERVICES translates to a port where nobody listens"] = new("NP2019", "iptables-nft -t nat -I PREROUTING -p tcp -d 10.109.60.134 --dport 80 -j DNAT --to-destination 10.244.120.67:81", "10.244.120.67:81 before kube-proxy's rules"),
        ["NP2019: conntrack is skipped"] = new("NP2019", "iptables-nft -t raw -A PREROUTING -d 10.109.60.134 -j NOTRACK", "out of connection tracking"),
        ["NP6001: Calico's chain of the pod drops what no profile matched"] = new(
            "NP6001",
            "iptables-nft -N cali-FORWARD; iptables-nft -N cali-tw-cali693e13cd073; iptables-nft -I FORWARD -j cali-FORWARD; iptables-nft -A cali-FORWARD -o cali693e13cd073 -j cali-tw-cali693e13cd073;"
                + " iptables-nft -A cali-tw-cali693e13cd073 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT; iptables-nft -A cali-tw-cali693e13cd073 -m comment --comment 'Drop if no profiles matched' -j DROP",
            "Drop if no profiles matched"),
        ["NP6001: kube-router's chain of the pod rejects"] = new(
            "NP6001",
            "iptables-nft -N KUBE-POD-FW-ABCDEFGHIJKLMNOP; iptables-nft -I FORWARD -d 10.244.120.67 -j KUBE-POD-FW-ABCDEFGHIJKLMNOP; iptables-nft -A KUBE-POD-FW-ABCDEFGHIJKLMNOP -j REJECT --reject-with icmp-port-unreachable",
            "KUBE-POD-FW-ABCDEFGHIJKLMNOP"),
        ["NP6002: the policy of FORWARD drops"] = new("NP6002", "iptables-nft -P FORWARD DROP", "the policy of filter FORWARD"),
        ["NP6003: a rule drops"] = new("NP6003", "iptables-nft -I FORWARD -d 10.244.120.67 -p tcp --dport 80 -m comment --comment 'audit 7' -j DROP", "filter FORWARD rule 1 (audit 7)"),
        ["NP6003: a rule rejects"] = new("NP6003", "iptables-nft -I FORWARD -d 10.244.120.67 -p tcp -j REJECT --reject-with tcp-reset", "filter FORWARD rule 1"),
        ["NP6003: a rule drops the answer"] = new("NP6003", "iptables-nft -I FORWARD -s 10.244.120.67 -j DROP", "the answer"),
        ["NP6004: the answer is INVALID, since conntrack did not see the question"] = new("NP6004", "iptables-nft -t raw -A PREROUTING -d 10.244.120.67 -j NOTRACK", "INVALID there", "10.244.120.67"),
        ["NP6006: the pod's own rules drop"] = new("NP6006", "ip netns exec {numbers} iptables-nft -I INPUT -p tcp --dport 80 -j DROP", "filter INPUT rule 1 in numbers-api", Mend: "ip netns exec {numbers} nft flush ruleset"),
    };
}
