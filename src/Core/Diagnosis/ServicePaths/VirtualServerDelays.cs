using System.Globalization;
using NetPath.Core.Services.Ipvs;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Diagnosis.ServicePaths;

/// <summary>NP2012: real servers that get no connections, and settings of IPVS that delay or lose some.</summary>
internal static class VirtualServerDelays
{
    private const string ReuseMode = "net/ipv4/vs/conn_reuse_mode";
    private const string ExpireNoDestination = "net/ipv4/vs/expire_nodest_conn";

    // "ipvs: allow connection reuse for unconfirmed conntrack" (Linux 5.9); kube-proxy calls it connReuseModeFixedKernelVersion.
    private static readonly Version ReuseMended = new(5, 9);

    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP2012",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "A real server of IPVS has the weight 0, or settings of IPVS delay connections or send them to a server that is gone",
        EvidenceNeeded = "The real server's line of ipvsadm -Sn; net.ipv4.vs.conn_reuse_mode on a kernel before 5.9, or net.ipv4.vs.expire_nodest_conn at 0",
        Symptom = "Connections that take a second longer, or that go nowhere until their entry expires",
        Remedy = "A weight of 0 is how kube-proxy lets the connections of an endpoint that ends run out: if it stays, restart kube-proxy's pod. Set expire_nodest_conn to 1, as kube-proxy does when "
            + "it starts; with a kernel before 5.9 neither value of conn_reuse_mode is right (1 delays, 0 keeps old servers), so update it.",
        Commands =
        [
            "ipvsadm -Ln",
            "sysctl -w net.ipv4.vs.expire_nodest_conn=1",
            "sysctl net.ipv4.vs.conn_reuse_mode",
        ],
        OnNode = Check,
    };

    private static IEnumerable<Observation> Check(NodeContext context)
    {
        VirtualServerTable servers = context.Snapshot.Host.VirtualServers;
        foreach (VirtualServer server in servers.Servers)
        {
            RealServer[] idle = [.. server.RealServers.Where(real => real.Weight == 0)];
            if (idle.Length > 0)
            {
                yield return new Observation($"{string.Join(", ", idle.Select(real => real.Target))} of the virtual server {server} {(idle.Length == 1 ? "has" : "have")} the weight 0 and {(idle.Length == 1 ? "gets" : "get")} no new connections",
                    [.. idle.Select(real => real.Evidence)])
                {
                    Subject = server.ToString(),
                };
            }
        }

        if (servers.Servers.Count == 0 || context.Host.Sysctl is not SysctlTable settings)
        {
            yield break;
        }

        if (settings.Number(ExpireNoDestination) == 0)
        {
            yield return new Observation("connections to a real server that was taken away are dropped silently until they expire (expire_nodest_conn is 0)", settings.EvidenceFor(ExpireNoDestination)!) { Subject = ExpireNoDestination };
        }

        if (settings.Number(ReuseMode) is long mode && Release(context.Snapshot.KernelRelease) is Version release && release < ReuseMended)
        {
            yield return new Observation(
                mode == 0
                    ? $"a client that uses a port again is sent to its old real server, even one that ends (conn_reuse_mode is 0, Linux {context.Snapshot.KernelRelease})"
                    : $"a client that uses a port again waits a second for its connection (conn_reuse_mode is {mode}, Linux {context.Snapshot.KernelRelease})",
                settings.EvidenceFor(ReuseMode)!,
                new Evidence("manifest.json", 0, $"kernelRelease {context.Snapshot.KernelRelease}"))
            {
                Subject = ReuseMode,
            };
        }
    }

    private static Version? Release(string release)
    {
        string[] numbers = release.Split('.', '-', '+');
        return numbers.Length > 1
            && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minor)
            ? new Version(major, minor)
            : null;
    }
}
