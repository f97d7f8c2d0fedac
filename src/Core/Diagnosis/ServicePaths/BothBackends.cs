using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Diagnosis.ServicePaths;

/// <summary>NP2013: kube-proxy's rules are in iptables-legacy and in iptables-nft.</summary>
internal static class BothBackends
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP2013",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "Both iptables backends hold kube-proxy's rules, and the kernel asks both",
        EvidenceNeeded = "KUBE-SERVICES with rules in the save of iptables-legacy and in that of iptables-nft, for the same IP version",
        Symptom = "Depends on which of the two the kernel asks first: connections may go by rules that nobody updates any more, to endpoints that are gone",
        Remedy = "One of the two is left over, from before the node's or kube-proxy's iptables changed its backend: its counters and its canary chains tell which is written no more. Remove "
            + "its rules, or restart the node.",
        Commands =
        [
            "iptables-legacy-save -c | grep -c KUBE-",
            "iptables-nft-save -c | grep -c KUBE-",
            "kubectl --namespace kube-system logs --selector k8s-app=kube-proxy | grep -i iptables",
        ],
        Explains = Endings.All,
        OnEveryPath = true,
        IsNarrow = true,
        OnPath = context => context.Outcome.Assumed.IsEmpty || !context.Outcome.Assumed.Exists(DependsOnOrder) ? [] : context.OnNodes("NP2013"),
        OnNode = Check,
    };

    private static bool DependsOnOrder(Netfilter.Evaluation.Assumption assumption) => assumption.Text.Contains("both iptables backends hold rules", StringComparison.Ordinal);

    private static IEnumerable<Observation> Check(NodeContext context)
    {
        foreach (IGrouping<IpFamily, Ruleset> family in context.Snapshot.Host.Netfilter.Rulesets.GroupBy(ruleset => ruleset.Family))
        {
            Chain[] held = [.. family.Select(ruleset => ruleset.Find(TableKind.Nat, "KUBE-SERVICES")).Where(chain => chain is { RuleCount: > 0 }).OfType<Chain>()];
            if (held.Length > 1)
            {
                yield return new Observation(
                    $"KUBE-SERVICES has {held[0].RuleCount} rules in iptables-legacy and {held[1].RuleCount} in iptables-nft ({family.Key})",
                    [.. held.SelectMany(chain => RuleEvidence.Join([RuleEvidence.Of(chain), chain.RuleAt(0).Evidence]))]);
            }
        }
    }
}
