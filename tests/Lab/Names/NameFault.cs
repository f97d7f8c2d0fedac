namespace NetPath.Lab.Names;

/// <summary>Something about name resolution that is broken on the lab's node for one test, and put back afterwards.</summary>
/// <param name="Resolver">The client's resolv.conf.</param>
/// <param name="Break">Shell commands in the node's namespace that break it.</param>
/// <param name="Verdict">What becomes of the name.</param>
/// <param name="Cause">The code that explains it.</param>
/// <param name="Waits">How long the C library waits, in seconds; null where another machine decides.</param>
internal sealed record NameFault(string Resolver, string Break, string Verdict, string Cause, int? Waits)
{
    private const string Dns = "-d 10.96.0.10/32 -p udp -m comment --comment";

    private static readonly string Cache = CacheLab.Asking;

    /// <summary>The faults. All rules are put back after each, and the addresses of the loopback interface.</summary>
    public static IReadOnlyDictionary<string, NameFault> All { get; } = new Dictionary<string, NameFault>
    {
        ["the DNS Service has no endpoint"] = new(
            NameLab.Impatient,
            $"iptables-nft -t nat -D KUBE-SERVICES {Dns} 'kube-system/kube-dns:dns cluster IP' -m udp --dport 53 -j KUBE-SVC-TCOU7JCQXEZGVUNU; "
                + $"iptables-nft -A KUBE-SERVICES {Dns} 'kube-system/kube-dns:dns has no endpoints' -m udp --dport 53 -j REJECT",
            "ServerUnreachable",
            "NP1003",
            0),
        ["the name server is an address that nobody has"] = new(NameLab.Impatient.Replace("10.96.0.10", "192.168.49.77", StringComparison.Ordinal), ":", "ServerUnreachable", "NP1002", 2),
        ["the name server is a machine outside that has no name server"] = new(NameLab.Impatient.Replace("10.96.0.10", "192.168.49.1", StringComparison.Ordinal), ":", "ServerUnreachable", "NP1002", 0),
        ["the cache's address is missing"] = new(Cache, "ip address del 169.254.20.10/32 dev lo", "ServerUnreachable", "NP1004", null),
        ["nothing listens on the cache's address"] = new(Cache, "kill $(ss -Hlnup 'src 169.254.20.10 and sport = :53' | sed -n 's/.*pid=\\([0-9]*\\).*/\\1/p' | head -n 1); sleep 0.3", "ServerUnreachable", "NP1004", 0),
        ["a rule drops queries that are not tracked"] = new(Cache, "iptables-nft -I INPUT -p udp -m conntrack ! --ctstate NEW,RELATED,ESTABLISHED -j DROP", "ServerUnreachable", "NP1005", 2),
        ["a rule drops answers that are not tracked"] = new(Cache, "iptables-nft -I OUTPUT -p udp -m conntrack ! --ctstate NEW,RELATED,ESTABLISHED -j DROP", "ServerUnreachable", "NP1005", 2),
        ["a policy drops what no state lets pass"] = new(Cache, "iptables-nft -F INPUT; iptables-nft -P INPUT DROP; iptables-nft -A INPUT -m conntrack --ctstate NEW,RELATED,ESTABLISHED -j ACCEPT", "ServerUnreachable", "NP1005", 2),
        ["a network policy drops queries"] = new(NameLab.Impatient, "iptables-nft -I FORWARD -p udp --dport 53 -j DROP", "ServerUnreachable", "NP6", 2),
    };
}
