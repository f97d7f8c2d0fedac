using NetPath.Core.Links;
using NetPath.Core.Packets;

namespace NetPath.Core.Tracing;

/// <summary>Finds the VTEP that a VXLAN device sends a frame to (vxlan_xmit() in drivers/net/vxlan/vxlan_core.c).</summary>
internal static class VxlanEnds
{
    // The entry for stations that the device does not know; a device that was made with a remote or a group has it from the start.
    private const string AnyStation = "00:00:00:00:00:00";

    /// <summary>The far end, or why there is none.</summary>
    public static (TunnelEnd? End, TunnelRefusal? Refusal) Find(Network network, NamespaceView space, Frame frame, Link link)
    {
        string device = $"{link.Name} of {space.Name}";
        if (link.Vxlan is not VxlanDetails vxlan)
        {
            return Refuse(Disposition.Inconclusive, $"the settings of {device} were not collected");
        }

        if (vxlan.External)
        {
            return Refuse(Disposition.Inconclusive, $"{device} takes the far end from each packet (external), and what sets it there is not in the snapshot");
        }

        if (space.Forwarding is not ForwardingDatabase database)
        {
            return Refuse(Disposition.Inconclusive, $"where {device} sends frames was not collected (bridge fdb)");
        }

        ForwardingEntry[] entries = frame.MacAddress is string mac ? [.. database.Find(link.Name, mac).Where(entry => entry.Master is null)] : [];
        bool known = entries.Length > 0;
        entries = known ? entries : [.. database.Find(link.Name, AnyStation)];
        if (entries.Length == 0)
        {
            return frame.MacAddress is string unknown
                ? Refuse(Disposition.NoTunnelEndpoint, $"{device} knows no far end for {unknown} (neighbour '{frame.Known}'), and has no entry for unknown stations")
                : Refuse(Disposition.NeighbourUnresolved, $"nobody answers for {frame.Target} on {device}: it has neither a neighbour entry for it, nor a far end to ask");
        }

        return Choose(network, entries, vxlan, frame, device, known);
    }

    // A frame for an unknown station goes to every far end of that entry; the one that has the station takes it.
    private static (TunnelEnd? End, TunnelRefusal? Refusal) Choose(Network network, ForwardingEntry[] entries, VxlanDetails vxlan, Frame frame, string device, bool known)
    {
        TunnelEnd[] ends = [.. entries.Select(entry => End(entry, vxlan)).OfType<TunnelEnd>()];
        if (ends.Length < entries.Length)
        {
            return Refuse(Disposition.Inconclusive, $"where {device} sends the frame for {frame.Target} is not understood: '{entries.First(entry => End(entry, vxlan) is null)}'");
        }

        if (ends.Length > 1 && !known)
        {
            TunnelEnd[] holding = [.. ends.Where(end => network.Holding(end.Address).Any(holder => holder.Node.Holding(frame.Target).Count > 0))];
            ends = holding.Length == 1 ? holding : ends;
        }

        return ends.Length == 1 && !ends[0].Address.IsMulticast() ? (ends[0], null)
            : Refuse(Disposition.Inconclusive, ends.Length == 1
                ? $"{device} sends the frame for {frame.Target} to the multicast group {ends[0].Address}: who takes it there is not in the snapshot"
                : $"{device} sends the frame for {frame.Target} to {ends.Length} far ends, since it does not know which has the station: {string.Join(", ", ends.Select(end => end.Address))}");
    }

    // Only an entry that names an interface binds the packet to it, as the one that the device's own far end or group makes: the device's interface does not
    // (remote_ifindex in vxlan_xmit_one()).
    private static TunnelEnd? End(ForwardingEntry entry, VxlanDetails vxlan) => IpAddress.TryParse(entry.Destination, out IpAddress address)
        ? new TunnelEnd(address, entry.Port ?? vxlan.Port, entry.Vni ?? vxlan.Id, entry.Evidence) { Device = entry.Via }
        : null;

    private static (TunnelEnd? End, TunnelRefusal? Refusal) Refuse(Disposition disposition, string reason) => (null, new TunnelRefusal(disposition, reason));
}
