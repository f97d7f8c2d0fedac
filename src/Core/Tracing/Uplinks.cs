using NetPath.Core.Links;

namespace NetPath.Core.Tracing;

/// <summary>Which interfaces lead out of the node, into the network that joins it to others.</summary>
internal static class Uplinks
{
    /// <summary>True for an interface by which frames leave the node.</summary>
    public static bool Is(NamespaceView space, Link link) => link.Kind switch
    {
        null => link.LinkType != "loopback" && link.Name != "lo",
        "veth" => space.Node.Veths.PeerOf(space, link.Name) is null,
        "bridge" => Port(space, link) is not null,
        "bond" or "team" or "vlan" or "macvlan" or "macvtap" or "ipvlan" or "ipvtap" => true,
        _ => false,
    };

    /// <summary>The one port by which a bridge leads out of the node; null when none does, or several.</summary>
    public static Link? Port(NamespaceView space, Link bridge)
    {
        Link[] ports = [.. space.PortsOf(bridge.Name).Where(port => port.Kind != "bridge" && Is(space, port))];
        return ports.Length == 1 ? ports[0] : null;
    }

    /// <summary>The interfaces of a namespace that lead out of the node; ports of bridges and bonds stand behind these.</summary>
    public static IEnumerable<Link> Of(NamespaceView space) => (space.Links?.Links ?? []).Where(link => link.Master is null && Is(space, link));
}
