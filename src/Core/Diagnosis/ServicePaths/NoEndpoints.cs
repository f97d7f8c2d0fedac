using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.ServicePaths;

/// <summary>NP2002: kube-proxy refuses connections to a Service without endpoints.</summary>
internal static class NoEndpoints
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP2002",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The Service has no endpoints, so kube-proxy refuses its connections",
        EvidenceNeeded = "The REJECT rule of kube-proxy in the filter table that the packet met, with the comment \"has no endpoints\"",
        Symptom = "Connection refused, at once",
        Remedy = "Find out why no pod is ready behind the Service: whether its selector fits the pods' labels, whether the pods run and pass their readiness probe, and "
            + "whether the port's targetPort is one that they have. The rule goes away by itself once an endpoint is ready.",
        Commands =
        [
            "kubectl --namespace <namespace> get endpointslices --selector kubernetes.io/service-name=<service>",
            "kubectl --namespace <namespace> describe service <service>",
            "kubectl --namespace <namespace> get pods --output wide",
        ],
        Explains = [Disposition.Rejected],
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        if (context.End is RuleHop { Effect: nameof(RuleEffect.Reject), Step.Rule: { } rule } hop && EntryComment.Says(rule, "has no endpoints"))
        {
            string service = EntryComment.ServiceOf(rule) ?? context.Trace.Service ?? context.Trace.Packet.Destination;
            yield return new Observation($"{service} has no endpoints: {hop.Chain} rule {hop.RuleNumber} of kube-proxy rejects the connection", rule.Evidence)
            {
                Hop = hop,
                Subject = service,
                Names = EntryComment.NamesOf(rule),
            };
        }
    }
}
