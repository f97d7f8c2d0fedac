using NetPath.Core.Netfilter;
using NetPath.Core.Policies;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.Filtering;

/// <summary>NP6001: a network policy denies the connection.</summary>
internal static class DeniedByPolicy
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP6001",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "A network policy denies the connection",
        EvidenceNeeded = "The rule of the network plugin's chains that stopped the packet, and the chains of policies that were asked before and let it pass on",
        Symptom = "The client times out, or is refused where the plugin rejects",
        Remedy = "Let a policy of the pod allow the connection: the client's labels or address block, the port and the protocol; and for policies of the client's side its egress. A pod "
            + "that any policy selects for a direction gets nothing that none of them allows.",
        Commands =
        [
            "kubectl get networkpolicies --all-namespaces",
            "kubectl --namespace <namespace> describe networkpolicy",
            "iptables -t filter -S <chain>",
        ],
        Explains = [Disposition.Dropped, Disposition.Rejected],
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        if (StoppingRule.Of(context) is not { } hop || !StoppingRule.IsOfPolicy(hop))
        {
            yield break;
        }

        RuleSubject? denies = hop.StandsFor;
        RuleHop[] asked = [.. context.Way.OfType<RuleHop>().Where(one => one.Place == hop.Place && one != hop && one.Hook == hop.Hook && StoppingRule.IsOfPolicy(one))];
        string comment = hop.Step?.Rule is Rule rule && rule.Comment.Length > 0 ? $" ({rule.Comment})" : "";
        yield return new Observation($"{Who(hop, denies)}: {StoppingRule.Name(hop)}{comment} {StoppingRule.Words(context, hop)}{(denies is { Policies.Length: > 0 } ? $"; asked before: {string.Join(", ", denies.Policies)}" : "")}",
            RuleEvidence.Join([.. hop.Evidence, .. asked.SelectMany(one => one.Evidence.Take(1)).TakeLast(6)]))
        {
            Hop = hop,
            Subject = denies?.ToString() ?? hop.Chain,
            Names = [("chain", hop.Chain), .. denies is { Namespace: string space } ? [("namespace", space)] : Array.Empty<(string, string)>()],
        };
    }

    // A policy's own chain holds the rule, or that of the pod, which drops what none of its policies allowed.
    private static string Who(RuleHop hop, RuleSubject? denies) => denies?.Kind switch
    {
        null => $"{hop.Owner} denies it on {hop.Place}",
        nameof(RuleSubjectKind.Pod) or nameof(RuleSubjectKind.HostEndpoint) => $"no policy of {denies} allows it on {hop.Place} ({hop.Owner})",
        _ => $"{denies} denies it on {hop.Place} ({hop.Owner})",
    };
}
