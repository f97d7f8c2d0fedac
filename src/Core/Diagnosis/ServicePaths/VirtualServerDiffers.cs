using NetPath.Core.Kubernetes;
using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Services.Ipvs;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Diagnosis.ServicePaths;

/// <summary>NP2011: IPVS does not do what the API asks for.</summary>
internal static class VirtualServerDiffers
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP2011",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "A virtual server of IPVS is missing, or its real servers are not the endpoints of the Service",
        EvidenceNeeded = "The list of ipvsadm -Sn, and the Service and its EndpointSlices in the API; or an address of kube-ipvs0 that no virtual server has",
        Symptom = "Timed out or refused: always without the virtual server, for a share of the connections with a wrong real server",
        Remedy = "kube-proxy on the node does not follow the API: see its log, and restart its pod on the node. If the API's objects were read much later than the node, take both again first.",
        Commands =
        [
            "ipvsadm -Ln",
            "kubectl --namespace <namespace> get endpointslices --selector kubernetes.io/service-name=<service>",
            "kubectl --namespace kube-system delete pod --selector k8s-app=kube-proxy --field-selector spec.nodeName=<node>",
        ],
        OnNode = Check,
    };

    private static IEnumerable<Observation> Check(NodeContext context)
    {
        VirtualServerTable servers = context.Snapshot.Host.VirtualServers;
        if (context.Host.Addresses?.Of("kube-ipvs0").Any() != true)
        {
            return [];
        }

        KubernetesObjects objects = context.Snapshot.GetKubernetesObjects();
        return WithoutServer(context, servers).Concat(
            from service in objects.Services
            where service.IsProxied && objects.Has(KubernetesResource.EndpointSlices, service.Namespace)
            from port in service.Ports
            from address in IpAddress.Among(service.ClusterIPs)
            from seen in Differences(context.Snapshot, servers, service, port, address)
            select seen);
    }

    // An address of kube-ipvs0 is there for a virtual server.
    private static IEnumerable<Observation> WithoutServer(NodeContext context, VirtualServerTable servers)
    {
        HashSet<IpAddress> known = [.. servers.Servers.Select(server => server.Address)];
        foreach (LinkAddress address in context.Host.Addresses!.Of("kube-ipvs0").Where(address => address.Scope != "link" && !known.Contains(address.Address)))
        {
            yield return new Observation($"kube-ipvs0 has {address.Address}, and IPVS has no virtual server at this address", address.Evidence, new Evidence(servers.File, 0, $"{servers.Servers.Count} virtual servers"))
            {
                Subject = address.Address.ToString(),
            };
        }
    }

    private static IEnumerable<Observation> Differences(NodeSnapshot snapshot, VirtualServerTable servers, KubeService service, KubeServicePort port, IpAddress address)
    {
        (string, string)[] names = [("namespace", service.Namespace), ("service", service.Name)];
        string subject = $"{service.Namespace}/{service.Name}{(port.Name.Length > 0 ? $":{port.Name}" : "")}";
        if (!ProtocolName.TryParse(port.Protocol, out Protocol protocol))
        {
            yield break;
        }

        if (servers.Find(protocol, address, port.Port) is not VirtualServer server)
        {
            yield return new Observation($"IPVS has no virtual server for {subject} at {address}, port {port.Port}/{port.Protocol.ToLowerInvariant()}",
                RuleEvidence.Join(new Evidence(servers.File, 0, $"{servers.Servers.Count} virtual servers"), service.GetEvidence()))
            {
                Subject = subject,
                Names = names,
            };
            yield break;
        }

        KubernetesObjects objects = snapshot.GetKubernetesObjects();
        IReadOnlyList<DesiredEndpoint> all = DesiredEndpoints.All(objects, service.Namespace, service.Name, port.Name, port.Protocol, address.Family.ToString());
        HashSet<string> wanted = [.. all.Select(endpoint => endpoint.Target)];
        foreach (RealServer real in server.RealServers.Where(real => real.Weight > 0 && !wanted.Contains(real.Target)))
        {
            yield return new Observation($"IPVS sends connections to {subject} to {real.Target}, which the API does not have as an endpoint", RuleEvidence.Join(real.Evidence, service.GetEvidence())) { Subject = subject, Names = names };
        }

        // Which endpoints are near is known only when the API knows the node.
        KubeNode? node = objects.FindNode(snapshot.NodeName);
        IReadOnlyList<DesiredEndpoint> chosen = node is null ? [] : DesiredEndpoints.Chosen(all, service.InternalTrafficPolicy == "Local", snapshot.NodeName, node.Zone);
        HashSet<string> held = [.. server.RealServers.Select(real => real.Target)];
        foreach (DesiredEndpoint endpoint in chosen.Where(endpoint => endpoint.Condition == nameof(EndpointCondition.Ready) && !held.Contains(endpoint.Target)))
        {
            yield return new Observation($"{endpoint.Target} is a ready endpoint of {subject}, and the virtual server {server} does not have it", RuleEvidence.Join(server.Evidence, endpoint.Source?.GetEvidence())) { Subject = subject, Names = names };
        }
    }
}
