using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeRouting;

/// <summary>NP3005: the node does not pass on packets that are for somebody else.</summary>
internal static class ForwardingOff
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP3005",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "Forwarding is off on the node, or on the interface that the packet came in by",
        EvidenceNeeded = "The setting forwarding of the interface that the packet came in by (of all interfaces for IPv6)",
        Symptom = "The client times out; \"no route to host\" after three seconds where the node answers for the pods' gateway by proxy ARP, which needs forwarding too",
        Remedy = "Switch forwarding on, and find what switched it off: a file in /etc/sysctl.d, a hardening profile, or a service that writes the settings again when it starts. "
            + "kubelet and network plugins expect it to be on.",
        Commands = ["sysctl -w net.ipv4.ip_forward=1", "sysctl -w net.ipv4.conf.<device>.forwarding=1", "grep -r forward /etc/sysctl.conf /etc/sysctl.d /usr/lib/sysctl.d"],
        Explains = [Disposition.ForwardingDisabled, Disposition.NeighbourUnresolved],
        OnPath = OnPath,
        OnNode = OnNode,
    };

    private static IEnumerable<Observation> OnPath(PathContext context)
    {
        if (context.Ending == Disposition.ForwardingDisabled)
        {
            if (PathEnd.Of(context) is { Space.Space.IsHost: true, InDevice: string device } end)
            {
                yield return Observe(end.Space, device, end.Packet.Version, context.End, $", so that it drops packets for {end.Packet.Destination}");
            }
        }
        else if (LastRoute.Of(context) is { Peer: (NamespaceView { Space.IsHost: true } host, Links.Link peer) } route
            && !host.IsLocal(route.NextHop) && host.Forwards(peer.Name, route.NextHop.Family) == false)
        {
            yield return Observe(host, peer.Name, route.NextHop.Family, context.End, $", so that it does not answer for {route.NextHop}, the next hop of {route.Space.Name}");
        }
    }

    // One statement for the whole node, or one for each interface that pods send by. Other interfaces may well be closed.
    private static IEnumerable<Observation> OnNode(NodeContext context)
    {
        NamespaceView host = context.Host;
        string[] devices = [.. PodDevices(context.Network).Distinct()];
        if (devices.Length > 0 && host.Sysctl?.EvidenceFor("net/ipv4/ip_forward") is Evidence off && host.Sysctl.Number("net/ipv4/ip_forward") == 0
            && Array.TrueForAll(devices, device => host.Forwards(device, IpFamily.IPv4) == false))
        {
            yield return new Observation($"ip_forward is 0 on {host.Name}, and {devices.Length} of its interfaces lead to pods", off) { Commands = Definition.Commands };
            yield break;
        }

        foreach (string device in devices.Where(device => host.Forwards(device, IpFamily.IPv4) == false))
        {
            yield return Observe(host, device, IpFamily.IPv4, null, ", which leads to a pod");
        }
    }

    // Of pods that have IPv4: a cluster of IPv6 alone needs no forwarding of the other.
    private static IEnumerable<string> PodDevices(NodeNetwork network) =>
        from link in network.Host.Links?.Links ?? []
        where link.Kind == "veth" && network.Veths.PeerOf(network.Host, link.Name) is (NamespaceView far, _) && network.Veths.IsPod(far) && PodAttachment.Uses(far, IpFamily.IPv4)
        select link.Master ?? link.Name;

    private static Observation Observe(NamespaceView host, string device, IpFamily family, Hop? hop, string consequence) =>
        new($"forwarding is off on {device} of {host.Name}{consequence}", [.. Evidence(host, device, family)])
        {
            Hop = hop,
            Subject = device,
            Names = [("device", device)],
        };

    private static IEnumerable<Evidence> Evidence(NamespaceView host, string device, IpFamily family) => family == IpFamily.IPv4
        ? PathEnd.Settings(host, SysctlTable.InterfaceName(family, device, "forwarding"), "net/ipv4/ip_forward")
        : PathEnd.Settings(host, SysctlTable.InterfaceName(family, "all", "forwarding"));
}
