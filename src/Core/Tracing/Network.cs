using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>The namespaces of a snapshot as a graph: veth pairs join them, and addresses name them.</summary>
internal sealed class Network
{
    private readonly Dictionary<string, NamespaceView> _byPath;

    /// <summary>The network of a snapshot, made on first use and kept with it.</summary>
    public static Network Of(NodeSnapshot snapshot) => snapshot.Host.Section(static host => new Network(host.Snapshot));

    private Network(NodeSnapshot snapshot)
    {
        Snapshot = snapshot;
        _byPath = snapshot.Namespaces.ToDictionary(space => space.Path, space => new NamespaceView(space));
        Host = _byPath[snapshot.Host.Path];
        Veths = new VethGraph(_byPath);
    }

    public NodeSnapshot Snapshot { get; }

    public NamespaceView Host { get; }

    public IEnumerable<NamespaceView> Spaces => _byPath.Values;

    public VethGraph Veths { get; }

    public NamespaceView Of(NetworkNamespace space) => _byPath[space.Path];

    /// <summary>The namespaces that hold an address; loopback addresses name none.</summary>
    public IEnumerable<NamespaceView> Holding(IpAddress address) =>
        address.IsLoopback() ? [] : Spaces.Where(space => space.Addresses?.Find(address).Any() == true);

    /// <summary>The namespace that a packet to an address enters by an interface of the host; null when it enters none of the snapshot.</summary>
    public NamespaceView? EntryBy(Link link, IpAddress address) => link.Kind == "bridge"
        ? Host.Links!.Links
            .Where(port => port.Master == link.Name)
            .Select(port => Veths.PeerOf(Host, port.Name)?.Space)
            .FirstOrDefault(space => space is not null && Holding(address).Contains(space))
        : Veths.PeerOf(Host, link.Name)?.Space;
}
