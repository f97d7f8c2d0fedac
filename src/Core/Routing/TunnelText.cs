using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Routing;

/// <summary>Describes the tunnel that an interface wraps packets in.</summary>
internal static class TunnelText
{
    private static readonly string[] Tunnels = ["vxlan", "ipip", "sit", "gre", "ip6tnl", "wireguard", "geneve"];

    /// <summary>Such as <c>vxlan id 4096 port 4789 to 192.168.49.3</c>; null when the interface is no tunnel.</summary>
    public static string? Of(NamespaceView space, Link link, IpAddress nextHop)
    {
        if (link.Kind is not string kind || !Tunnels.Contains(kind))
        {
            return null;
        }

        return kind switch
        {
            "vxlan" => $"vxlan{(link.Vxlan is VxlanDetails vxlan ? $" id {vxlan.Id} port {vxlan.Port}" : "")}{To(FarVtep(space, link, nextHop))}",
            // An ipip device without a fixed far end sends to the next hop itself.
            "ipip" => $"ipip{To(link.Tunnel?.Remote ?? nextHop.ToString())}",
            _ => $"{kind}{To(link.Tunnel?.Remote)}",
        };
    }

    // The neighbour entry gives the far end's MAC address, and the forwarding database the address behind that.
    private static string? FarVtep(NamespaceView space, Link link, IpAddress nextHop)
    {
        string? mac = space.Neighbours?.Find(link.Name, nextHop)?.MacAddress;
        return mac is not null && space.Space.TryPart("links/fdb.json", out SnapshotPart? part)
            ? ForwardingDatabase.Parse(part).Find(link.Name, mac).Select(entry => entry.Destination?.ToString()).FirstOrDefault(destination => destination is not null)
            : null;
    }

    private static string To(string? address) => address is null ? "" : $" to {address}";
}
