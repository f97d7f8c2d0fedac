using System.Runtime.CompilerServices;
using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>The namespaces of one node as a graph: veth pairs join them, and addresses name them. Made on first use and kept with the snapshot.</summary>
internal sealed class NodeNetwork
{
    private readonly Dictionary<string, NamespaceView> _byPath;
    private readonly Lazy<Dictionary<IpAddress, NamespaceView[]>> _holders;
    private readonly ConditionalWeakTable<NodeNetwork, object> _foreign = [];
    private readonly Lazy<ILookup<int, Station>> _onParents;

    /// <summary>The graph of a snapshot.</summary>
    public static NodeNetwork Of(NodeSnapshot snapshot) => snapshot.Host.Section(static host => new NodeNetwork(host.Snapshot));

    private NodeNetwork(NodeSnapshot snapshot)
    {
        Snapshot = snapshot;
        _byPath = snapshot.Namespaces.ToDictionary(space => space.Path, space => new NamespaceView(space, this));
        Host = _byPath[snapshot.Host.Path];
        Veths = new VethGraph(_byPath);
        _holders = new Lazy<Dictionary<IpAddress, NamespaceView[]>>(Index);
        _onParents = new Lazy<ILookup<int, Station>>(() => Spaces
            .SelectMany(space => (space.Links?.Links ?? []).Where(link => SharedParent.Is(link) && link.LinkIndex is not null && (space == Host || link.LinkName is null)).Select(link => new Station(space, link)))
            .ToLookup(station => station.Link.LinkIndex!.Value));
    }

    public NodeSnapshot Snapshot { get; }

    /// <summary>The node's name.</summary>
    public string Name => Snapshot.NodeName;

    public NamespaceView Host { get; }

    public IEnumerable<NamespaceView> Spaces => _byPath.Values;

    public VethGraph Veths { get; }

    /// <summary>True when the Services of both say that they belong to different clusters. Found once for each pair.</summary>
    public bool IsOfOtherCluster(NodeNetwork other) => (bool)_foreign.GetValue(other, one => NodePairing.AreOfDifferentClusters(this, one));

    public NamespaceView Of(NetworkNamespace space) => _byPath[space.Path];

    /// <summary>The namespaces that hold an address; loopback addresses name none.</summary>
    public IReadOnlyList<NamespaceView> Holding(IpAddress address) =>
        !address.IsLoopback() && _holders.Value.TryGetValue(address, out NamespaceView[]? holders) ? holders : [];

    /// <summary>The interfaces of all namespaces that share one of the host's (macvlan, ipvlan).</summary>
    /// <param name="parent">Index of the host's interface.</param>
    public IEnumerable<Station> OnParent(int parent) => _onParents.Value[parent];

    /// <summary>The namespace that a packet to an address enters by an interface of the host; null when it enters none of the snapshot.</summary>
    public NamespaceView? EntryBy(Link link, IpAddress address) => link.Kind == "bridge"
        ? Host.PortsOf(link.Name)
            .Select(port => Veths.PeerOf(Host, port.Name)?.Space)
            .FirstOrDefault(space => space is not null && Holding(address).Contains(space))
        : Veths.PeerOf(Host, link.Name)?.Space;

    private Dictionary<IpAddress, NamespaceView[]> Index() => Spaces
        .SelectMany(space => (space.Addresses?.Addresses ?? []).Select(address => (address.Address, Space: space)))
        .GroupBy(one => one.Address)
        .ToDictionary(group => group.Key, group => group.Select(one => one.Space).Distinct().ToArray());
}
