using NetPath.Core.Kubernetes;
using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeLinks;

/// <summary>NP4006: a pod lacks its address or its default route.</summary>
internal static class PodAddress
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP4006",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The pod has no address, another one than it should have, or no default route",
        EvidenceNeeded = "The addresses or routes of the pod's namespace; for another address also the route or the API's pod that says which it should be",
        Symptom = "The client times out; \"network is unreachable\" at once when it is the client's pod",
        Remedy = "Delete the pod, so that the network plugin makes its network anew. What runs in a privileged pod can remove its address or route too: look there if it comes again.",
        Commands = ["nsenter --target <pid> --net ip address", "nsenter --target <pid> --net ip route", "kubectl get pods --all-namespaces --output wide --field-selector spec.nodeName=<node>"],
        Explains = [Disposition.NoRoute, Disposition.NeighbourUnresolved, Disposition.ForwardingDisabled, Disposition.Martian, Disposition.TimeToLiveExceeded, Disposition.LeavesSnapshot, Disposition.Inconclusive],
        OnPath = OnPath,
        OnNode = context => context.Network.Spaces.Where(space => !space.Space.IsHost && context.Network.Veths.IsPod(space)).SelectMany(space => OfPod(space, sends: false)),
    };

    private static IEnumerable<Observation> OnPath(PathContext context)
    {
        if (LastRoute.Of(context) is not LastRoute route)
        {
            return [];
        }

        bool fromPod = !route.Space.Space.IsHost && route.Network.Veths.IsPod(route.Space);
        if (fromPod && context.Ending == Disposition.NoRoute)
        {
            return [.. OfPod(route.Space, sends: true).DefaultIfEmpty(NoRoute(route)).Select(seen => seen with { Hop = route.Hop })];
        }

        return Behind(context, route) is (NamespaceView pod, string device) && !route.Network.Holding(route.Destination).Any()
            ? [NotHeld(pod, device, route) with { Hop = context.End }]
            : [];
    }

    // The pod that the node's own route for this one address leads to.
    private static (NamespaceView Pod, string Device)? Behind(PathContext context, LastRoute route)
    {
        RouteHop? hop = context.Way.OfType<RouteHop>().LastOrDefault(hop => hop.Device is not (null or "lo") && hop.Gateway is null && context.SpaceOf(hop)?.Space.IsHost == true);
        return hop is { Lookup.Route: Route { Destination: IpPrefix prefix } } && prefix.Length == route.Destination.Width && prefix.Contains(route.Destination)
            && route.Network.Veths.PeerOf(route.Network.Host, hop.Device!) is (NamespaceView pod, _) ? (pod, hop.Device!) : null;
    }

    private static IEnumerable<Observation> OfPod(NamespaceView pod, bool sends)
    {
        LinkAddress[] own = [.. (pod.Addresses?.Addresses ?? []).Where(address => address.Scope == "global")];
        if (pod.Addresses is not null && own.Length == 0 && pod.Links?.Links.Any(MissingInterface.CanCarry) == true)
        {
            yield return Observe(pod, $"the pod {pod.Name} has no address", new Evidence($"{pod.Space.Path}/links/address.json", 0, "no address of scope global"));
        }

        if (AsTheApiHasIt(pod, own) is Observation other)
        {
            yield return other;
        }

        // A container of another runtime may be on a network without a way out on purpose (docker network create --internal).
        bool isKnown = sends || pod.Space.PodUid is not null || pod.Space.Snapshot.Namespaces.All(space => space.PodUid is null);
        foreach (IpFamily family in own.Where(address => PodAttachment.IsMain(pod, address.Device)).Select(address => address.Family).Distinct().Where(family => isKnown && HasNoWayOut(pod, family)))
        {
            yield return Observe(pod, $"the pod {pod.Name} has {family} addresses and no {family} default route", new Evidence($"{pod.Space.Path}/routing/route{(family == IpFamily.IPv4 ? 4 : 6)}.json", 0, "no default route"));
        }
    }

    private static Observation? AsTheApiHasIt(NamespaceView pod, LinkAddress[] own)
    {
        KubePod? wanted = pod.Space.PodUid is string uid ? pod.Space.Snapshot.GetKubernetesObjects().Pods.FirstOrDefault(one => one.Uid == uid) : null;
        string? missing = wanted?.PodIPs.FirstOrDefault(text => IpAddress.TryParse(text, out IpAddress address) && !own.Any(one => one.Address == address));
        return missing is null || own.Length == 0 || wanted!.GetEvidence() is not Evidence evidence ? null
            : Observe(pod, $"the API gives {missing} to the pod {wanted}, whose namespace has {string.Join(", ", own.AsEnumerable())}", evidence, own[0].Evidence);
    }

    private static bool HasNoWayOut(NamespaceView pod, IpFamily family) =>
        pod.Fib is not null && pod.Space.Routes is { Unread.Count: 0 } routes && routes.Holds(family)
        && !routes.Routes.Any(route => route.Family == family && route.Destination.Length <= 1 && route.Type == RouteType.Unicast);

    private static Observation NoRoute(LastRoute route) => Observe(
        route.Space,
        $"no route of the pod {route.Space.Name} leads to {route.Destination}",
        new Evidence($"{route.Space.Space.Path}/routing/route{(route.Destination.Family == IpFamily.IPv4 ? 4 : 6)}.json", 0, $"no route for {route.Destination}"));

    private static Observation NotHeld(NamespaceView pod, string device, LastRoute route)
    {
        LinkAddress[] own = [.. (pod.Addresses?.Addresses ?? []).Where(address => address.Scope == "global" && address.Family == route.Destination.Family)];
        string has = own.Length == 0 ? "has no address" : $"has {string.Join(", ", own.AsEnumerable())}";
        return Observe(
            pod,
            $"{route.Network.Host.Name} sends packets for {route.Destination} by {device} to {pod.Name}, which {has}",
            [.. own.Take(2).Select(address => address.Evidence), new Evidence($"{pod.Space.Path}/links/address.json", 0, $"no address {route.Destination}"), .. route.Hop.Evidence]);
    }

    private static Observation Observe(NamespaceView pod, string message, params Evidence[] evidence) => new(message, evidence)
    {
        Subject = pod.Name,
        Names = pod.Space.ProcessId is int process ? [("pid", $"{process}")] : [],
    };
}
