using NetPath.Core.Links;
using NetPath.Core.Packets;

namespace NetPath.Core.Tracing;

/// <summary>Where a frame comes in on another node.</summary>
/// <param name="Station">The IP stack that it is for.</param>
/// <param name="Port">The interface that it comes in by: the station's own, or a port of the bridge that it is.</param>
internal sealed record Landing(Station Station, Link Port)
{
    /// <summary>The places, on other nodes of the network, that a frame for a next hop can come to.</summary>
    public static IReadOnlyList<Landing> Of(Network network, NamespaceView from, Link sender, IpAddress target) => network.Nodes.Count == 1 ? [] :
        [.. network.Nodes
            .Where(node => node != from.Node)
            .Select(node => On(node, from, sender, target))
            .OfType<Landing>()];

    private static Landing? On(NodeNetwork node, NamespaceView from, Link sender, IpAddress target)
    {
        IReadOnlyList<NamespaceView> holders = node.Holding(target);
        foreach (NamespaceView holder in holders.OrderByDescending(holder => holder == node.Host))
        {
            if (By(holder, from, sender, target) is Landing landing)
            {
                return landing;
            }
        }

        // A pod behind a node that answers for it (proxy_arp).
        return holders.Count > 0 && By(node.Host, from, sender, target) is Landing proxy && IsForwarded(node, proxy, target) ? proxy : null;
    }

    private static bool IsForwarded(NodeNetwork node, Landing landing, IpAddress target) =>
        node.Host.LargerOfAllAnd(landing.Station.Link.Name, target.Family, target.Family == IpFamily.IPv4 ? "proxy_arp" : "proxy_ndp") > 0;

    // The interface that has the address, or one in the sender's own network, or the only one there is.
    private static Landing? By(NamespaceView space, NamespaceView from, Link sender, IpAddress target)
    {
        Link[] uplinks = [.. Uplinks.Of(space)];
        LinkAddress[] own = [.. from.Addresses?.Of(sender.Name) ?? []];
        Link? link = Array.Find(uplinks, link => space.Addresses?.Of(link.Name).Any(address => address.Address == target) == true)
            ?? Array.Find(uplinks, link => space.Addresses?.Of(link.Name).Any(address => Array.Exists(own, mine => IsOneNetwork(mine, address))) == true)
            ?? (space.Space.IsHost && uplinks.Length == 1 ? uplinks[0] : null);
        return link is null ? null : new Landing(new Station(space, link), link.Kind == "bridge" ? Uplinks.Port(space, link)! : link);
    }

    private static bool IsOneNetwork(LinkAddress one, LinkAddress other) =>
        one.Family == other.Family && one.Address.Bits != 0 && one.Scope != "link" && new IpPrefix(one.Address, one.PrefixLength).Contains(other.Address);
}
