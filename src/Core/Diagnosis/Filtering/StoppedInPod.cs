using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.Filtering;

/// <summary>NP6006: rules inside of a pod stop the packet.</summary>
internal static class StoppedInPod
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP6006",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The pod's own network namespace has rules that stop the packet",
        EvidenceNeeded = "The rule, or the chain's policy, in the pod's ruleset",
        Symptom = "The client times out, or sees what the rule answers; the node's rules show nothing",
        Remedy = "Look for an init container or a sidecar of the pod that writes rules (a service mesh, a VPN), and for a process with NET_ADMIN. Make the pod anew to get rid of rules that "
            + "nobody owns any more.",
        Commands =
        [
            "nsenter --target <pid> --net iptables-save",
            "kubectl get pods --all-namespaces --field-selector spec.nodeName=<node> --output wide | grep <pod>",
        ],
        Explains = [Disposition.Dropped, Disposition.Rejected],
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        if (StoppingRule.Of(context) is { } hop && StoppingRule.IsInPod(context, hop))
        {
            yield return new Observation($"{StoppingRule.Name(hop)} in {hop.Place} {StoppingRule.Words(context, hop)}{StoppingRule.Doubt(context, hop)}", hop.Evidence)
            {
                Hop = hop,
                Severity = StoppingRule.Severity(context, hop),
                Subject = hop.Place,
                Names = [("pod", hop.Place), ("pid", $"{context.SpaceOf(hop)?.Space.ProcessId}")],
            };
        }
    }
}
