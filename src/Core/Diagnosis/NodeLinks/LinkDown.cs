using NetPath.Core.Diagnosis.Overlays;
using NetPath.Core.Links;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeLinks;

/// <summary>NP4001: an interface that the packet needs is missing, down or without carrier.</summary>
internal static class LinkDown
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP4001",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "An interface on the path is missing, down, or has no carrier",
        EvidenceNeeded = "The interface's line with its flags; for one that is missing, the route that names it",
        Symptom = "The client times out, or sees \"no route to host\" after three seconds",
        Remedy = "Set the interface up. One end of a veth pair has a carrier only while the other is up; routes by an interface that goes down are gone, and come back only when "
            + "the network plugin writes them again.",
        Commands = ["ip -d link show dev <device>", "ip link set <device> up", "ip monitor link"],
        Explains =
        [
            Disposition.LinkDown,
            Disposition.NoRoute,
            Disposition.Blackholed,
            Disposition.Unreachable,
            Disposition.Prohibited,
            Disposition.NeighbourUnresolved,
            Disposition.LeavesSnapshot,
            Disposition.TimeToLiveExceeded,
        ],
        OnPath = OnPath,
        OnNode = OnNode,
    };

    private static IEnumerable<Observation> OnPath(PathContext context)
    {
        if (LastRoute.Of(context) is not LastRoute route)
        {
            return [];
        }

        if (context.Ending != Disposition.LinkDown)
        {
            return BehindTheRoute(context, route);
        }

        // What a tunnel that is down means, NP5001 tells.
        return route.Link is Link link && Tunnels.Is(link) ? [] : OnTheWay(context, route);
    }

    private static IEnumerable<Observation> OnTheWay(PathContext context, LastRoute route)
    {
        // The interface, the port of a bridge; a veth has no carrier since its other end is down.
        Link? port = context.End is LinkHop hop ? route.Space.Links?.Find(hop.Interface) : null;
        (NamespaceView Space, Link Link)? far = route.Network.Veths.PeerOf(route.Space, port?.Name ?? route.Hop.Device ?? "");
        Link[] closed = [.. new[] { route.Link, port, far?.Link }.OfType<Link>().Where(link => !link.IsUp || !link.HasCarrier).Distinct().OrderBy(link => link.IsUp)];
        bool isFar = closed.Length > 0 && closed[0] == far?.Link;
        string? device = closed.FirstOrDefault()?.Name ?? route.Hop.Device;
        yield return new Observation(
            $"{PathEnd.Reason(context)}{(isFar && closed.Length > 1 ? $": its other end, {closed[0]} of {far!.Value.Space.Name}, is down" : "")}",
            closed.Length > 0 ? [.. closed.Select(link => link.Evidence)] : route.Hop.Evidence)
        {
            Hop = context.End,
            Subject = device,
            Names = [.. device is null ? [] : new[] { ("device", device) }, .. far?.Space.Space.ProcessId is int process ? new[] { ("pid", $"{process}") } : []],
            Commands = isFar ? ["nsenter --target <pid> --net ip -d link show dev <device>", "nsenter --target <pid> --net ip link set <device> up"] : null,
        };
    }

    // The kernel takes routes away with their interface, and what is left leads elsewhere.
    private static IEnumerable<Observation> BehindTheRoute(PathContext context, LastRoute route)
    {
        foreach (PodAttachment pod in PodAttachment.Holding(route.Network, route.Destination))
        {
            foreach (Link end in pod.Ends.Where(end => !end.IsUp))
            {
                yield return new Observation($"{Words(end)} on {route.Network.Host.Name}; {pod.Holder.Name}, which holds {route.Destination}, is behind it", end.Evidence)
                {
                    Hop = context.End,
                    Subject = end.Name,
                    Names = [("device", end.Name)],
                };
            }
        }

        // A sender without any interface that is up.
        if (context.Ending == Disposition.NoRoute && Carriers(route.Space) is [_, ..] own && Array.TrueForAll(own, link => !link.IsUp))
        {
            yield return new Observation($"{Words(own[0])} in {route.Space.Name}, and it has no other", own[0].Evidence) { Hop = context.End, Subject = route.Space.Name, Names = [("device", own[0].Name)] };
        }
    }

    // Interfaces that are down and that nobody needs are normal; a pod needs its own.
    private static IEnumerable<Observation> OnNode(NodeContext context)
    {
        foreach (Link link in context.Host.Links?.Links ?? [])
        {
            if (link.Kind == "veth" && context.Network.Veths.PeerOf(context.Host, link.Name) is (NamespaceView pod, Link far) && context.Network.Veths.IsPod(pod)
                && (!link.IsUp || !far.IsUp) && Array.TrueForAll(Carriers(pod), own => own == far || !own.IsUp))
            {
                Link down = link.IsUp ? far : link;
                yield return new Observation($"{Words(down)} on {(link.IsUp ? pod.Name : context.Host.Name)}, and {pod.Name} has no other way out", link.Evidence, far.Evidence)
                {
                    Subject = pod.Name,
                    Names = [("device", down.Name)],
                };
            }
        }
    }

    private static Link[] Carriers(NamespaceView space) => [.. (space.Links?.Links ?? []).Where(MissingInterface.CanCarry)];

    private static string Words(Link link) => $"{link} {(link.IsUp ? "has no carrier" : "is down")}";
}
