using NetPath.Core.Tracing;

namespace NetPath.Lab.Findings;

/// <summary>Family NP7, connection tracking and translation: rows that are one connection's fault.</summary>
internal static class ConntrackFaults
{
    private const string FewPorts = "iptables-nft -t nat -I POSTROUTING -s 10.244.120.68 -d 10.244.104.30 -p tcp -j MASQUERADE --to-ports 40000-40004";
    private const string NoFewPorts = "iptables-nft -t nat -D POSTROUTING 1";

    // Connections that are open and that nobody uses.
    private const string Hold = "perl -MIO::Socket::INET -e '@s = map { IO::Socket::INET->new(PeerAddr => \"10.103.7.12\", PeerPort => 80, Timeout => 2) } 1 .. 5; sleep 60'";

    public static IReadOnlyList<CatalogueFault> All { get; } =
    [
        new("NP7005", "all source ports of a masquerade are taken", $"{FewPorts}; ip netns exec {{client}} {Hold} >/dev/null 2>&1 & echo $! > {{state}}/holder; sleep 1", $"{NoFewPorts}; kill $(cat {{state}}/holder)", Symptom.TimedOut)
        {
            Connection = new LabConnection("client", "10.103.7.12", 80),
            IsRemembered = true,
            NeedsEntries = true,
            LeavesTraces = true,
        },
        new("NP7006", "a masquerade between pods", "iptables-nft -t nat -I POSTROUTING -s 10.244.0.0/16 -j MASQUERADE", "iptables-nft -t nat -D POSTROUTING 1", Symptom.Connected),
        new("NP7008", "idle connections are forgotten after five minutes", "sysctl -qw net.netfilter.nf_conntrack_tcp_timeout_established=300", "sysctl -qw net.netfilter.nf_conntrack_tcp_timeout_established=432000", Symptom.Connected) { IsOfNode = true },
    ];
}
