using NetPath.Core.Packets;
using NetPath.Core.Services;

namespace NetPath.Core.KernelTracing;

/// <summary>One direction of the packets of a Service port: to one of its addresses, or back from one of its endpoints.</summary>
/// <param name="Service">The Service port, as namespace/name[:port].</param>
/// <param name="Flow">The packets.</param>
internal sealed record ServiceFlow(string Service, TraceFlow Flow)
{
    /// <summary>The flows of a Service port.</summary>
    /// <param name="service">The Service port.</param>
    /// <param name="clients">The clients' addresses; empty for all clients.</param>
    public static IEnumerable<ServiceFlow> Of(KubeServiceChain service, IReadOnlyList<IpAddress> clients)
    {
        Protocol protocol = Enum.Parse<Protocol>(service.Protocol, ignoreCase: true);
        IpFamily family = Enum.Parse<IpFamily>(service.Family);
        return Addresses(service)
            .Select(flow => flow with { Family = family, Protocol = protocol })
            .SelectMany(flow => ForClients(flow, clients))
            .Distinct()
            .Select(flow => new ServiceFlow(service.Name, flow));
    }

    private static IEnumerable<TraceFlow> Addresses(KubeServiceChain service)
    {
        TraceFlow any = new() { Family = IpFamily.IPv4 };
        foreach (string address in service.ExternalIPs.Concat(service.LoadBalancerIPs).Prepend(service.ClusterIP ?? ""))
        {
            if (service.Port is int port && IpAddress.TryParse(address, out IpAddress destination))
            {
                yield return any with { Destination = destination, DestinationPort = port };
            }
        }

        if (service.NodePort is int nodePort)
        {
            yield return any with { DestinationPort = nodePort };
        }

        foreach (KubeServiceEndpoint endpoint in service.Endpoints.Concat(service.ExternalEndpoints))
        {
            if ((endpoint.TargetPort ?? service.Port) is int port && IpAddress.TryParse(endpoint.PodIP, out IpAddress source))
            {
                yield return any with { Source = source, SourcePort = port };
            }
        }
    }

    // What goes to an endpoint's client comes from its address; what goes to the Service comes from the client.
    private static IEnumerable<TraceFlow> ForClients(TraceFlow flow, IReadOnlyList<IpAddress> clients) => clients.Count == 0
        ? [flow]
        : clients.Where(client => client.Family == flow.Family).Select(client => flow.Source is null ? flow with { Source = client } : flow with { Destination = client });
}
