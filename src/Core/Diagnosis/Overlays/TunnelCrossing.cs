using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.Overlays;

/// <summary>A route of a node sends a packet into a tunnel.</summary>
/// <param name="Hop">The route.</param>
/// <param name="From">The tunnels of the node that sends.</param>
/// <param name="Device">The tunnel.</param>
/// <param name="NextHop">Who the packet goes to inside the tunnel: the address of the other end.</param>
internal sealed record TunnelCrossing(RouteHop Hop, Tunnels From, Link Device, IpAddress NextHop)
{
    /// <summary>The packet that the route is for.</summary>
    public IpAddress Destination => Hop.After.DestinationAddress;

    /// <summary>Which station answers for the next hop; null when the node has no entry for it.</summary>
    public Neighbour? Neighbour => From.Host.Neighbours?.Find(Device.Name, NextHop);

    /// <summary>VXLAN: where frames for that station go; null when the device has no entry for it.</summary>
    public ForwardingEntry? Entry => Neighbour?.MacAddress is string mac ? From.Host.Forwarding?.Find(Device.Name, mac).FirstOrDefault(entry => entry.Destination is not null) : null;

    /// <summary>The address that the outer packet is sent to; null when that is not known.</summary>
    public IpAddress? Remote => Device.Kind == "vxlan"
        ? IpAddress.TryParse(Entry?.Destination, out IpAddress vtep) ? vtep : null
        : Device.Kind == "ipip" ? IpAddress.TryParse(Device.Tunnel?.Remote, out IpAddress remote) && !remote.IsUnspecified() ? remote : NextHop
        : null;

    /// <summary>VXLAN: true when frames to unknown stations have somewhere to go.</summary>
    public bool Floods => Device.Vxlan is { Group: not null } or { External: true } || From.Host.Forwarding?.Find(Device.Name, "00:00:00:00:00:00").Any() == true;

    /// <summary>What the commands of a finding name.</summary>
    public (string Word, string Value)[] Names =>
    [
        ("device", Device.Name),
        ("next-hop", $"{NextHop}"),
        ("pod-address", $"{Destination}"),
        ("mac", Neighbour?.MacAddress ?? ""),
    ];

    /// <summary>The crossings of a path, there and back. Costs next to nothing where no node has a tunnel.</summary>
    public static IEnumerable<TunnelCrossing> On(PathContext context)
    {
        if (context.Snapshots.All(snapshot => Tunnels.Of(snapshot).Devices.Length == 0))
        {
            yield break;
        }

        foreach (RouteHop hop in context.Hops.OfType<RouteHop>())
        {
            if (context.Snapshots.Any(snapshot => Tunnels.Of(snapshot).Find(hop.Device) is not null)
                && context.SpaceOf(hop) is { Space.IsHost: true } host
                && Tunnels.Of(host.Space.Snapshot) is Tunnels from
                && from.Find(hop.Device) is Link device)
            {
                yield return new TunnelCrossing(hop, from, device, hop.Lookup?.GatewayAddress ?? hop.After.DestinationAddress);
            }
        }
    }

    /// <summary>The node that holds an address, other than the one that sends; null when no snapshot does, or several do.</summary>
    public Tunnels? Holder(PathContext context, IpAddress address) => Overlay.Holder(context.Snapshots, address, From.Host.Space.Snapshot);
}
