using NetPath.Core.Kubernetes;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Dns;

/// <summary>Names told from the API's objects, which hold all Services: what they do not hold does not exist.</summary>
internal sealed class ObjectRecords(KubernetesObjects objects, string zone)
{
    /// <summary>True when the objects of that kind are there for the namespace.</summary>
    public bool Knows(KubernetesResource resource, string space) => objects.Has(resource, space);

    /// <summary>The pod of a namespace that has an address; null when there is none.</summary>
    public KubePod? PodAt(IpAddress address, string space) =>
        objects.FindPodByAddress(address) is KubePod pod && pod.Namespace == space ? pod : null;

    /// <summary>The answer to a question for a name of a Service.</summary>
    public NameReply OfService(ClusterName name, string whole, DnsRecordType type)
    {
        if (objects.FindService(name.Namespace, name.Owner) is not KubeService service)
        {
            return ClusterRecords.Reply(NameAnswer.NotFound, $"the API has no Service {name.Namespace}/{name.Owner}");
        }

        Evidence[] evidence = service.GetEvidence() is Evidence found ? [found] : [];
        NameReply reply = service switch
        {
            { Type: "ExternalName", ExternalName: string external } => External(name, whole, external, service),
            { IsHeadless: true } => FromEndpoints(name, whole, service, type),
            _ when name.Endpoint is not null => FromEndpoints(name, whole, service, type),
            _ => FromService(name, whole, service, type),
        };
        return reply with { Service = service.ToString(), Evidence = [.. evidence, .. reply.Evidence] };
    }

    // A question for an address is answered with the other name, and the server goes on with that.
    private static NameReply External(ClusterName name, string whole, string external, KubeService service) => name.Endpoint is not null || name.Port is not null
        ? ClusterRecords.Reply(NameAnswer.NotFound, $"{service} is an ExternalName Service and has no endpoints")
        : new NameReply
        {
            Answer = NameAnswer.Found,
            Records = [new DnsRecord(whole, nameof(DnsRecordType.CNAME), external.TrimEnd('.'))],
            Reason = $"{service} is an ExternalName Service; the address of that name is up to the servers outside",
        };

    private NameReply FromService(ClusterName name, string whole, KubeService service, DnsRecordType type)
    {
        KubeServicePort[] ports = [.. service.Ports.Where(port => name.Port is null || IsMeant(name, port.Name, port.Protocol))];
        if (ports.Length == 0)
        {
            return NoPort(name, service);
        }

        string target = $"{service.Name}.{service.Namespace}.svc.{zone}";
        return type == DnsRecordType.SRV
            ? Srv(ports.Select(port => port.Port).Distinct().Select(port => (port, target)), whole, $"the API has the ports of {service}")
            : ClusterRecords.Addresses(IpAddress.Among(service.ClusterIPs), whole, type, $"the API has the virtual IP of {service}", [], null);
    }

    private NameReply FromEndpoints(ClusterName name, string whole, KubeService service, DnsRecordType type)
    {
        if (!Knows(KubernetesResource.EndpointSlices, service.Namespace))
        {
            return ClusterRecords.Reply(NameAnswer.Unknown, $"{service} is answered with its endpoints' addresses, and the snapshot has no EndpointSlices of {service.Namespace}");
        }

        (KubeEndpointSlice Slice, KubeEndpoint Endpoint, IpAddress Address)[] ready = [.. ReadyOf(service)];
        (KubeEndpointSlice Slice, KubeEndpoint Endpoint, IpAddress Address)[] meant = [.. ready.Where(one => name.Endpoint is null || HostOf(one.Endpoint, one.Address) == name.Endpoint)];
        if (meant.Length == 0)
        {
            return ClusterRecords.Reply(
                NameAnswer.NotFound,
                ready.Length == 0 ? $"{service} has no ready endpoint" : $"{service} has no ready endpoint of the host name '{name.Endpoint}'; it has {string.Join(", ", ready.Select(one => HostOf(one.Endpoint, one.Address)).Distinct().Take(5))}");
        }

        Evidence[] evidence = [.. meant.Select(one => one.Endpoint.GetEvidence()).OfType<Evidence>()];
        if (type != DnsRecordType.SRV && name.Port is null)
        {
            return ClusterRecords.Addresses(meant.Select(one => one.Address), whole, type, $"the API has the ready endpoints of {service}", evidence, null);
        }

        (int Port, string Target)[] targets = [.. meant
            .SelectMany(one => one.Slice.Ports.Where(port => port.Port is not null && (name.Port is null || IsMeant(name, port.Name, port.Protocol)))
                .Select(port => (port.Port!.Value, $"{HostOf(one.Endpoint, one.Address)}.{service.Name}.{service.Namespace}.svc.{zone}")))
            .Distinct()];
        return targets.Length == 0 ? NoPort(name, service)
            : type == DnsRecordType.SRV ? Srv(targets, whole, $"the API has the ready endpoints of {service}") with { Evidence = evidence }
            : ClusterRecords.Addresses(meant.Select(one => one.Address), whole, type, $"the API has the ready endpoints of {service}", evidence, null);
    }

    private IEnumerable<(KubeEndpointSlice Slice, KubeEndpoint Endpoint, IpAddress Address)> ReadyOf(KubeService service)
    {
        foreach (KubeEndpointSlice slice in objects.FindEndpointSlices(service.Namespace, service.Name))
        {
            foreach (KubeEndpoint endpoint in slice.Endpoints.Where(endpoint => endpoint.Ready || service.PublishNotReadyAddresses))
            {
                foreach (IpAddress address in IpAddress.Among(endpoint.Addresses))
                {
                    yield return (slice, endpoint, address);
                }
            }
        }
    }

    // The slice's own host name (a StatefulSet's pod has one), or the address with dashes, as CoreDNS makes it.
    private static string HostOf(KubeEndpoint endpoint, IpAddress address) =>
        endpoint.Hostname?.ToLowerInvariant() ?? address.ToString().Replace('.', '-').Replace(':', '-');

    private static bool IsMeant(ClusterName name, string port, string protocol) =>
        port.Equals(name.Port, StringComparison.OrdinalIgnoreCase) && protocol.Equals(name.Protocol, StringComparison.OrdinalIgnoreCase);

    private static NameReply NoPort(ClusterName name, KubeService service) =>
        ClusterRecords.Reply(NameAnswer.NotFound, $"{service} has no port '{name.Port}' over {name.Protocol?.ToUpperInvariant()}; it has {string.Join(", ", service.Ports.Select(port => port.ToString()))}");

    private static NameReply Srv(IEnumerable<(int Port, string Target)> targets, string whole, string reason) => new()
    {
        Answer = NameAnswer.Found,
        Records = [.. targets.Select(one => new DnsRecord(whole, nameof(DnsRecordType.SRV), $"? ? {one.Port} {one.Target}"))],
        Reason = reason,
    };
}
