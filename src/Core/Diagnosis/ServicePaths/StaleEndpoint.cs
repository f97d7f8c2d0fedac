using System.Globalization;
using NetPath.Core.Kubernetes;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.ServicePaths;

/// <summary>NP2007: the rules translate to an endpoint that the API does not have.</summary>
internal static class StaleEndpoint
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP2007",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "kube-proxy's rules translate to an address that is no endpoint of the Service any more",
        EvidenceNeeded = "The DNAT rule, and the Service in the API's objects, whose EndpointSlices do not hold the address",
        Symptom = "Timed out or refused, for the share of connections that the rule takes",
        Remedy = "kube-proxy on the node does not follow the API: see its log for errors of its watch, and whether it still writes rules (its canary chains are made anew). Restart its pod on "
            + "the node. If the API's objects were read much later than the node, take both again first.",
        Commands =
        [
            "kubectl --namespace <namespace> get endpointslices --selector kubernetes.io/service-name=<service>",
            "kubectl --namespace kube-system logs --selector k8s-app=kube-proxy --tail 100",
            "kubectl --namespace kube-system delete pod --selector k8s-app=kube-proxy --field-selector spec.nodeName=<node>",
        ],
        Explains = Endings.EndpointNotReached,
        OnPath = context => context.OnService("NP2007", context.End).Where(seen => seen.Message.StartsWith($"{context.Outcome.Endpoint} ", StringComparison.Ordinal)),
        OnService = CheckService,
    };

    private static IEnumerable<Observation> CheckService(ServiceContext context)
    {
        if (!context.HasObjects)
        {
            yield break;
        }

        KubeServiceChain service = context.Service;
        string why = service.ApiEvidence.Length == 0 ? $"the API has no Service {service.Namespace}/{service.Service}" : $"the API has no such endpoint of {service.Name}";
        foreach (KubeServiceEndpoint endpoint in service.Endpoints.Concat(service.ExternalEndpoints).DistinctBy(endpoint => endpoint.Target).Where(endpoint => endpoint.Condition == nameof(EndpointCondition.Stale)))
        {
            yield return new Observation($"{endpoint.Target} gets {endpoint.Probability.ToString("P0", CultureInfo.InvariantCulture)} of the connections to {service.Name}, and {why}", [.. endpoint.Evidence.AsEnumerable().Reverse(), .. Asked(context)])
            {
                Names = EntryComment.NamesOf(context.Rules.Name),
            };
        }
    }

    // What was searched: the Service itself, its slices, or the list that does not hold it.
    private static Evidence[] Asked(ServiceContext context)
    {
        KubernetesObjects objects = context.Snapshot.GetKubernetesObjects();
        Evidence[] found =
        [
            .. context.Service.ApiEvidence,
            .. objects.FindEndpointSlices(context.Service.Namespace, context.Service.Service).Select(slice => slice.GetEvidence()).OfType<Evidence>(),
        ];
        return found.Length > 0 ? found : [new Evidence("kubernetes/services.json", 0, $"{objects.Services.Length} Services, and no {context.Service.Namespace}/{context.Service.Service}")];
    }
}
