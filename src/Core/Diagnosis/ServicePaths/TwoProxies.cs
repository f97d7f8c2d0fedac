using NetPath.Core.Links;
using NetPath.Core.Netfilter;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Diagnosis.ServicePaths;

/// <summary>NP2014: chains of the iptables mode beside the nftables or the IPVS mode.</summary>
internal static class TwoProxies
{
    private const string NativeTable = "kube-proxy";

    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP2014",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "Two proxies handle Services at once: chains of kube-proxy's iptables mode beside its nftables or IPVS mode",
        EvidenceNeeded = "A KUBE-SVC-… chain with rules, and the nftables table kube-proxy or the device kube-ipvs0 with addresses",
        Symptom = "Connections go to the wrong endpoint, or to one that is gone: the proxy that was switched off updates its rules no more",
        Remedy = "kube-proxy's mode was changed and the old mode's rules were left. Clean up with kube-proxy itself, or restart the node.",
        Commands =
        [
            "kube-proxy --cleanup",
            "kubectl --namespace kube-system get configmap kube-proxy --output yaml | grep mode",
        ],
        Explains = Endings.All,
        OnEveryPath = true,
        IsNarrow = true,
        OnPath = context => context.Outcome.Assumed.IsEmpty || !context.Outcome.Assumed.Exists(IsOfProxy) ? [] : context.OnNodes("NP2014"),
        OnNode = Check,
    };

    private static bool IsOfProxy(Netfilter.Evaluation.Assumption assumption) =>
        assumption.Text.Contains($"table ip {NativeTable} ", StringComparison.Ordinal) || assumption.Text.Contains($"table ip6 {NativeTable} ", StringComparison.Ordinal);

    private static IEnumerable<Observation> Check(NodeContext context)
    {
        NetfilterConfiguration rules = context.Snapshot.Host.Netfilter;
        Chain? left = rules.Rulesets.SelectMany(Chains).FirstOrDefault();
        if (left is null)
        {
            yield break;
        }

        if (rules.NativeChains.FirstOrDefault(chain => chain.Table == NativeTable && chain.HasEffect) is NativeBaseChain native)
        {
            yield return new Observation($"the nftables table {native.Family} {NativeTable} handles Services, and so does {left.Name} with its like in iptables", RuleEvidence.Join([native.Evidence, RuleEvidence.Of(left)]));
        }

        LinkAddress[] virtuals = [.. context.Host.Addresses?.Of("kube-ipvs0") ?? []];
        if (virtuals.Length > 0)
        {
            yield return new Observation(
                $"kube-ipvs0 holds {virtuals.Length} {(virtuals.Length == 1 ? "virtual IP" : "virtual IPs")} for IPVS, and {left.Name} with its like still translates in iptables",
                RuleEvidence.Join([context.Host.Links?.Find("kube-ipvs0")?.Evidence, RuleEvidence.Of(left)]));
        }
    }

    private static IEnumerable<Chain> Chains(Ruleset ruleset) => ruleset.Find(TableKind.Nat)?.Chains
        .Where(chain => chain.RuleCount > 0 && chain.Name.StartsWith(KubeChainName.ServicePrefix, StringComparison.Ordinal)) ?? [];
}
