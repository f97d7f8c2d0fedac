using NetPath.Core.Tracing;

namespace NetPath.Lab.Findings;

/// <summary>Family NP8, the endpoint and its program: each row that a node alone shows as a fault of the lab.</summary>
internal static class EndpointFaults
{
    // A connection to the pod's own server goes to a port where nobody listens.
    private const string OtherPort = "iptables-nft -t nat -I KUBE-SEP-E4SSCTGR3GJGHN43 -p tcp -j DNAT --to-destination 10.244.120.67:";
    private const string OwnPort = "iptables-nft -t nat -D KUBE-SEP-E4SSCTGR3GJGHN43 1";

    // A program that listens and never accepts: PORT BACKLOG ADDRESS. It ends by itself.
    private const string Listen = "perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(LocalAddr => $ARGV[2], LocalPort => $ARGV[0], Listen => $ARGV[1]) or die; sleep 60' ";

    public static IReadOnlyList<CatalogueFault> All { get; } =
    [
        new("NP8001", "nothing listens on the target port", $"{OtherPort}81", OwnPort, Symptom.ConnectionRefused),
        new("NP8002", "the program listens on 127.0.0.1 only", $"{OtherPort}82; ip netns exec {{numbers}} {Listen} 82 5 127.0.0.1 >/dev/null 2>&1 & echo $! > {{state}}/listener; sleep 1", $"{OwnPort}; kill $(cat {{state}}/listener)", Symptom.ConnectionRefused),
        new("NP8003", "the accept queue is full", $"""
            {OtherPort}83
            ip netns exec {"{numbers}"} {Listen} 83 1 0.0.0.0 >/dev/null 2>&1 & echo $! > {"{state}"}/listener
            sleep 1
            for i in 1 2 3; do
                ip netns exec {"{client}"} perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(PeerAddr => "10.244.120.67", PeerPort => 83, Timeout => 1); sleep 60' >/dev/null 2>&1 &
                echo $! >> {"{state}"}/listener
            done
            sleep 1
            """, $"{OwnPort}; kill $(cat {{state}}/listener)", Symptom.TimedOut) { IsRemembered = true },
    ];
}
