using NetPath.Core.Links;

namespace NetPath.Core.Tracing;

/// <summary>The veth pairs between the namespaces of one snapshot, as far as they are proven.</summary>
internal sealed class VethGraph
{
    private readonly Dictionary<string, NamespaceView> _byPath;
    private readonly Dictionary<(NamespaceView Space, string Device), VethPeer> _peers = [];

    public VethGraph(IReadOnlyDictionary<string, NamespaceView> spaces)
    {
        _byPath = spaces.ToDictionary();
        Sides = [.. spaces.Values.Where(space => space.Links is not null).Select(Side)];
    }

    /// <summary>The links of all namespaces, in the form that names a veth's ends.</summary>
    public IReadOnlyList<NamespaceLinks> Sides { get; }

    /// <summary>Both ends of an interface.</summary>
    public VethPeer Describe(NamespaceView space, Link link)
    {
        if (!_peers.TryGetValue((space, link.Name), out VethPeer? peer))
        {
            peer = VethPeers.Find(Sides.First(side => side.Path == space.Space.Path), link, Sides);
            _peers[(space, link.Name)] = peer;
        }

        return peer;
    }

    /// <summary>The other end of a veth; null when it is not in the snapshot, or not proven to be the other end.</summary>
    public (NamespaceView Space, Link Link)? PeerOf(NamespaceView space, string device) =>
        space.Links?.Find(device) is Link { Kind: "veth" } link && Describe(space, link) is { Proven: true, FarSide: NamespaceLinks far, FarLink: Link end }
            ? (_byPath[far.Path], end)
            : null;

    private static NamespaceLinks Side(NamespaceView space) =>
        new(space.Space.Path, space.Name, space.Space.IsHost ? null : space.Name, space.Space.NetnsId, space.Links!, space.Addresses);
}
