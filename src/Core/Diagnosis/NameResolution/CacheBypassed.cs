using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NameResolution;

/// <summary>NP1007: in IPVS mode the virtual IP is an address of the node that the cache cannot take over.</summary>
internal static class CacheBypassed
{
    // kube-proxy binds all virtual IPs to it in IPVS mode; NodeLocal DNSCache makes the other for its address.
    private const string IpvsInterface = "kube-ipvs0";
    private const string CacheInterface = "nodelocaldns";

    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP1007",
        Severity = nameof(FindingSeverity.Information),
        Meaning = "kube-proxy is in IPVS mode and NodeLocal DNSCache is installed, and pods still ask the virtual IP",
        EvidenceNeeded = "The interfaces kube-ipvs0 and nodelocaldns, and the nameserver line of a resolv.conf",
        Symptom = "None by itself: the cache is bypassed",
        Remedy = "In IPVS mode the cache cannot listen on the DNS Service's virtual IP: set the kubelet's clusterDNS to the cache's own address (169.254.20.10 as a rule), and make the pods anew.",
        Commands = ["ip address show dev nodelocaldns", "grep --after-context=2 clusterDNS /var/lib/kubelet/config.yaml"],
        OnNode = Check,
    };

    private static IEnumerable<Observation> Check(NodeContext context)
    {
        if (context.Host.Links?.Find(IpvsInterface) is not Link ipvs || context.Host.Links.Find(CacheInterface) is not Link cache || context.Host.Addresses is null)
        {
            yield break;
        }

        HashSet<IpAddress> own = [.. context.Host.Addresses.Of(CacheInterface).Select(address => address.Address)];
        HashSet<IpAddress> virtualIPs = [.. context.Host.Addresses.Of(IpvsInterface).Select(address => address.Address)];
        (NamespaceView Space, IpAddress Server, Evidence Line)[] bypassing = [.. NameFacts.ServersOfPods(context).Where(one => virtualIPs.Contains(one.Server) && !own.Contains(one.Server))];
        if (bypassing.Length > 0)
        {
            yield return new Observation(
                $"{bypassing.Length} {(bypassing.Length == 1 ? "pod asks" : "pods ask")} {string.Join(", ", bypassing.Select(one => one.Server).Distinct())}, an address of {IpvsInterface}, and not NodeLocal DNSCache at {string.Join(", ", own)}",
                [ipvs.Evidence, cache.Evidence, .. bypassing.Take(3).Select(one => one.Line)]);
        }
    }
}
