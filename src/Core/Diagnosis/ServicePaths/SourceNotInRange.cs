using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.ServicePaths;

/// <summary>NP2004: loadBalancerSourceRanges keep the client out.</summary>
internal static class SourceNotInRange
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP2004",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The client's address is in none of the Service's loadBalancerSourceRanges, so kube-proxy drops its connections to the load balancer's address",
        EvidenceNeeded = "The rule of KUBE-PROXY-FIREWALL (until 1.24: KUBE-MARK-DROP) that the packet met, and the ranges in the Service's chain KUBE-FW-…",
        Symptom = "The client times out",
        Remedy = "Add the client's network to spec.loadBalancerSourceRanges. Look at the source that the node sees: a proxy or a masquerading router in front of it shows its own address.",
        Commands =
        [
            "kubectl --namespace <namespace> get service <service> --output jsonpath='{.spec.loadBalancerSourceRanges}'",
        ],
        Explains = [Disposition.Dropped],
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        if (context.End is not RuleHop { Effect: nameof(RuleEffect.Drop), Step.Rule: { } rule } end
            || !(end.Chain.StartsWith("KUBE-", StringComparison.Ordinal)))
        {
            yield break;
        }

        // Since 1.25 a rule of its own drops what KUBE-FW-… did not take; before, KUBE-FW-… marked it for KUBE-FIREWALL to drop.
        RuleHop? marked = context.Way.OfType<RuleHop>().LastOrDefault(hop => hop.Target == "KUBE-MARK-DROP" && hop.Chain.StartsWith(KubeChainName.FirewallPrefix, StringComparison.Ordinal));
        bool byFirewall = end.Chain == "KUBE-PROXY-FIREWALL" && rule.Comment.Contains("traffic not accepted by", StringComparison.Ordinal);
        if (!byFirewall && marked is null)
        {
            yield break;
        }

        string? name = byFirewall ? rule.Comment.Split(' ', StringSplitOptions.RemoveEmptyEntries).LastOrDefault(word => word.StartsWith(KubeChainName.FirewallPrefix, StringComparison.Ordinal)) : marked!.Chain;
        Chain? ranges = name is null ? null : Find(context, name);
        string service = EntryComment.ServiceOf(byFirewall ? rule : marked!.Step?.Rule ?? rule) ?? context.Trace.Service ?? context.Trace.Packet.Destination;
        yield return new Observation(
            $"{end.Before.Source} is in none of the source ranges of {service}: {end.Chain} rule {end.RuleNumber} of kube-proxy drops the connection",
            RuleEvidence.Join([rule.Evidence, marked?.Step?.Rule.Evidence, .. ranges is null ? (IEnumerable<Evidence>)[] : RuleEvidence.Rules(ranges)]))
        {
            Hop = end,
            Subject = service,
            Names = EntryComment.NamesOf(byFirewall ? rule : marked!.Step?.Rule ?? rule),
        };
    }

    private static Chain? Find(PathContext context, string name) => context.Network.Host.Netfilter?.Rulesets.Select(ruleset => ruleset.Find(TableKind.Nat, name)).FirstOrDefault(chain => chain is not null);
}
