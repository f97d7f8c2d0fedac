using System.Globalization;
using NetPath.Core.Links;
using NetPath.Core.Packets;

namespace NetPath.Core.Tracing;

/// <summary>Finds the far end of a tunnel device.</summary>
internal static class TunnelEnds
{
    /// <summary>The far end, or why there is none.</summary>
    public static (TunnelEnd? End, TunnelRefusal? Refusal) Find(Network network, WalkState state, Frame frame, Link link) => link.Kind switch
    {
        "vxlan" => VxlanEnds.Find(network, state.Space, frame, link),
        "wireguard" => OfWireGuard(network, state, link),
        _ => OfIpTunnel(state, frame, link),
    };

    /// <summary>The number of a key as <c>ip link</c> prints it: 7, or 0.0.0.7.</summary>
    public static long? Key(string? text) => text is null ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
        : IpAddress.TryParse(text, out IpAddress dotted) && dotted.Family == IpFamily.IPv4 ? (long)dotted.Bits
        : null;

    /// <summary>The address of a tunnel's end; null for any.</summary>
    public static IpAddress? Address(string? text) => IpAddress.TryParse(text, out IpAddress address) && !address.IsUnspecified() ? address : null;

    // The allowed IPs are not in the snapshot: the node that holds the destination is taken to be the peer, which is said.
    private static (TunnelEnd? End, TunnelRefusal? Refusal) OfWireGuard(Network network, WalkState state, Link link)
    {
        IpAddress destination = state.Packet.DestinationAddress;
        string unknown = $"to which peer {link.Name} of {state.Space.Name} sends packets for {destination} is not known: the allowed IPs of WireGuard are not in the snapshot";
        NodeNetwork[] peers = [.. network.Nodes.Where(node => node != state.Space.Node && node.Holding(destination).Count > 0 && node.Host.Links?.Links.Any(other => other.Kind == "wireguard") == true)];
        IpAddress? address = peers.Length != 1 ? null : Uplinks.Of(peers[0].Host)
            .SelectMany(uplink => peers[0].Host.Addresses?.Of(uplink.Name) ?? [])
            .Where(one => one.Scope == "global" && !one.Secondary)
            .Select(one => (IpAddress?)one.Address)
            .FirstOrDefault();
        return address is IpAddress found
            ? (new TunnelEnd(found, null, null, link.Evidence) { Assumption = $"taken to be the peer: {peers[0].Name}, which holds {destination}; {unknown}" }, null)
            : (null, new TunnelRefusal(Disposition.Inconclusive, unknown));
    }

    // ip_tunnel_xmit() in net/ipv4/ip_tunnel.c: without a far end of its own, the device sends to each packet's next hop.
    private static (TunnelEnd? End, TunnelRefusal? Refusal) OfIpTunnel(WalkState state, Frame frame, Link link)
    {
        string device = $"{link.Name} of {state.Space.Name}";
        if (link.Tunnel is not TunnelDetails tunnel)
        {
            return (null, new TunnelRefusal(Disposition.Inconclusive, $"the settings of {device} were not collected"));
        }

        if (tunnel.External)
        {
            return (null, new TunnelRefusal(Disposition.Inconclusive, $"{device} takes the far end from each packet (external), and what sets it there is not in the snapshot"));
        }

        if (Address(tunnel.Remote) is IpAddress remote)
        {
            return (new TunnelEnd(remote, tunnel.Port, Key(tunnel.Key), link.Evidence), null);
        }

        return link.Kind is "ipip" or "gre" && frame.Target.Family == IpFamily.IPv4
            ? (new TunnelEnd(frame.Target, tunnel.Port, Key(tunnel.Key), link.Evidence), null)
            : (null, new TunnelRefusal(Disposition.Inconclusive, $"{device} has no far end of its own, and where it sends packets for {frame.Target} is not modelled"));
    }
}
