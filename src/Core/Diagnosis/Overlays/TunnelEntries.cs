using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.Overlays;

/// <summary>NP5002: a VXLAN device does not know the node at its other end, or knows a wrong one.</summary>
internal static class TunnelEntries
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP5002",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The VXLAN device has no neighbour or forwarding entry for the other node, or one that names a wrong node",
        EvidenceNeeded = "The route into the device, and the neighbour table or forwarding database that lacks the entry or holds another node's",
        Symptom = "The client times out; \"No route to host\" after about three seconds where the neighbour entry is missing",
        Remedy = "The network plugin writes these entries, since the device does not learn. Restart the plugin's pod on this node; when the entry stays wrong, look whether the "
            + "plugin has an old record of the other node: its address, or the tunnel address and MAC address in the Node's annotations.",
        Commands =
        [
            "ip neigh show dev <device>",
            "bridge fdb show dev <device>",
            "kubectl get nodes --output wide",
        ],
        Explains = [Disposition.NoTunnelEndpoint, Disposition.TunnelMismatch, Disposition.NeighbourUnresolved, Disposition.NeighbourMismatch, Disposition.LeavesSnapshot, Disposition.Dropped, Disposition.NotListening, Disposition.Inconclusive, Disposition.NoRoute],
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context) => TunnelCrossing.On(context)
        .Where(crossing => crossing.Device is { Kind: "vxlan", IsUp: true, Vxlan.External: false } && crossing.From.Host is { Neighbours: not null, Forwarding: not null })
        .Select(crossing => Missing(crossing) ?? Wrong(context, crossing))
        .OfType<Observation>();

    private static Observation? Missing(TunnelCrossing crossing)
    {
        string device = $"{crossing.Device.Name} of {crossing.From.Node}";
        if (crossing.Neighbour is not { MacAddress: string mac } neighbour)
        {
            return crossing.Floods ? null : See(crossing, $"{device} has no neighbour entry with a MAC address for {crossing.NextHop}, the other end of the tunnel for {crossing.Destination}", [.. new[] { crossing.Neighbour?.Evidence }.OfType<Evidence>()]);
        }

        return crossing.Entry is null && !crossing.Floods
            ? See(crossing, $"{device} has no forwarding entry for {mac}, the station of {crossing.NextHop}: it does not know to which node to send packets for {crossing.Destination}", [neighbour.Evidence])
            : null;
    }

    // Against the snapshot of the node that holds the pod.
    private static Observation? Wrong(PathContext context, TunnelCrossing crossing)
    {
        if (crossing.Holder(context, crossing.Destination) is not Tunnels to || crossing.Neighbour is not { MacAddress: string mac } neighbour)
        {
            return null;
        }

        string device = $"{crossing.Device.Name} of {crossing.From.Node}";
        if (crossing.Remote is IpAddress remote && !to.Host.Node.Holding(remote).Contains(to.Host))
        {
            string whose = crossing.Holder(context, remote) is Tunnels other ? $", an address of {other.Node}" : ", which no snapshot holds";
            return See(crossing, $"{device} sends packets for {crossing.Destination} to {remote}{whose}; the pod is on {to.Node}", [crossing.Entry!.Evidence, neighbour.Evidence]);
        }

        Link[] ends = [.. to.Devices.Where(link => link.Kind == "vxlan" && link.MacAddress is not null)];
        Link? addressed = ends.FirstOrDefault(link => to.Host.Addresses?.Of(link.Name).Any(address => address.Address == crossing.NextHop) == true);
        return addressed is not null && !string.Equals(addressed.MacAddress, mac, StringComparison.OrdinalIgnoreCase)
            ? See(crossing, $"{device} takes {mac} for the station of {crossing.NextHop}, but {addressed.Name} of {to.Node} is {addressed.MacAddress}, and takes no frames for others", [neighbour.Evidence, addressed.Evidence])
            : null;
    }

    private static Observation See(TunnelCrossing crossing, string message, Evidence[] entries) => new(message, [.. entries, .. Overlay.Of(crossing.Hop), crossing.Device.Evidence])
    {
        Hop = crossing.Hop,
        Subject = crossing.Device.Name,
        Node = crossing.From.Host.Space.Snapshot,
        Names = crossing.Names,
    };
}
