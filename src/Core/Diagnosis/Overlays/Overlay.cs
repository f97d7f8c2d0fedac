using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.Overlays;

/// <summary>Questions about several nodes.</summary>
internal static class Overlay
{
    /// <summary>The other node that holds an address, itself or by one of its pods; null when none does, or several.</summary>
    public static Tunnels? Holder(IReadOnlyList<NodeSnapshot> snapshots, IpAddress address, NodeSnapshot asking)
    {
        NodeSnapshot[] found = [.. snapshots.Where(snapshot => snapshot != asking && NodeNetwork.Of(snapshot).Holding(address).Count > 0).Take(2)];
        return found.Length == 1 ? Tunnels.Of(found[0]) : null;
    }

    /// <summary>
    /// The routes by which a path goes from a node to an address that another node of the snapshots holds: to a pod of it, as a rule. Routes that stay on the node are left out.
    /// </summary>
    public static IEnumerable<(RouteHop Hop, Tunnels From, Tunnels To)> Departures(PathContext context)
    {
        if (context.Snapshots.Count < 2)
        {
            yield break;
        }

        foreach (RouteHop hop in context.Hops.OfType<RouteHop>().Where(hop => hop.Result == nameof(RouteResult.Found) && hop.Device is not (null or "lo")))
        {
            if (context.SpaceOf(hop) is { Space.IsHost: true } host
                && Holder(context.Snapshots, hop.After.DestinationAddress, host.Space.Snapshot) is Tunnels to)
            {
                yield return (hop, Tunnels.Of(host.Space.Snapshot), to);
            }
        }
    }

    /// <summary>What the snapshot says of the route; empty when it does not say.</summary>
    public static Evidence[] Of(RouteHop hop) => hop.Lookup?.Route is Route route ? [route.Evidence] : hop.Evidence;
}
