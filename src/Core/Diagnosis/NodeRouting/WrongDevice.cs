using NetPath.Core.Diagnosis.NodeLinks;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeRouting;

/// <summary>NP3003: the node sends the packet by another interface than the one that its pod is behind.</summary>
internal static class WrongDevice
{
    /// <summary>How the way of a packet can end that is sent to where nobody expects it.</summary>
    internal static readonly Disposition[] Astray =
    [
        Disposition.NeighbourUnresolved,
        Disposition.NeighbourMismatch,
        Disposition.LeavesSnapshot,
        Disposition.TimeToLiveExceeded,
        Disposition.ForwardingDisabled,
        Disposition.ReversePathFiltered,
        Disposition.Martian,
        Disposition.NoRoute,
        Disposition.LinkDown,
    ];

    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP3003",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The route leads to another device than the pod's",
        EvidenceNeeded = "The route, and both ends of the veth pair of the pod that holds the address",
        Symptom = "The client times out, or sees \"no route to host\" after three seconds",
        Remedy = "Let the route lead to the pod's own interface. The network plugin writes it: restart the plugin's pod on this node, and look in its log for what it knows of "
            + "the pod. A pod that was made anew with the same address has another interface than before.",
        Commands = ["ip route get <destination>", "ip route replace <destination> dev <device> scope link", "ip -d link show dev <device>"],
        Explains = Astray,
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        foreach (RouteHop hop in context.Way.OfType<RouteHop>())
        {
            if (hop is { Result: nameof(RouteResult.Found), Device: string device and not "lo" } && !IsByOwnTable(hop) && context.SpaceOf(hop) is { Space.IsHost: true } host
                && Missed(new LastRoute(hop, host), device) is PodAttachment pod && !UnattachedPort.IsMissingAt(device, NodeNetwork.Of(host.Space.Snapshot), pod.Holder))
            {
                yield return Observe(hop, host, device, pod);
            }
        }
    }

    /// <summary>True when a policy rule chose a table that somebody made; NP3007 speaks of it.</summary>
    internal static bool IsByOwnTable(RouteHop hop) => hop.Lookup?.Route?.Table is long table && table is not (RouteTableName.Main or RouteTableName.Local or RouteTableName.Default);

    /// <summary>The pod that holds the destination and does not hang on the device; null when there is none, or one of several does.</summary>
    internal static PodAttachment? Missed(LastRoute route, string device)
    {
        PodAttachment[] holders = PodAttachment.Holding(route.Network, route.Destination);
        return Array.TrueForAll(holders, holder => holder.Ends.Length > 0 && !holder.IsReachedBy(device)) ? holders.FirstOrDefault() : null;
    }

    private static Observation Observe(RouteHop hop, NamespaceView host, string device, PodAttachment pod)
    {
        (NamespaceView Space, Links.Link Link)? other = NodeNetwork.Of(host.Space.Snapshot).Veths.PeerOf(host, device);
        string where = other is null ? device : $"{device}, which leads to {other.Value.Space.Name}";
        return new Observation(
            $"the route '{hop.Route}' of {host.Name} sends packets for {hop.Before.Destination} to {where}, and {pod} holds that address",
            [.. hop.Evidence, .. pod.Ends.Select(end => end.Evidence), .. pod.Holder.Addresses?.Find(hop.Before.DestinationAddress).Select(address => address.Evidence) ?? []])
        {
            Hop = hop,
            Subject = pod.Holder.Name,
            Names = [("destination", hop.Before.Destination), ("device", pod.Ends[0].Name)],
        };
    }
}
