using NetPath.Core.Dns;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NameResolution;

/// <summary>NP1002: the client asks a server that is not the cluster's.</summary>
internal static class ForeignNameServer
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP1002",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The name server is neither the virtual IP of a DNS Service nor an address of this node",
        EvidenceNeeded = "The nameserver line of the client's resolv.conf, against the Services and the node's addresses",
        Symptom = "Name not resolved",
        Remedy = "Give the pod dnsPolicy ClusterFirst (ClusterFirstWithHostNet with hostNetwork), and the kubelet's clusterDNS the virtual IP of the cluster's DNS Service or the address of "
            + "NodeLocal DNSCache. Pods take over a change when they are made anew.",
        Commands =
        [
            "kubectl --namespace kube-system get service --selector k8s-app=kube-dns",
            "kubectl get pod <pod> --output jsonpath={.spec.dnsPolicy}",
            "grep --after-context=2 clusterDNS /var/lib/kubelet/config.yaml",
        ],
        Explains = [Disposition.NameNotResolved],
        OnEveryPath = true,
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        foreach ((NameHop hop, ServiceNameResolution resolution, NameServer server) in NameFacts.Asked(context))
        {
            bool foreign = server.Kind == nameof(NameServerKind.Outside)
                || (server.Kind == nameof(NameServerKind.Pod) && server.Symptom != nameof(Symptom.Connected));
            if (foreign && resolution.Verdict is nameof(NameVerdict.ServerUnreachable) or nameof(NameVerdict.Unknown))
            {
                yield return new Observation($"{resolution.From} asks {server.Address} for {resolution.Name}, which is neither a DNS Service's virtual IP nor an address of {resolution.Node}: {server.Reason}", server.Evidence)
                {
                    Hop = hop,
                    Subject = resolution.From,
                    Names = [("pod", resolution.From)],
                };
            }
        }
    }
}
