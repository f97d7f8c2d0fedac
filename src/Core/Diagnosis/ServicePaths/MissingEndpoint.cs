using NetPath.Core.Kubernetes;
using NetPath.Core.Services;

namespace NetPath.Core.Diagnosis.ServicePaths;

/// <summary>NP2008: the API has an endpoint that the rules do not use.</summary>
internal static class MissingEndpoint
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP2008",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "An endpoint of the Service is missing in kube-proxy's rules",
        EvidenceNeeded = "The endpoint in the API's EndpointSlices, and the Service's rules, none of which translates to it",
        Symptom = "Uneven load: the endpoint gets no connections from this node, and the others get more",
        Remedy = "kube-proxy on the node does not follow the API: see its log, and restart its pod on the node. If the API's objects were read much later than the node, take both again first.",
        Commands =
        [
            "kubectl --namespace <namespace> get endpointslices --selector kubernetes.io/service-name=<service>",
            "kubectl --namespace kube-system delete pod --selector k8s-app=kube-proxy --field-selector spec.nodeName=<node>",
        ],
        OnService = Check,
    };

    private static IEnumerable<Observation> Check(ServiceContext context) => !context.HasObjects ? [] : context.Service.MissingEndpoints
        .Where(endpoint => endpoint.Condition == nameof(EndpointCondition.Ready))
        .Select(endpoint => new Observation(
            $"{endpoint.Target}{(endpoint.Pod is null ? "" : $" ({endpoint.Pod})")} is a ready endpoint of {context.Service.Name}, and no rule of {context.Snapshot.NodeName} translates to it",
            [.. endpoint.Evidence, .. context.Service.Evidence.Take(3)])
        {
            Names = EntryComment.NamesOf(context.Rules.Name),
        });
}
