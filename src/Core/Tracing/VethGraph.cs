using NetPath.Core.Links;

namespace NetPath.Core.Tracing;

/// <summary>
/// The veth pairs between the namespaces of one snapshot. The host names a peer by interface index and by the id it has for the peer's
/// namespace; a pod names the host's end by index alone, so that end is found from the host's side.
/// </summary>
internal sealed class VethGraph
{
    private readonly Dictionary<(NamespaceView Space, string Device), (NamespaceView Space, Link Link)> _peers = [];

    public VethGraph(IEnumerable<NamespaceView> spaces)
    {
        NamespaceView[] all = [.. spaces];
        NamespaceView host = all.First(space => space.Space.IsHost);
        foreach (Link link in host.Links?.Links ?? [])
        {
            NamespaceView? far = link.LinkNetnsId is int id ? Array.Find(all, space => space.Space.NetnsId == id) : host;
            if (link is { Kind: "veth", LinkIndex: int index } && far?.Links?.Find(index) is Link peer && peer.LinkIndex == link.Index)
            {
                _peers[(host, link.Name)] = (far, peer);
                _peers[(far, peer.Name)] = (host, link);
            }
        }
    }

    /// <summary>The other end of a veth; null when it is not in the snapshot, or the two ends do not name each other.</summary>
    public (NamespaceView Space, Link Link)? PeerOf(NamespaceView space, string device) =>
        _peers.TryGetValue((space, device), out (NamespaceView Space, Link Link) peer) ? peer : null;
}
