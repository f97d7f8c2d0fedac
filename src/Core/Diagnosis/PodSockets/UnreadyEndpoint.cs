using NetPath.Core.Kubernetes;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.PodSockets;

/// <summary>NP8004: the rules hold an endpoint whose pod is not ready, or is ending.</summary>
internal static class UnreadyEndpoint
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP8004",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The pod is not ready or is terminating, and is still in the rules",
        EvidenceNeeded = "The endpoint in the API's EndpointSlice, the pod where it is known, and the rules of the endpoint on the node",
        Symptom = "Connection refused or reset, or a time-out, for its share of the connections",
        Remedy = "kube-proxy should have taken it out within a second: see whether it runs, reaches the API server, and what it logs. A pod that ends should go on answering for a few "
            + "seconds (a preStop hook), since every node takes it out at its own time.",
        Commands =
        [
            "kubectl --namespace <namespace> get endpointslices --selector kubernetes.io/service-name=<service> --output yaml",
            "kubectl get pods --all-namespaces --output wide --field-selector status.podIP=<address>",
            "kubectl --namespace kube-system logs --selector k8s-app=kube-proxy --tail 50",
        ],
        Explains = [Disposition.NotListening, Disposition.BacklogFull, Disposition.Blackholed, .. NodeRouting.WrongDevice.Astray],
        OnPath = OnPath,
        OnService = context => Of(context, _ => true),
    };

    private static IEnumerable<Observation> OnPath(PathContext context) => context.Service is not ServiceRules rules ? []
        : Of(new ServiceContext(context.Snapshot, rules), endpoint => endpoint.Target == context.Outcome.Endpoint).Select(seen => seen with { Hop = context.End });

    private static IEnumerable<Observation> Of(ServiceContext context, Func<KubeServiceEndpoint, bool> isAsked)
    {
        // Without the API's objects nothing is known of readiness, and reading the chains would be for nothing.
        if (!context.Snapshot.GetKubernetesObjects().Has(KubernetesResource.EndpointSlices, context.Rules.Name?.Namespace))
        {
            yield break;
        }

        KubeServiceEndpoint[] endpoints = [.. context.Service.Endpoints.Concat(context.Service.ExternalEndpoints).DistinctBy(endpoint => endpoint.Target)];
        bool anyReady = Array.Exists(endpoints, endpoint => endpoint.Condition == nameof(EndpointCondition.Ready));
        foreach (KubeServiceEndpoint endpoint in endpoints.Where(isAsked).Where(endpoint => IsWrong(endpoint.Condition, anyReady)))
        {
            KubePod? pod = IpAddress.TryParse(endpoint.PodIP, out IpAddress address) ? context.Snapshot.GetKubernetesObjects().FindPodByAddress(address) : null;
            yield return new Observation(
                $"the pod {endpoint.Pod ?? endpoint.PodIP} is {(endpoint.Condition == nameof(EndpointCondition.NotReady) ? "not ready" : "terminating")}, and the rules of {context.Snapshot.NodeName} still send connections for {context.Service.Name} to {endpoint.Target}",
                [.. endpoint.ApiEvidence, .. new[] { pod?.GetEvidence() }.OfType<Evidence>(), .. endpoint.Evidence])
            {
                Subject = context.Service.Name,
                Names = [("namespace", context.Service.Namespace), ("service", context.Service.Service), ("address", endpoint.PodIP)],
            };
        }
    }

    // One that is ending and still answers is right where no endpoint is ready (ProxyTerminatingEndpoints).
    private static bool IsWrong(string? condition, bool anyReady) => condition switch
    {
        nameof(EndpointCondition.NotReady) or nameof(EndpointCondition.Terminating) => true,
        nameof(EndpointCondition.Serving) => anyReady,
        _ => false,
    };
}
