using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeLinks;

/// <summary>NP4004: a pod's veth is no port of the bridge that its network is on.</summary>
internal static class UnattachedPort
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP4004",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The pod's veth is not attached to the bridge that should carry its packets",
        EvidenceNeeded = "The node's end of the veth pair, which has no master, the bridge, and the pod's address in the bridge's network",
        Symptom = "The client times out, or sees \"no route to host\" after three seconds",
        Remedy = "Attach the veth to the bridge, or delete the pod, so that the network plugin does it. A bridge that was deleted and made anew has lost all its ports.",
        Commands = ["ip link set <device> master <bridge>", "bridge link show", "ip -d link show dev <device>"],
        Explains = [Disposition.LeavesSnapshot, Disposition.NeighbourUnresolved, Disposition.NeighbourMismatch, Disposition.Inconclusive, Disposition.LinkDown],
        OnPath = OnPath,
        OnNode = context => context.Network.Spaces.Where(space => !space.Space.IsHost && context.Network.Veths.IsPod(space)).SelectMany(space => Unattached(context.Network, space, null)),
    };

    // The pod that the packet is for, and the pod that sends it.
    private static IEnumerable<Observation> OnPath(PathContext context) => LastRoute.Of(context) is not LastRoute route ? [] :
        route.Network.Holding(route.Destination).Append(route.Space).Where(space => !space.Space.IsHost).Distinct().SelectMany(space => Unattached(route.Network, space, context.End));

    /// <summary>True when the pod's veth should be a port of a bridge, and is none: then the route by the bridge is right.</summary>
    internal static bool IsMissingAt(string bridge, NodeNetwork network, NamespaceView pod) => Unattached(network, pod, null).Any(seen => seen.Names.Contains(("bridge", bridge)));

    private static IEnumerable<Observation> Unattached(NodeNetwork network, NamespaceView pod, Hop? hop)
    {
        foreach (Link end in PodAttachment.Of(network, pod).Ends.Where(end => end.Master is null))
        {
            (_, Link inside) = network.Veths.PeerOf(network.Host, end.Name)!.Value;
            foreach (LinkAddress address in pod.Addresses?.Of(inside.Name).Where(address => address.Scope == "global") ?? [])
            {
                if (BridgeOf(network.Host, end, address) is (Link bridge, LinkAddress gateway))
                {
                    yield return new Observation($"{end} of {network.Host.Name} is no port of {bridge.Name} ({gateway}), though {pod.Name} has {address} behind it", end.Evidence, bridge.Evidence, gateway.Evidence, address.Evidence)
                    {
                        Hop = hop,
                        Subject = pod.Name,
                        Names = [("device", end.Name), ("bridge", bridge.Name)],
                    };
                }
            }
        }
    }

    // The bridge whose network the pod's address is in, with the prefix that the pod has too; a veth with addresses or routes of its own is routed, not bridged.
    private static (Link Bridge, LinkAddress Gateway)? BridgeOf(NamespaceView host, Link end, LinkAddress address)
    {
        if (host.Addresses is null || host.Addresses.Of(end.Name).Any(own => own.Scope == "global") || address.PrefixLength == address.Address.Width
            || host.Fib?.Lookup(new Routing.RouteQuery { Destination = address.Address }).Device == end.Name)
        {
            return null;
        }

        return host.Addresses.Addresses
            .Where(gateway => gateway.Family == address.Family && gateway.PrefixLength == address.PrefixLength && new IpPrefix(gateway.Address, gateway.PrefixLength).Contains(address.Address))
            .Select(gateway => (Bridge: host.Links?.Find(gateway.Device), gateway))
            .Where(one => one.Bridge?.Kind == "bridge")
            .Select(one => ((Link, LinkAddress)?)(one.Bridge!, one.gateway))
            .FirstOrDefault();
    }
}
