using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.Overlays;

/// <summary>NP5003: the route to a pod leads to another node than the one that holds it.</summary>
internal static class WrongNextHop
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP5003",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The route's next hop is not the node that holds the pod",
        EvidenceNeeded = "The route on one node, and the pod's address in the snapshot of another",
        Symptom = "The client times out",
        Remedy = "Look at what distributes the routes: the BGP sessions (calicoctl node status, bird), the plugin's pod on this node, or the routes that somebody made by hand. A "
            + "block of addresses that moved to another node is announced by that node; a route of a former owner that stays is a leftover.",
        Commands =
        [
            "ip route get <pod-address>",
            "ip route show <route>",
            "kubectl get pods --all-namespaces --output wide --field-selector status.podIP=<pod-address>",
        ],
        Explains = [Disposition.LeavesSnapshot, Disposition.NeighbourUnresolved, Disposition.NeighbourMismatch, Disposition.NoRoute, Disposition.Blackholed, Disposition.Unreachable, Disposition.Dropped, Disposition.TimeToLiveExceeded, Disposition.Inconclusive],
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        foreach ((RouteHop hop, Tunnels from, Tunnels to) in Overlay.Departures(context))
        {
            IpAddress pod = hop.After.DestinationAddress;
            if (hop.Lookup?.GatewayAddress is not IpAddress nextHop || to.Host.Node.Holding(nextHop).Count > 0 || to.Host.Node.Holding(pod) is not [{ Space.IsHost: false } holder, ..])
            {
                continue;
            }

            string whose = Overlay.Holder(context.Snapshots, nextHop, from.Host.Space.Snapshot) is Tunnels other ? $"of {other.Node}" : "which no snapshot holds";
            Evidence[] address = [.. holder.Addresses?.Find(pod).Select(found => found.Evidence) ?? []];
            yield return new Observation($"{from.Node} sends packets for {pod} to {nextHop}, {whose}, by route '{hop.Route}'; the pod {holder.Name} that has this address is on {to.Node}", [.. Overlay.Of(hop), .. address])
            {
                Hop = hop,
                Subject = $"{pod}",
                Node = from.Host.Space.Snapshot,
                Names = [("pod-address", $"{pod}"), ("route", hop.Lookup.Route?.Destination.ToString() ?? "")],
            };
        }
    }
}
