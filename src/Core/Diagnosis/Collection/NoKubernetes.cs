using NetPath.Core.Netfilter;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Diagnosis.Collection;

/// <summary>NP9004: nothing says that the node is one of Kubernetes.</summary>
internal static class NoKubernetes
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP9004",
        Severity = nameof(FindingSeverity.Information),
        Meaning = "The node does not look like one of Kubernetes: it has no rules of kube-proxy in any mode",
        EvidenceNeeded = "The rulesets that were collected, none of which has a chain of kube-proxy",
        Symptom = "None; no virtual IP is translated here",
        Remedy = "Take the snapshot on the node itself, not in a pod or a container of its own network, as root. If the node is the right one, see whether kube-proxy runs there.",
        Commands = ["kubectl --namespace kube-system get pods --selector k8s-app=kube-proxy --field-selector spec.nodeName=<node> --output wide"],
        OnNode = Check,
    };

    private static IEnumerable<Observation> Check(NodeContext context)
    {
        NetfilterConfiguration rules = context.Snapshot.Host.Netfilter;
        bool other = rules.NativeChains.Any(chain => chain.Table == "kube-proxy")
            || context.Host.Addresses?.Of("kube-ipvs0").Any() == true
            || context.Host.Links?.Find("cilium_host") is not null;
        if (other || rules.MissingFor(Packets.IpFamily.IPv4).Any() || rules.Rulesets.Any(HoldsKubernetes))
        {
            yield break;
        }

        Evidence[] searched = rules.Rulesets.Count > 0
            ? [.. rules.Rulesets.Select(ruleset => new Evidence(ruleset.File, 0, $"{ruleset.Tables.Sum(table => table.Chains.Count)} chains, none of which begins with KUBE-"))]
            : [new Evidence("host/netfilter", 0, "no tables")];
        yield return new Observation($"{context.Snapshot.NodeName} has no chain of kube-proxy, no nftables table kube-proxy and no kube-ipvs0", searched);
    }

    private static bool HoldsKubernetes(Ruleset ruleset) => ruleset.Tables.Any(table => table.Chains.Any(chain => chain.Name.StartsWith("KUBE-", StringComparison.Ordinal)));
}
