using NetPath.Core.Kubernetes;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Services;

/// <summary>Sets what kube-proxy's rules do on a node beside what the API's objects ask for.</summary>
internal static class DesiredState
{
    /// <summary>
    /// The Service with what the API says of it and of its endpoints. Without objects that cover its namespace it stays as it is: nothing is then known to
    /// be missing or stale.
    /// </summary>
    public static KubeServiceChain Compare(KubeServiceChain service, NodeSnapshot snapshot)
    {
        KubernetesObjects objects = snapshot.GetKubernetesObjects();
        if (service.Service.Length == 0 || !objects.Has(KubernetesResource.Services, service.Namespace) || !objects.Has(KubernetesResource.EndpointSlices, service.Namespace))
        {
            return Named(service, objects);
        }

        if (objects.FindService(service.Namespace, service.Service) is not KubeService wanted)
        {
            return Compared(service, null, [], [], [$"the API has no Service {service.Namespace}/{service.Service}: these rules are left over"]);
        }

        KubeNode? node = objects.FindNode(snapshot.NodeName);
        IReadOnlyList<DesiredEndpoint> all = DesiredEndpoints.All(objects, service.Namespace, service.Service, service.PortName, service.Protocol, service.Family);
        IReadOnlyList<DesiredEndpoint> chosen = DesiredEndpoints.Chosen(all, wanted.InternalTrafficPolicy == "Local", snapshot.NodeName, node?.Zone);
        // Which endpoints are the node's own, and in its zone, is known only when the API knows the node by the snapshot's name.
        bool certain = node is not null || (wanted.InternalTrafficPolicy != "Local" && all.All(endpoint => endpoint.ZoneHints.Length == 0 && endpoint.Source!.NodeHints.Length == 0));
        return Compared(service, wanted, all, certain ? chosen : [], []);
    }

    /// <summary>Services that should have rules on every node and have none here, by namespace/name:port.</summary>
    public static IReadOnlyList<string> WithoutRules(NodeSnapshot snapshot)
    {
        KubernetesObjects objects = snapshot.GetKubernetesObjects();
        HashSet<string> held = [.. snapshot.Host.Services.Names.Select(name => name.ToString())];
        return
        [
            .. objects.Services
                .Where(service => service.IsProxied)
                .SelectMany(service => service.Ports.Select(port => new ServicePortName(service.Namespace, service.Name, port.Name).ToString()))
                .Where(name => !held.Contains(name)),
        ];
    }

    private static KubeServiceChain Compared(
        KubeServiceChain service,
        KubeService? wanted,
        IReadOnlyList<DesiredEndpoint> all,
        IReadOnlyList<DesiredEndpoint> chosen,
        IReadOnlyList<string> problems)
    {
        Dictionary<string, DesiredEndpoint> byTarget = all.ToDictionary(endpoint => endpoint.Target, StringComparer.Ordinal);
        KubeServiceEndpoint[] endpoints = [.. service.Endpoints.Select(endpoint => Compared(endpoint, byTarget))];
        HashSet<string> held = [.. service.Endpoints.Select(endpoint => endpoint.Target)];
        DesiredEndpoint[] missing = [.. chosen.Where(endpoint => !held.Contains(endpoint.Target)).Select(WithEvidence)];
        bool anyReady = all.Any(endpoint => endpoint.Condition == nameof(EndpointCondition.Ready));
        return service with
        {
            Endpoints = endpoints,
            ExternalEndpoints = [.. service.ExternalEndpoints.Select(endpoint => Compared(endpoint, byTarget))],
            MissingEndpoints = missing,
            ApiEvidence = wanted?.GetEvidence() is Evidence evidence ? [evidence] : [],
            Problems =
            [
                .. service.Problems,
                .. problems,
                .. endpoints.Where(endpoint => endpoint.Condition == nameof(EndpointCondition.Stale)).Select(endpoint => $"{endpoint.Target} is in the rules, and the API has no such endpoint"),
                .. endpoints.Where(endpoint => anyReady && endpoint.Condition is not (nameof(EndpointCondition.Ready) or nameof(EndpointCondition.Stale))).Select(endpoint => $"{endpoint.Target} is in the rules, and the API says it is {Words(endpoint.Condition)}"),
                .. missing.Select(endpoint => $"{endpoint.Target} is {Words(endpoint.Condition)} in the API, and the rules do not hold it"),
            ],
        };
    }

    private static KubeServiceEndpoint Compared(KubeServiceEndpoint endpoint, Dictionary<string, DesiredEndpoint> byTarget) =>
        byTarget.TryGetValue(endpoint.Target, out DesiredEndpoint? wanted)
            ? endpoint with
            {
                Condition = wanted.Condition,
                Pod = wanted.Pod,
                Owner = wanted.Owner,
                NodeName = wanted.NodeName,
                Zone = wanted.Zone,
                ZoneHints = wanted.ZoneHints,
                ApiEvidence = WithEvidence(wanted).Evidence,
            }
            : endpoint with { Condition = nameof(EndpointCondition.Stale) };

    /// <summary>Pods' names alone, where only pods are known.</summary>
    private static KubeServiceChain Named(KubeServiceChain service, KubernetesObjects objects) => objects.Pods.Length == 0 ? service : service with
    {
        Endpoints = [.. service.Endpoints.Select(endpoint => Named(endpoint, objects))],
        ExternalEndpoints = [.. service.ExternalEndpoints.Select(endpoint => Named(endpoint, objects))],
    };

    private static KubeServiceEndpoint Named(KubeServiceEndpoint endpoint, KubernetesObjects objects) =>
        Packets.IpAddress.TryParse(endpoint.PodIP, out Packets.IpAddress address) && objects.FindPodByAddress(address) is KubePod pod
            ? endpoint with { Pod = pod.ToString(), Owner = pod.Workload, NodeName = pod.NodeName }
            : endpoint;

    private static DesiredEndpoint WithEvidence(DesiredEndpoint endpoint) =>
        endpoint.Source?.GetEvidence() is Evidence evidence ? endpoint with { Evidence = [evidence] } : endpoint;

    private static string Words(string? condition) => condition switch
    {
        nameof(EndpointCondition.Ready) => "ready",
        nameof(EndpointCondition.Serving) => "terminating",
        nameof(EndpointCondition.Terminating) => "terminating",
        nameof(EndpointCondition.NotReady) => "not ready",
        _ => "unknown",
    };
}
