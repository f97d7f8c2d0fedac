using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeLinks;

/// <summary>NP4002: a pod has no interface, so that none of the host leads to it.</summary>
internal static class MissingInterface
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP4002",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The node has no interface for the pod",
        EvidenceNeeded = "The links of the pod's namespace, which hold no more than lo; for a path also the address that nobody holds",
        Symptom = "The client times out, or sees what the route that is left over says",
        Remedy = "Delete the pod, so that its network is made anew: a veth pair that was deleted does not come back by itself. Look in the logs of the network plugin and of the "
            + "container runtime for what deleted it.",
        Commands = ["kubectl get pods --all-namespaces --output wide --field-selector spec.nodeName=<node>", "ip -d link show type veth", "journalctl -u kubelet -u containerd --since -1h"],
        Explains = [Disposition.Blackholed, Disposition.NoRoute, Disposition.Unreachable, Disposition.Prohibited, Disposition.NeighbourUnresolved, Disposition.LeavesSnapshot, Disposition.TimeToLiveExceeded],
        OnPath = OnPath,
        OnNode = context => Bare(context.Network).Select(space => Observe(space, "")),
    };

    // What the kernel puts into a new namespace when the module is loaded, and nobody uses.
    private static readonly string[] Fallback = ["tunl0", "sit0", "gre0", "gretap0", "erspan0", "ip_vti0", "ip6_vti0", "ip6tnl0", "ip6gre0"];

    /// <summary>True for an interface that can carry a pod's packets.</summary>
    public static bool CanCarry(Link link) => !link.Flags.Contains("LOOPBACK") && !Fallback.Contains(link.Name);

    private static IEnumerable<Observation> OnPath(PathContext context)
    {
        if (LastRoute.Of(context) is not LastRoute route || route.Network.Holding(route.Destination).Any())
        {
            return [];
        }

        // A pod without interface has no address any more: the API knows whose it was, or there is only one that it can be.
        NamespaceView[] bare = [.. Bare(route.Network)];
        string? uid = route.Space.Space.Snapshot.GetKubernetesObjects().FindPodByAddress(route.Destination)?.Uid;
        NamespaceView? lost = uid is not null ? Array.Find(bare, space => space.Space.PodUid == uid)
            : bare.Length == 1 && IsOfPods(context, route) ? bare[0] : null;
        return lost is null ? [] : [Observe(lost, $", and nobody holds {route.Destination}", context.End)];
    }

    // The address is one that pods of this node may have: its route is a block's, or it came out of a Service's rules.
    private static bool IsOfPods(PathContext context, LastRoute route) =>
        route.Hop.Lookup?.Route is Routing.Route { Type: Routing.RouteType.Blackhole } || context.Trace.Packet.DestinationAddress != route.Destination;

    private static IEnumerable<NamespaceView> Bare(NodeNetwork network) =>
        network.Spaces.Where(space => space.Space.PodUid is not null && !space.Space.IsHost && space.Links is LinkTable links && !links.Links.Any(CanCarry));

    private static Observation Observe(NamespaceView space, string more, Hop? hop = null) => new(
        $"the pod {space.Name} has no interface but {string.Join(", ", space.Links!.Links.Select(link => link.Name))}{more}",
        [.. space.Links!.Links.Take(2).Select(link => link.Evidence), .. space.Links.Links.Count == 0 ? [new Evidence($"{space.Space.Path}/links/link.json", 0, "no interface")] : Array.Empty<Evidence>()])
    {
        Hop = hop,
        Subject = space.Name,
    };
}
