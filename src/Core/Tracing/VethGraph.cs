using System.Collections.Concurrent;
using NetPath.Core.Links;

namespace NetPath.Core.Tracing;

/// <summary>The veth pairs between the namespaces of one snapshot, as far as they are proven.</summary>
internal sealed class VethGraph
{
    private readonly Dictionary<string, NamespaceView> _byPath;
    private readonly ConcurrentDictionary<(NamespaceView Space, string Device), VethPeer> _peers = new();
    private readonly HashSet<int> _joinedByPlugin;

    public VethGraph(IReadOnlyDictionary<string, NamespaceView> spaces)
    {
        _byPath = spaces.ToDictionary();
        // Where the kubelet's cgroups tell pods, what else hangs on a veth is a container of another engine: Docker's pairs have names like those of a bridge plugin.
        _joinedByPlugin = spaces.Values.Any(space => space.Space.PodUid is not null) ? [] : [.. spaces.Values
            .Where(space => space.Space.IsHost)
            .SelectMany(host => host.Links?.Links ?? [])
            .Where(link => link.Kind == "veth" && PathOwner.OfInterface(link.Name) != PathOwner.Kernel)
            .Select(link => link.LinkNetnsId)
            .OfType<int>()];
        Sides = [.. spaces.Values.Where(space => space.Links is not null).Select(Side)];
    }

    /// <summary>The links of all namespaces, in the form that names a veth's ends.</summary>
    public IReadOnlyList<NamespaceLinks> Sides { get; }

    /// <summary>
    /// True for a namespace that is a pod's as far as the snapshot tells: its processes are in a pod's cgroup, or, where no namespace shows such a cgroup, a
    /// network plugin joined it to the node. Others are made by hand, by a container engine, or stand for another machine.
    /// </summary>
    public bool IsPod(NamespaceView space) =>
        !space.Space.IsHost && (space.Space.PodUid is not null || (space.Space.NetnsId is int id && _joinedByPlugin.Contains(id)));

    /// <summary>Both ends of an interface.</summary>
    /// <remarks>A walk asks for few interfaces many times, and walks run beside each other.</remarks>
    public VethPeer Describe(NamespaceView space, Link link) =>
        _peers.TryGetValue((space, link.Name), out VethPeer? known) ? known
            : _peers.GetOrAdd((space, link.Name), VethPeers.Find(Sides.First(side => side.Path == space.Space.Path), link, Sides));

    /// <summary>The other end of a veth; null when it is not in the snapshot, or not proven to be the other end.</summary>
    public (NamespaceView Space, Link Link)? PeerOf(NamespaceView space, string device) =>
        space.Links?.Find(device) is Link { Kind: "veth" } link && Describe(space, link) is { Proven: true, FarSide: NamespaceLinks far, FarLink: Link end }
            ? (_byPath[far.Path], end)
            : null;

    private NamespaceLinks Side(NamespaceView space) =>
        new(space.Space.Path, space.Name, IsPod(space) ? space.Name : null, space.Space.NetnsId, space.Links!, space.Addresses);
}
