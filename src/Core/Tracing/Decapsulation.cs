using NetPath.Core.Links;
using NetPath.Core.Packets;

namespace NetPath.Core.Tracing;

/// <summary>Takes packets out of those that tunnel devices of another node have sent.</summary>
internal static class Decapsulation
{
    /// <summary>The packet behind the tunnel device that takes it, or how it ends.</summary>
    public static (WalkState? State, Link? Device, TunnelRefusal? Refusal) Unwrap(WalkState outer)
    {
        Carried carried = outer.Carried!;
        NamespaceView space = outer.Space;
        if (space.Links is not LinkTable links)
        {
            return (null, null, new TunnelRefusal(Disposition.Inconclusive, $"the interfaces of {space.Name} were not collected, so that it cannot be told whether a tunnel device takes the packet"));
        }

        Link[] devices = [.. links.Links.Where(link => link.Kind == carried.Device.Kind)];
        Link? device = devices.Where(link => link.IsUp && Fits(outer, carried, link)).OrderByDescending(link => Closeness(link)).FirstOrDefault();
        if (device is null)
        {
            return (null, null, Array.Exists(devices, IsExternal)
                ? new TunnelRefusal(Disposition.Inconclusive, $"a {carried.Protocol.Kind} device of {space.Name} takes packets of any identifier (external), and what happens to them is not in the snapshot")
                : new TunnelRefusal(Disposition.TunnelMismatch, WhyNot(outer, carried, devices)));
        }

        return Refused(outer, carried, device) is string refused
            ? (null, null, new TunnelRefusal(Disposition.TunnelMismatch, refused))
            : (Behind(outer, carried, device).With(Hop(outer, carried, device)), device, null);
    }

    private static bool IsExternal(Link link) => link.Vxlan is { External: true } || link.Tunnel is { External: true };

    private static bool Fits(WalkState outer, Carried carried, Link link)
    {
        if (link.Vxlan is VxlanDetails vxlan)
        {
            return !vxlan.External && vxlan.Id == carried.Key && vxlan.Port == outer.Packet.DestinationPort && FamilyOf(vxlan) == outer.Packet.Version;
        }

        if (link.Kind == "wireguard")
        {
            return true;
        }

        // ip_tunnel_lookup() in net/ipv4/ip_tunnel.c
        return link.Tunnel is TunnelDetails { External: false } tunnel
            && (TunnelEnds.Address(tunnel.Local) is not IpAddress local || local == outer.Packet.DestinationAddress)
            && (TunnelEnds.Address(tunnel.Remote) is not IpAddress remote || remote == outer.Packet.SourceAddress)
            && TunnelEnds.Key(tunnel.Key) == carried.Key
            && tunnel.Port == outer.Packet.DestinationPort;
    }

    // A VXLAN device has a socket of one family: that of the addresses it was made with (vxlan_sock_add()).
    private static IpFamily FamilyOf(VxlanDetails vxlan) =>
        (IpAddress.TryParse(vxlan.Local, out IpAddress own) || IpAddress.TryParse(vxlan.Group, out own)) && own.Family == IpFamily.IPv6 ? IpFamily.IPv6 : IpFamily.IPv4;

    // A tunnel between these two ends before one to that end, and that before one to any.
    private static int Closeness(Link link) =>
        (TunnelEnds.Address(link.Tunnel?.Remote) is null ? 0 : 2) + (TunnelEnds.Address(link.Tunnel?.Local) is null ? 0 : 1);

    private static string WhyNot(WalkState outer, Carried carried, Link[] devices)
    {
        string place = outer.Space.Name;
        string what = $"{carried.Protocol.Kind}{(carried.Key is long key ? $" id {key}" : "")}{(outer.Packet.DestinationPort is int port ? $", port {port}" : "")}";
        if (devices.Length == 0)
        {
            return $"{place} has no {carried.Protocol.Kind} device that would take the packet ({what}) from {outer.Packet.Source}";
        }

        return Array.Find(devices, link => !link.IsUp && Fits(outer, carried, link)) is Link down
            ? $"{down} of {place}, which should take the packet, is down"
            : $"no {carried.Protocol.Kind} device of {place} takes the packet ({what}) from {outer.Packet.Source}: {string.Join(", ", devices.Select(Describe))}";
    }

    private static string Describe(Link link) => link.Vxlan is VxlanDetails vxlan
        ? $"{link.Name} has id {vxlan.Id}, port {vxlan.Port}"
        : $"{link.Name} is from {link.Tunnel?.Local ?? "any"} to {link.Tunnel?.Remote ?? "any"}{(link.Tunnel?.Key is string key ? $", key {key}" : "")}";

    // vxlan_set_mac() and vxlan_snoop() in drivers/net/vxlan/vxlan_core.c
    private static string? Refused(WalkState outer, Carried carried, Link device)
    {
        if (device.Vxlan is not VxlanDetails vxlan || carried.Frame.Sender.MacAddress is not string sender)
        {
            return null;
        }

        if (device.MacAddress is string own && Frame.IsSame(own, sender))
        {
            return $"{device.Name} of {outer.Space.Name} has the same hardware address {own} as the sender, and takes the frame for its own";
        }

        ForwardingEntry? fixedEntry = !vxlan.Learning ? null : outer.Space.Forwarding?.Find(device.Name, sender)
            .FirstOrDefault(entry => entry.Master is null && entry.State is "permanent" or "static" && TunnelEnds.Address(entry.Destination) is IpAddress other && other != outer.Packet.SourceAddress);
        return fixedEntry is null ? null
            : $"{device.Name} of {outer.Space.Name} knows the sender {sender} at {fixedEntry.Destination} for good, and drops its frames from {outer.Packet.Source}";
    }

    private static WalkState Behind(WalkState outer, Carried carried, Link device) => outer with
    {
        Packet = carried.Inner.Packet with { Mark = outer.Packet.Mark },
        Carried = carried.Inner.Carried,
        FarEnd = null,
        InInterface = device.Name,
        BridgePort = null,
        OutInterface = null,
        Gateway = null,
        Connection = null,
        Template = null,
        Proxy = null,
        Ethernet = carried.Protocol.CarriesFrames ? carried.Frame.Header : null,
        Crossings = outer.Crossings + 1,
    };

    private static EncapsulationHop Hop(WalkState outer, Carried carried, Link device) => new()
    {
        Device = device.Name,
        Protocol = carried.Protocol.Kind,
        Vni = carried.Key,
        Decapsulates = true,
        Overhead = (outer.Packet.Version == IpFamily.IPv4 ? 20 : 40) + carried.Protocol.HeaderBytes,
        Owner = PathOwner.OfInterface(device.Name),
        Place = outer.Space.Name,
        Description = $"{device.Name} takes out {carried.Inner.Packet}",
        Before = outer.Packet,
        After = carried.Inner.Packet,
        Evidence = [device.Evidence],
    };
}
