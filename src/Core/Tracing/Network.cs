using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>The namespaces of a snapshot as a graph: veth pairs join them, and addresses name them.</summary>
internal sealed class Network
{
    private readonly Dictionary<string, NamespaceView> _byPath;

    public Network(NodeSnapshot snapshot)
    {
        Snapshot = snapshot;
        _byPath = snapshot.Namespaces.ToDictionary(space => space.Path, space => new NamespaceView(space));
        Host = _byPath[snapshot.Host.Path];
        Veths = new VethGraph(_byPath.Values);
    }

    public NodeSnapshot Snapshot { get; }

    public NamespaceView Host { get; }

    public IEnumerable<NamespaceView> Spaces => _byPath.Values;

    public VethGraph Veths { get; }

    public NamespaceView Of(NetworkNamespace space) => _byPath[space.Path];

    /// <summary>The namespaces that hold an address; loopback addresses name none.</summary>
    public IEnumerable<NamespaceView> Holding(IpAddress address) =>
        address.IsLoopback() ? [] : Spaces.Where(space => space.Addresses?.Find(address).Any() == true);
}
