namespace NetPath.Core.Links;

/// <summary>
/// Finds the other end of a veth pair. An interface index is unique only within its namespace, so that an end is proven by three
/// things together: its index is the one named here, it names the index here, and the namespace ids say that it is that namespace.
/// </summary>
public static class VethPeers
{
    /// <summary>The other end of an interface.</summary>
    /// <param name="near">The namespace the interface is in.</param>
    /// <param name="link">The interface.</param>
    /// <param name="all">All namespaces of the snapshot.</param>
    public static VethPeer Find(NamespaceLinks near, Link link, IReadOnlyList<NamespaceLinks> all)
    {
        ArgumentNullException.ThrowIfNull(near);
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(all);
        if (NotVeth(link) is string other)
        {
            return Near(near, link) with { Problem = other };
        }

        // ip names the other end when it is in the same namespace, and gives its bare index when it is not.
        if (link.LinkName is not null)
        {
            return Within(near, link);
        }

        return near.IsHost ? FromHost(near, link, all) : FromPod(near, link, all);
    }

    private static string? NotVeth(Link link)
    {
        if (link.Kind is string kind)
        {
            return kind == "veth" ? null : $"{link.Name} is a {kind} device, not one end of a veth pair";
        }

        return link.LinkIndex is null || link.LinkIndex == link.Index
            ? $"{link.Name} has no other end: it is a {(link.LinkType == "loopback" ? "loopback" : "physical")} link, or the snapshot does not tell its kind"
            : null;
    }

    private static VethPeer Within(NamespaceLinks near, Link link)
    {
        if (near.Links.Find(link.LinkName!) is not Link far)
        {
            return Near(near, link) with { Problem = $"the other end {link.LinkName} is not among the links of {near.DisplayName}" };
        }

        bool mutual = far.LinkIndex == link.Index && far.LinkName is not null;
        return Both(near, link, near, far, mutual, mutual ? null : Disagreement(link, far));
    }

    private static VethPeer FromHost(NamespaceLinks host, Link link, IReadOnlyList<NamespaceLinks> all)
    {
        if (link.LinkNetnsId is not int id)
        {
            return Guess(host, link, all, $"{link.Name} names no namespace id (link-netnsid)");
        }

        if (all.FirstOrDefault(one => !one.IsHost && one.NetnsId == id) is not NamespaceLinks space)
        {
            return Guess(host, link, [.. all.Where(one => one.NetnsId is null)], $"the namespace that {link.Name} names (id {id}) is not in the snapshot");
        }

        if (space.Links.Find(link.LinkIndex!.Value) is not Link far)
        {
            return Near(host, link) with { Problem = $"{space.DisplayName} (namespace id {id}) has no interface with the index {link.LinkIndex} that {link.Name} names", PeerNamespace = space.Name, PeerPod = space.PodName };
        }

        bool mutual = far.LinkIndex == link.Index && far.LinkName is null && IsVeth(far);
        return Both(host, link, space, far, mutual, mutual ? null : Disagreement(link, far));
    }

    // Ids are relative to the namespace they are read in. Only the host's are known, so that the end on the host must prove it.
    private static VethPeer FromPod(NamespaceLinks pod, Link link, IReadOnlyList<NamespaceLinks> all)
    {
        NamespaceLinks? host = all.FirstOrDefault(one => one.IsHost);
        if (host?.Links.Find(link.LinkIndex!.Value) is not Link far || pod.NetnsId is null || far.LinkNetnsId != pod.NetnsId || !IsVeth(far))
        {
            string reason = pod.NetnsId is null ? $"the host has no id for the namespace of {pod.DisplayName}"
                : $"no interface of the host has the index {link.LinkIndex} and names the namespace id {pod.NetnsId} of {pod.DisplayName}";
            return Guess(pod, link, all, reason);
        }

        bool mutual = far.LinkIndex == link.Index;
        return Both(pod, link, host, far, mutual, mutual ? null : Disagreement(link, far));
    }

    /// <summary>An end that fits by both indexes alone: it may be the one, but another namespace can have the same numbers.</summary>
    private static VethPeer Guess(NamespaceLinks near, Link link, IReadOnlyList<NamespaceLinks> among, string reason)
    {
        List<(NamespaceLinks Space, Link Link)> fits = [.. among
            .Where(space => space.Path != near.Path)
            .Select(space => (Space: space, Link: space.Links.Find(link.LinkIndex ?? 0)))
            .Where(one => one.Link is not null && one.Link.LinkIndex == link.Index && one.Link.LinkName is null && IsVeth(one.Link) && MayBe(near, one.Space, one.Link))
            .Select(one => (one.Space, one.Link!))];
        return fits switch
        {
            [] => Near(near, link) with { Problem = $"{reason}, and no interface of another one fits" },
            [(NamespaceLinks space, Link far)] => Both(near, link, space, far, false, $"{reason}; {far.Name} in {space.DisplayName} fits by both indexes alone"),
            _ => Near(near, link) with { Problem = $"{reason}; by both indexes alone it could be {string.Join(" or ", fits.Select(fit => $"{fit.Link.Name} in {fit.Space.DisplayName}"))}" },
        };
    }

    // An end on the host that names another namespace than this one is out.
    private static bool MayBe(NamespaceLinks near, NamespaceLinks space, Link far) =>
        !space.IsHost || near.NetnsId is null || far.LinkNetnsId is null || far.LinkNetnsId == near.NetnsId;

    private static bool IsVeth(Link link) => link.Kind is null or "veth";

    private static string Disagreement(Link near, Link far) => !IsVeth(far)
        ? $"the ends do not name each other: {near} names {far}, which is a {far.Kind} device"
        : $"the ends do not name each other: {near} names index {near.LinkIndex}, but {far} names {(far.LinkName is not null ? $"{far.LinkName} in its own namespace" : far.LinkIndex is int index ? $"index {index}" : "nothing")}";

    private static VethPeer Near(NamespaceLinks near, Link link) => new()
    {
        Interface = link.Name,
        InterfaceIndex = link.Index,
        Namespace = near.Name,
        Mtu = link.Mtu,
        State = link.OperState,
        Kind = link.Kind,
        PeerInterfaceIndex = link.Kind is null or "veth" && link.LinkIndex != link.Index ? link.LinkIndex : null,
        Evidence = [link.Evidence],
        NearSide = near,
        NearLink = link,
    };

    private static VethPeer Both(NamespaceLinks near, Link link, NamespaceLinks space, Link far, bool proven, string? problem) => Near(near, link) with
    {
        PeerInterface = far.Name,
        PeerInterfaceIndex = far.Index,
        PeerNamespace = space.Name,
        PeerPod = space.PodName,
        PeerAddresses = [.. (space.Addresses?.Of(far.Name) ?? []).Select(address => $"{address}")],
        PeerMtu = far.Mtu,
        PeerState = far.OperState,
        Proven = proven,
        Problem = problem,
        Evidence = [link.Evidence, far.Evidence],
        FarSide = space,
        FarLink = far,
    };
}
