using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.Overlays;

/// <summary>NP5004: packets that fit into the tunnel, or that pods may send, do not fit between the nodes with the tunnel's headers before them.</summary>
internal static class TunnelMtu
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP5004",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "The MTU of a tunnel or of a pod is larger than the network between the nodes can carry with the tunnel's headers",
        EvidenceNeeded = "The MTU of the tunnel or of the pod's interface, and that of the interface between the nodes, on both of them",
        Symptom = "Connections open and small answers come; large transfers hang, or are slow since each packet is cut in two",
        Remedy = "Give the network plugin the MTU of the network between the nodes less the tunnel's headers (IPIP 20 bytes, VXLAN 50, WireGuard 60; 20 more over IPv6), and make "
            + "the pods anew, since their interfaces keep the MTU that they were made with. All nodes must have the same.",
        Commands =
        [
            "ip link show <device>",
            "ip link show <underlay>",
            "tracepath -n <pod-address>",
        ],
        OnEveryPath = true,
        OnPath = OnPath,
        OnNode = OnNode,
    };

    private static IEnumerable<Observation> OnPath(PathContext context)
    {
        foreach (TunnelCrossing crossing in TunnelCrossing.On(context))
        {
            Room[] rooms = [.. Rooms(context, crossing)];
            if (rooms.Length == 0)
            {
                continue;
            }

            Room room = rooms.MinBy(one => one.Inside)!;
            Observation? seen = TooLarge(room, crossing.Device, crossing.From.Host) ?? Pods(context, crossing)
                .Select(pod => TooLarge(room, pod.Link, pod.Space))
                .FirstOrDefault(one => one is not null);
            if (seen is not null)
            {
                yield return seen with { Hop = crossing.Hop };
            }
        }
    }

    // What fits through the tunnel: by the interface that carries it here, and by that of the other node.
    private static IEnumerable<Room> Rooms(PathContext context, TunnelCrossing crossing)
    {
        if (crossing.From.Underlay(crossing.Device, crossing.Remote) is Link here)
        {
            yield return new Room(crossing.Device, here, crossing.From.Host);
        }

        if (crossing.Holder(context, crossing.Destination) is Tunnels to && crossing.Remote is IpAddress remote
            && to.Host.Addresses?.Find(remote).FirstOrDefault() is LinkAddress address && to.Host.Links?.Find(address.Device) is Link there)
        {
            yield return new Room(crossing.Device, there, to.Host);
        }
    }

    // The pods that send into this tunnel: the one whose node this is.
    private static IEnumerable<(NamespaceView Space, Link Link)> Pods(PathContext context, TunnelCrossing crossing) =>
        from space in crossing.From.Host.Node.Holding(crossing.Hop.After.SourceAddress)
        where !space.Space.IsHost
        from address in space.Addresses!.Find(crossing.Hop.After.SourceAddress)
        let link = space.Links?.Find(address.Device)
        where link is not null
        select (space, link);

    private static IEnumerable<Observation> OnNode(NodeContext context)
    {
        Tunnels tunnels = Tunnels.Of(context.Snapshot);
        foreach (Link tunnel in tunnels.Devices.Where(device => device.IsUp))
        {
            // A tunnel that no route uses carries nothing.
            Route? route = context.Snapshot.Host.Routes.Routes.FirstOrDefault(route => route.NextHops.Any(hop => hop.Device == tunnel.Name && hop.Gateway is not null));
            if (route is null || tunnels.Underlay(tunnel, tunnel.Kind == "ipip" ? route.NextHops[0].Gateway : null) is not Link underlay)
            {
                continue;
            }

            if (TooLarge(new Room(tunnel, underlay, tunnels.Host), tunnel, tunnels.Host) is Observation seen)
            {
                yield return seen;
            }
        }
    }

    private static Observation? TooLarge(Room room, Link sender, NamespaceView space) => sender.Mtu <= room.Inside || room.Carrier.Mtu == 0 ? null
        : new Observation(
            $"{sender.Name} of {space.Name} has an MTU of {sender.Mtu}, but {room.Carrier.Name} of {room.Node.Name} takes packets of {room.Carrier.Mtu} bytes, which leaves {room.Inside} inside {room.Tunnel.Name} ({Tunnels.Overhead(room.Tunnel)} bytes of headers)",
            sender.Evidence, room.Carrier.Evidence)
        {
            Subject = sender.Name,
            Node = space.Space.Snapshot,
            Names = [("device", sender.Name), ("underlay", room.Carrier.Name)],
        };

    /// <summary>How large a packet may be inside a tunnel for an interface that carries its outer packets.</summary>
    private sealed record Room(Link Tunnel, Link Carrier, NamespaceView Node)
    {
        public int Inside => Carrier.Mtu - Tunnels.Overhead(Tunnel);
    }
}
