using NetPath.Core.Links;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.Overlays;

/// <summary>NP5005: two nodes use different numbers or ports for what should be one VXLAN.</summary>
internal static class TunnelSettings
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP5005",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "The VXLAN network identifier or UDP port differs between the nodes, so that one does not take the other's packets",
        EvidenceNeeded = "The VXLAN devices of both nodes",
        Symptom = "The client times out",
        Remedy = "Set the same identifier and port on all nodes (Calico: vxlanVNI and vxlanPort of the FelixConfiguration; Flannel: VNI and Port of its net-conf.json), then restart the "
            + "plugin's pods, which make the devices anew. A node with another setting mostly has a configuration of its own, or was left out of a change.",
        Commands = ["ip -d link show <device>", "kubectl get felixconfigurations --output yaml"],
        Explains = [Disposition.TunnelMismatch, Disposition.NotListening, Disposition.Dropped, Disposition.LeavesSnapshot, Disposition.Inconclusive],
        OnPath = OnPath,
        OnCluster = OnCluster,
    };

    private static IEnumerable<Observation> OnPath(PathContext context)
    {
        foreach (TunnelCrossing crossing in TunnelCrossing.On(context).Where(crossing => crossing.Device.Vxlan is { External: false }))
        {
            if (crossing.Holder(context, crossing.Destination) is not Tunnels to)
            {
                continue;
            }

            // A forwarding entry may name another number or port than the device's own.
            long? number = crossing.Entry?.Vni ?? crossing.Device.Vxlan!.Id;
            int? port = crossing.Entry?.Port ?? crossing.Device.Vxlan!.Port;
            Link? likely = Likely(crossing.Device, to);
            if (likely is not null && to.Counterpart(crossing.Device, number, port) is null)
            {
                yield return See(crossing.From, crossing.Device, number, port, to, likely) with { Hop = crossing.Hop };
            }
        }
    }

    private static IEnumerable<Observation> OnCluster(ClusterContext context)
    {
        for (int i = 1; i < context.Nodes.Count; i++)
        {
            Tunnels first = Tunnels.Of(context.Nodes[0]);
            Tunnels other = Tunnels.Of(context.Nodes[i]);
            foreach (Link device in other.Devices.Where(device => device is { IsUp: true, Vxlan.External: false }))
            {
                Link? same = Array.Find(first.Devices, one => one.Name == device.Name && one is { IsUp: true, Vxlan.External: false });
                if (same is not null && (same.Vxlan!.Id != device.Vxlan!.Id || same.Vxlan.Port != device.Vxlan.Port))
                {
                    yield return See(first, same, same.Vxlan.Id, same.Vxlan.Port, other, device);
                }
            }
        }
    }

    // The device that should be the other end: the one of the same name, else the only one.
    private static Link? Likely(Link device, Tunnels to)
    {
        Link[] candidates = [.. to.Devices.Where(other => other is { IsUp: true, Vxlan.External: false } && Tunnels.Overhead(other) == Tunnels.Overhead(device))];
        return Array.Find(candidates, other => other.Name == device.Name) ?? (candidates.Length == 1 ? candidates[0] : null);
    }

    private static Observation See(Tunnels from, Link device, long? number, int? port, Tunnels to, Link other) => new(
        $"{device.Name} of {from.Node} uses identifier {number} and UDP port {port}, {other.Name} of {to.Node} {other.Vxlan!.Id} and {other.Vxlan.Port}",
        device.Evidence, other.Evidence)
    {
        Subject = device.Name,
        Node = to.Host.Space.Snapshot,
        Names = [("device", other.Name)],
    };
}
