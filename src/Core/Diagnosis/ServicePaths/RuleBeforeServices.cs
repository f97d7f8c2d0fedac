using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Services;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.ServicePaths;

/// <summary>NP2019: another rule takes a Service's packets before kube-proxy is asked.</summary>
internal static class RuleBeforeServices
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP2019",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "A rule before KUBE-SERVICES accepts the Service's packets, translates them itself, or takes them out of connection tracking",
        EvidenceNeeded = "The rule, which is none of kube-proxy's, in nat PREROUTING or OUTPUT or in the raw table",
        Symptom = "Wrong destination, or timed out when the virtual IP stays untranslated",
        Remedy = "Find whose rule it is (a hostPort of a pod with the same port, a firewall, Docker, a mesh) and take it away, narrow it, or put it behind the jump to KUBE-SERVICES.",
        Commands =
        [
            "iptables -t nat -S PREROUTING",
            "iptables -t raw -S PREROUTING",
            "kubectl get pods --all-namespaces --output jsonpath='{range .items[*]}{.metadata.namespace}/{.metadata.name} {.spec.containers[*].ports[*].hostPort}{\"\\n\"}{end}'",
        ],
        Explains = Endings.All,
        OnEveryPath = true,
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        if (context.Ending == Disposition.NotTranslated)
        {
            TranslationFailure failure = TranslationFailure.Of(context.Network, context.Outcome.Hops, context.Outcome.Hops[^1].After);
            return failure.Fault is TranslationFault.Accepted or TranslationFault.Untracked && failure.Hop is { Step.Rule: { } taken }
                ? [new Observation(failure.Fault == TranslationFault.Accepted
                    ? $"{failure.Hop.Chain} rule {failure.Hop.RuleNumber} of nat accepts the packet before kube-proxy's rules are done"
                    : $"{failure.Hop.Chain} rule {failure.Hop.RuleNumber} of {failure.Hop.Table.ToLowerInvariant()} takes the packet out of connection tracking, and with that out of every translation", taken.Evidence)
                { Hop = failure.Hop, Severity = FindingSeverity.Error }]
                : [];
        }

        return FirstTranslation(context.Outcome.Hops) is { Step.Rule: { } rule } hop
            && !rule.Chain.Name.StartsWith(KubeChainName.EndpointPrefix, StringComparison.Ordinal)
            && hop.Place == context.Network.Host.Name
            && context.Service is ServiceRules service
            ? [new Observation($"{hop.Chain} rule {hop.RuleNumber} translates {hop.Before.DestinationEndpoint} of {service.Name?.ToString() ?? "a Service"} to {context.Outcome.Endpoint} before kube-proxy's rules are asked", rule.Evidence)
            { Hop = hop }]
            : [];
    }

    // Asked of every path, so without LINQ.
    private static RuleHop? FirstTranslation(Hop[] hops)
    {
        foreach (Hop hop in hops)
        {
            if (hop is RuleHop { Effect: nameof(RuleEffect.DestinationNat) } rule)
            {
                return rule;
            }
        }

        return null;
    }
}
