namespace NetPath.Lab.Names;

/// <summary>A node with NodeLocal DNSCache: its address, its rules, and a name server that listens there.</summary>
public sealed class CacheLab() : NameLab("cache")
{
    /// <summary>The cache's address.</summary>
    public const string Address = "169.254.20.10";

    /// <summary>The resolv.conf of a pod that asks the cache.</summary>
    public static string Asking { get; } = Impatient.Replace("10.96.0.10", Address, StringComparison.Ordinal);

    // The rules that node-cache of github.com/kubernetes/dns writes (cmd/node-cache/app/cache_app.go), with its comments. This kernel has no dummy interfaces: the
    // address is on the loopback interface.
    internal const string Install = """
        ip address add 169.254.20.10/32 dev lo
        iptables-nft-restore --noflush <<'END'
        *raw
        -I PREROUTING -d 169.254.20.10/32 -p tcp -m tcp --dport 53 -m comment --comment "NodeLocal DNS Cache: skip conntrack" -j NOTRACK
        -I PREROUTING -d 169.254.20.10/32 -p udp -m udp --dport 53 -m comment --comment "NodeLocal DNS Cache: skip conntrack" -j NOTRACK
        -I OUTPUT -s 169.254.20.10/32 -p tcp -m tcp --sport 53 -m comment --comment "NodeLocal DNS Cache: skip conntrack" -j NOTRACK
        -I OUTPUT -s 169.254.20.10/32 -p udp -m udp --sport 53 -m comment --comment "NodeLocal DNS Cache: skip conntrack" -j NOTRACK
        -I OUTPUT -d 169.254.20.10/32 -p tcp -m tcp --dport 53 -m comment --comment "NodeLocal DNS Cache: skip conntrack" -j NOTRACK
        -I OUTPUT -d 169.254.20.10/32 -p udp -m udp --dport 53 -m comment --comment "NodeLocal DNS Cache: skip conntrack" -j NOTRACK
        COMMIT
        *filter
        -I INPUT -d 169.254.20.10/32 -p tcp -m tcp --dport 53 -m comment --comment "NodeLocal DNS Cache: allow DNS traffic" -j ACCEPT
        -I INPUT -d 169.254.20.10/32 -p udp -m udp --dport 53 -m comment --comment "NodeLocal DNS Cache: allow DNS traffic" -j ACCEPT
        -I OUTPUT -s 169.254.20.10/32 -p tcp -m tcp --sport 53 -m comment --comment "NodeLocal DNS Cache: allow DNS traffic" -j ACCEPT
        -I OUTPUT -s 169.254.20.10/32 -p udp -m udp --sport 53 -m comment --comment "NodeLocal DNS Cache: allow DNS traffic" -j ACCEPT
        COMMIT
        END
        """;

    private bool _installed;

    /// <summary>Builds the node with its cache; the client asks the cache.</summary>
    public void UpWithCache(LabNode lab)
    {
        Up(lab);
        if (!_installed)
        {
            Inside("node", "sh", "-ec", Install).OrFail();
            Serve(Address);
            _installed = true;
        }

        Resolver(Asking);
    }
}
