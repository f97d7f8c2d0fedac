using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.Overlays;

/// <summary>The tunnel devices of one node. Found once and kept with its snapshot.</summary>
internal sealed class Tunnels
{
    // The names that the plugins give to theirs, and the kind that they make.
    private static readonly (string Name, string Kind)[] Plugins =
    [
        ("vxlan.calico", "vxlan"),
        ("vxlan-v6.calico", "vxlan"),
        ("flannel.", "vxlan"),
        ("flannel-v6.", "vxlan"),
        ("tunl0", "ipip"),
        ("wireguard.cali", "wireguard"),
        ("wg-v6.cali", "wireguard"),
        ("flannel-wg", "wireguard"),
    ];

    private Tunnels(NodeSnapshot snapshot)
    {
        Host = NodeNetwork.Of(snapshot).Host;
        Devices = [.. (Host.Links?.Links ?? []).Where(Is)];
    }

    /// <summary>The node's own namespace.</summary>
    public NamespaceView Host { get; }

    /// <summary>All of them, up or down.</summary>
    public Link[] Devices { get; }

    /// <summary>The node's name.</summary>
    public string Node => Host.Node.Name;

    /// <summary>The tunnels of a node.</summary>
    public static Tunnels Of(NodeSnapshot snapshot) => snapshot.Host.Section(static host => new Tunnels(host.Snapshot));

    /// <summary>True for a device that packs packets into others.</summary>
    public static bool Is(Link link) => link.Kind is "vxlan" or "ipip" or "wireguard" or "geneve" or "ip6tnl" or "sit";

    /// <summary>The kind that a plugin gives to a device of this name; null for a name that is nobody's.</summary>
    public static string? KindOf(string device) => Array.Find(Plugins, plugin => plugin.Name.EndsWith('.')
        ? device.StartsWith(plugin.Name, StringComparison.Ordinal)
        : device == plugin.Name).Kind;

    /// <summary>
    /// The bytes that the tunnel puts before each packet. VXLAN and Geneve: outer IP, UDP (8), their own header (8) and the inner Ethernet header (14); WireGuard: outer IP, UDP,
    /// and 32 of its own.
    /// </summary>
    public static int Overhead(Link tunnel)
    {
        int outer = (tunnel.Vxlan?.Local ?? tunnel.Tunnel?.Local)?.Contains(':', StringComparison.Ordinal) == true || tunnel.Kind == "ip6tnl" ? 40 : 20;
        return tunnel.Kind switch
        {
            "vxlan" or "geneve" => outer + 30,
            "wireguard" => outer + 40,
            _ => outer,
        };
    }

    /// <summary>The device of that name, when it is a tunnel.</summary>
    public Link? Find(string? name) => Devices.Length == 0 ? null : Array.Find(Devices, device => device.Name == name);

    /// <summary>The tunnel that is the other end of a node's tunnel: up, of the same kind, and for VXLAN with the same number and port.</summary>
    public Link? Counterpart(Link tunnel, long? vni, int? port) => Array.Find(Devices, device => device.IsUp && device.Kind == tunnel.Kind
        && (device.Vxlan is not { } vxlan || vxlan.External || ((vni is null || vxlan.Id == vni) && (port is null || vxlan.Port == port))
            && Family(vxlan) == Family(tunnel.Vxlan)));

    /// <summary>The device that carries the tunnel's own packets; null when that cannot be told.</summary>
    public Link? Underlay(Link tunnel, IpAddress? remote)
    {
        string? device = tunnel.Vxlan?.Device ?? tunnel.Tunnel?.Device
            ?? (remote is IpAddress far ? Host.Fib?.Lookup(new RouteQuery { Destination = far }).Device : null);
        return device is null ? null : Host.Links?.Find(device);
    }

    private static IpFamily? Family(VxlanDetails? vxlan) => IpAddress.TryParse(vxlan?.Local, out IpAddress local) ? local.Family : null;
}
