using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Services;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.ServicePaths;

/// <summary>NP2017: a pod asks a node's port or a load balancer's address with the traffic policy Local, and the answer does not come back through that node.</summary>
internal static class ReplyAroundNode
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP2017",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "A pod's connection to a node port or load balancer with the traffic policy Local is translated without masquerading, and its answer takes another way",
        EvidenceNeeded = "The rule of KUBE-EXT-… that takes pod traffic to all endpoints, the DNAT rule, and the hop where the answer arrives untranslated",
        Symptom = "The client times out: it gets an answer from an address that it did not ask, and resets it",
        Remedy = "Let pods use the Service's name (its cluster IP), which their own node translates. Or set externalTrafficPolicy to Cluster, so that the node masquerades the connection.",
        Commands =
        [
            "kubectl --namespace <namespace> get service <service> --output jsonpath='{.spec.externalTrafficPolicy}'",
            "iptables -t nat -S <chain>",
        ],
        Explains = [Disposition.NotListening, Disposition.Dropped, Disposition.LeavesSnapshot, Disposition.ReversePathFiltered],
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        if (!context.IsAnswerLost
            || context.Outcome.Hops.OfType<RuleHop>().LastOrDefault(IsPodTraffic) is not { Step.Rule: { } podRule } hop
            || context.Outcome.Hops.OfType<RuleHop>().LastOrDefault(one => one.Effect == nameof(RuleEffect.DestinationNat)) is not { Step.Rule: { } translation } translated
            || context.Outcome.ReplyHops.OfType<ConntrackHop>().Any(back => back.Place == translated.Place))
        {
            yield break;
        }

        string service = EntryComment.ServiceOf(translation) ?? context.Trace.Service ?? context.Trace.Packet.Destination;
        yield return new Observation(
            $"{context.Trace.Packet.Source} asks {translated.Place} for {service} and is sent on to {context.Outcome.Endpoint} unmasqueraded; the answer does not pass {translated.Place}, so nobody translates it back",
            RuleEvidence.Join([podRule.Evidence, translation.Evidence, context.End?.Evidence.FirstOrDefault()]))
        {
            Hop = hop,
            Subject = service,
            Names = [("chain", hop.Chain), .. EntryComment.NamesOf(translation)],
        };
    }

    // -A KUBE-EXT-… -s 10.244.0.0/16 -m comment --comment "pod traffic for … external destinations" -j KUBE-SVC-…; until 1.23 in KUBE-XLB-… as "Redirect pods trying to reach …".
    private static bool IsPodTraffic(RuleHop hop) =>
        (hop.Chain.StartsWith(KubeChainName.ExternalPrefix, StringComparison.Ordinal) || hop.Chain.StartsWith(KubeChainName.OldExternalPrefix, StringComparison.Ordinal))
        && hop.Step?.Rule is Rule { Target: JumpTarget jump } rule
        && jump.Chain.StartsWith(KubeChainName.ServicePrefix, StringComparison.Ordinal)
        && rule.First<Netfilter.Matches.AddressMatch>() is { IsSource: true, Negated: false };
}
