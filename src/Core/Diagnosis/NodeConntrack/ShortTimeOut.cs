using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeConntrack;

/// <summary>NP7008: connection tracking forgets idle connections before their clients ask whether the other side lives.</summary>
internal static class ShortTimeOut
{
    private const string TimeOut = "net/netfilter/nf_conntrack_tcp_timeout_established";
    private const string KeepAlive = "net/ipv4/tcp_keepalive_time";

    // tcp_keepalive_time of each new namespace, in seconds (TCP_KEEPALIVE_TIME in include/net/tcp.h).
    private const long DefaultKeepAlive = 7200;

    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP7008",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "Connection tracking forgets an idle connection sooner than its ends send a keep-alive",
        EvidenceNeeded = "nf_conntrack_tcp_timeout_established of the node, and tcp_keepalive_time (7200 seconds where it is not set)",
        Symptom = "Connections that were idle for a while are reset or hang when they are used again",
        Remedy = "Raise the time-out above the keep-alive (kube-proxy sets it to 24 hours: conntrack.tcpEstablishedTimeout), or let clients and servers send keep-alives more often.",
        Commands = ["sysctl -w net.netfilter.nf_conntrack_tcp_timeout_established=86400", "sysctl -w net.ipv4.tcp_keepalive_time=<seconds>"],
        OnNode = Check,
    };

    private static IEnumerable<Observation> Check(NodeContext context)
    {
        if (context.Host.Sysctl is not SysctlTable settings || settings.Number(TimeOut) is not long seconds)
        {
            yield break;
        }

        // The longest that any of the node's pods waits.
        NamespaceView? slowest = context.Network.Spaces.Where(space => space.Sysctl?.Number(KeepAlive) is not null).MaxBy(space => space.Sysctl!.Number(KeepAlive));
        long wait = slowest?.Sysctl!.Number(KeepAlive) ?? DefaultKeepAlive;
        if (seconds < wait)
        {
            yield return new Observation(
                $"{context.Host.Name} forgets idle TCP connections after {seconds} s, and the first keep-alive of {slowest?.Name ?? "a socket that asks for one"} comes after {wait} s",
                [settings.EvidenceFor(TimeOut)!, .. new[] { slowest?.Sysctl!.EvidenceFor(KeepAlive) }.OfType<Evidence>()])
            {
                Names = [("seconds", $"{Math.Max(1, seconds / 2)}")],
            };
        }
    }
}
