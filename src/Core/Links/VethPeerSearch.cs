using NetPath.Core.Kubernetes;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Links;

/// <summary>Finds both ends of a snapshot's interfaces.</summary>
public static class VethPeerSearch
{
    /// <summary>The ends of the interfaces of one namespace that a test accepts.</summary>
    /// <exception cref="SectionNotCollectedException">The links of that namespace were not collected.</exception>
    public static IEnumerable<VethPeer> Find(NetworkNamespace space, Func<Link, bool> matches)
    {
        ArgumentNullException.ThrowIfNull(space);
        NodeNetwork node = NodeNetwork.Of(space.Snapshot);
        IReadOnlyList<Link> links = space.Links.Links;
        return links.Where(matches).Select(link => Named(node.Veths.Describe(node.Of(space), link), space.Snapshot));
    }

    /// <summary>The pod by its whole name, where the API's objects tell it.</summary>
    private static VethPeer Named(VethPeer peer, NodeSnapshot snapshot)
    {
        NetworkNamespace? far = peer.PeerPod is null ? null : snapshot.Namespaces.FirstOrDefault(space => space.Path == peer.FarSide?.Path);
        AddressOwner? pod = far is null ? null : AddressOwners.OfNamespace(far);
        return peer with { Origin = snapshot, PeerPod = pod?.FullName ?? peer.PeerPod, PeerWorkload = pod?.Workload };
    }
}
