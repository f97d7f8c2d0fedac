using NetPath.Core.Links;
using NetPath.Core.Packets;

namespace NetPath.Core.Tracing;

/// <summary>
/// Interfaces that share one of the node's (macvlan, ipvlan): which of them reach each other, and what they cannot reach (drivers/net/macvlan.c,
/// drivers/net/ipvlan/ipvlan_core.c).
/// </summary>
internal static class SharedParent
{
    /// <summary>True for an interface that shares one of the node's with others.</summary>
    public static bool Is(Link link) => link.Kind is "macvlan" or "macvtap" or "ipvlan" or "ipvtap";

    /// <summary>The stations on the other interfaces of the same parent that a frame gets to inside the node.</summary>
    public static IEnumerable<Station> Siblings(NamespaceView space, Link link) => !Is(link) || link.LinkIndex is not int parent || !Talks(link) ? []
        : space.Node.OnParent(parent).Where(other => (other.Space != space || other.Link.Name != link.Name) && IsIpvlan(other.Link) == IsIpvlan(link) && Talks(other.Link));

    /// <summary>Why the node's own IP stack and an interface on top of one of its links never meet there; null when that is not the case here.</summary>
    public static string? Separates(NamespaceView space, Link link, IpAddress target)
    {
        NamespaceView host = space.Node.Host;
        if (Is(link) && space != host && host.IsLocal(target) && link.Mode is not ("vepa" or "passthru"))
        {
            return $"{link.Name} shares an interface of {host.Name}, and does not reach {host.Name} itself over it ({link.Kind})";
        }

        Station? child = space == host && !Is(link) ? space.Node.OnParent(link.Index).FirstOrDefault(one => one.Space.IsLocal(target)) : null;
        return child is null ? null : $"{child} shares {link.Name} of {host.Name}, which does not reach it over that ({child.Link.Kind})";
    }

    private static bool IsIpvlan(Link link) => link.Kind is "ipvlan" or "ipvtap";

    // ipvlan's flags private and vepa are not in the snapshot; its default is to talk.
    private static bool Talks(Link link) => IsIpvlan(link) || link.Mode is "bridge" or null;
}
