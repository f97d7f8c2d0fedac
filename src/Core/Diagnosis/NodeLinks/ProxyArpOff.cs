using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeLinks;

/// <summary>NP4007: nobody answers for the gateway that a pod of Calico's asks for.</summary>
internal static class ProxyArpOff
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP4007",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "proxy_arp is off on the pod's interface, and the pod has no static neighbour for its gateway",
        EvidenceNeeded = "proxy_arp of the interface and of all interfaces, and the pod's route to a gateway that no namespace holds",
        Symptom = "The pod sees \"no route to host\" after three seconds, as soon as its kernel has forgotten the gateway's address",
        Remedy = "Set proxy_arp on the pod's interface. Calico's agent does so when it sets up the interface; what writes sysctls later (a hardening profile, sysctl --system) undoes it.",
        Commands = ["sysctl -w net.ipv4.conf.<device>.proxy_arp=1", "sysctl net.ipv4.conf.<device>.proxy_arp net.ipv4.conf.all.proxy_arp"],
        Explains = [Disposition.NeighbourUnresolved],
        OnPath = OnPath,
        OnNode = OnNode,
    };

    private static IEnumerable<Observation> OnPath(PathContext context)
    {
        if (LastRoute.Of(context) is { Hop.Gateway: not null, Peer: (NamespaceView { Space.IsHost: true } host, Link end) } route
            && Observe(route.Network, host, end, route.Space, route.NextHop) is Observation seen)
        {
            yield return seen with { Hop = context.End };
        }
    }

    private static IEnumerable<Observation> OnNode(NodeContext context)
    {
        NamespaceView host = context.Host;
        foreach (Link end in (host.Links?.Links ?? []).Where(link => link is { Kind: "veth", Master: null }))
        {
            if (context.Network.Veths.PeerOf(host, end.Name) is not (NamespaceView pod, Link own) || !context.Network.Veths.IsPod(pod))
            {
                continue;
            }

            foreach (IpAddress gateway in Gateways(pod, own))
            {
                if (pod.Neighbours?.Find(own.Name, gateway) is not { State: var state } || !state.Contains("PERMANENT"))
                {
                    if (Observe(context.Network, host, end, pod, gateway) is Observation seen)
                    {
                        yield return seen;
                    }
                }
            }
        }
    }

    private static IEnumerable<IpAddress> Gateways(NamespaceView pod, Link own) => pod.Space.Routes.Routes
        .Where(route => route.Family == IpFamily.IPv4 && route.Destination.Length == 0)
        .SelectMany(route => route.NextHops)
        .Where(hop => hop.Device == own.Name)
        .Select(hop => hop.Gateway)
        .OfType<IpAddress>()
        .Distinct();

    private static Observation? Observe(NodeNetwork network, NamespaceView host, Link end, NamespaceView pod, IpAddress gateway)
    {
        if (gateway.Family != IpFamily.IPv4 || host.LargerOfAllAnd(end.Name, IpFamily.IPv4, "proxy_arp") != 0 || network.Holding(gateway).Any())
        {
            return null;
        }

        return new Observation(
            $"proxy_arp is 0 on {end.Name} of {host.Name}, and {pod.Name} asks there for its gateway {gateway}, which is nobody's address",
            [.. PathEnd.InterfaceSettings(host, IpFamily.IPv4, end.Name, "proxy_arp"), .. pod.Neighbours?.Find(pod.Links?.Find(end.LinkIndex ?? 0)?.Name ?? "", gateway) is Neighbour known ? [known.Evidence] : Array.Empty<Evidence>()])
        {
            Subject = end.Name,
            Names = [("device", end.Name)],
        };
    }
}
