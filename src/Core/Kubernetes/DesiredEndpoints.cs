using NetPath.Core.Packets;

namespace NetPath.Core.Kubernetes;

/// <summary>Joins Services with their slices and pods, and chooses endpoints as kube-proxy does (pkg/proxy/topology.go, CategorizeEndpoints).</summary>
internal static class DesiredEndpoints
{
    /// <summary>All endpoints that the API has for a Service port in one address family, ready or not.</summary>
    /// <param name="objects">The API's objects.</param>
    /// <param name="space">The Service's namespace.</param>
    /// <param name="service">Its name.</param>
    /// <param name="port">The name of the port; empty when it has none.</param>
    /// <param name="protocol">TCP, UDP or SCTP.</param>
    /// <param name="family">IPv4 or IPv6.</param>
    public static IReadOnlyList<DesiredEndpoint> All(KubernetesObjects objects, string space, string service, string port, string protocol, string family)
    {
        List<DesiredEndpoint> found = [];
        foreach (KubeEndpointSlice slice in objects.FindEndpointSlices(space, service).Where(slice => slice.AddressType == family))
        {
            foreach (KubeEndpointPort open in slice.Ports.Where(open => open.Name == port && string.Equals(open.Protocol, protocol, StringComparison.OrdinalIgnoreCase)))
            {
                found.AddRange(slice.Endpoints.Where(endpoint => endpoint.Addresses.Length > 0).Select(endpoint => Join(objects, endpoint, open.Port)));
            }
        }

        // While a pod moves between slices both may name it; the ready one counts.
        return [.. found.OrderBy(endpoint => endpoint.Condition != nameof(EndpointCondition.Ready)).DistinctBy(endpoint => endpoint.Target)];
    }

    /// <summary>Those of them that kube-proxy on a node writes rules for.</summary>
    /// <param name="all">All endpoints of the port.</param>
    /// <param name="local">Only those of the node: the traffic policy Local.</param>
    /// <param name="node">The node's name.</param>
    /// <param name="zone">The node's zone; null when it has none.</param>
    public static IReadOnlyList<DesiredEndpoint> Chosen(IReadOnlyList<DesiredEndpoint> all, bool local, string node, string? zone)
    {
        if (local)
        {
            return Usable([.. all.Where(endpoint => endpoint.NodeName == node)]);
        }

        DesiredEndpoint[] usable = Usable(all);
        return Hinted(usable, endpoint => endpoint.NodeHints, node) ?? Hinted(usable, endpoint => endpoint.ZoneHints, zone) ?? usable;
    }

    private static DesiredEndpoint[] Usable(IReadOnlyList<DesiredEndpoint> endpoints)
    {
        DesiredEndpoint[] ready = [.. endpoints.Where(endpoint => endpoint.Condition == nameof(EndpointCondition.Ready))];
        return ready.Length > 0 ? ready : [.. endpoints.Where(endpoint => endpoint.Condition == nameof(EndpointCondition.Serving))];
    }

    /// <summary>Hints count only when each ready endpoint has some, and one of them is for this place; else all endpoints are used.</summary>
    private static DesiredEndpoint[]? Hinted(DesiredEndpoint[] usable, Func<KubeEndpoint, string[]> hints, string? place)
    {
        DesiredEndpoint[] ready = [.. usable.Where(endpoint => endpoint.Condition == nameof(EndpointCondition.Ready))];
        if (place is null || ready.Length == 0 || ready.Any(endpoint => hints(endpoint.Source!).Length == 0))
        {
            return null;
        }

        DesiredEndpoint[] near = [.. ready.Where(endpoint => hints(endpoint.Source!).Contains(place))];
        return near.Length > 0 ? near : null;
    }

    private static DesiredEndpoint Join(KubernetesObjects objects, KubeEndpoint endpoint, int? port)
    {
        string address = IpAddress.TryParse(endpoint.Addresses[0], out IpAddress parsed) ? parsed.ToString() : endpoint.Addresses[0];
        string host = address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
        KubePod? pod = endpoint.Pod is null ? null : objects.FindPod(endpoint.Pod);
        return new DesiredEndpoint
        {
            PodIP = address,
            TargetPort = port,
            Target = port is null ? address : $"{host}:{port}",
            Condition = Condition(endpoint).ToString(),
            Pod = endpoint.Pod,
            Owner = pod?.Workload,
            NodeName = endpoint.NodeName ?? pod?.NodeName,
            Zone = endpoint.Zone,
            ZoneHints = endpoint.ZoneHints,
            Source = endpoint,
        };
    }

    private static EndpointCondition Condition(KubeEndpoint endpoint) =>
        endpoint.Ready ? EndpointCondition.Ready
        : endpoint.Serving && endpoint.Terminating ? EndpointCondition.Serving
        : endpoint.Terminating ? EndpointCondition.Terminating
        : EndpointCondition.NotReady;
}
