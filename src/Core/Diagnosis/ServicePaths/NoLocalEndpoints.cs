using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.ServicePaths;

/// <summary>NP2003: the traffic policy Local leaves this node without endpoints for the Service.</summary>
internal static class NoLocalEndpoints
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP2003",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The Service's traffic policy is Local and none of its endpoints is on this node, so kube-proxy drops its connections",
        EvidenceNeeded = "The DROP rule of kube-proxy in the filter table that the packet met, with the comment \"has no local endpoints\"",
        Symptom = "The client times out",
        Remedy = "Run a pod of the Service on this node, send the client (or the load balancer) to a node that has one, or set the traffic policy to Cluster, which hides "
            + "the client's address from the pods when it comes from outside.",
        Commands =
        [
            "kubectl --namespace <namespace> get service <service> --output jsonpath='{.spec.internalTrafficPolicy} {.spec.externalTrafficPolicy}'",
            "kubectl --namespace <namespace> get endpointslices --selector kubernetes.io/service-name=<service> --output yaml",
        ],
        Explains = [Disposition.Dropped],
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        if (context.End is RuleHop { Effect: nameof(RuleEffect.Drop), Step.Rule: { } rule } hop && EntryComment.Says(rule, "has no local endpoints"))
        {
            string service = EntryComment.ServiceOf(rule) ?? context.Trace.Service ?? context.Trace.Packet.Destination;
            yield return new Observation($"{service} has no endpoint on {context.Snapshot.NodeName} and its traffic policy is Local: {hop.Chain} rule {hop.RuleNumber} of kube-proxy drops the connection", rule.Evidence)
            {
                Hop = hop,
                Subject = service,
                Names = EntryComment.NamesOf(rule),
            };
        }
    }
}
