using System.Collections.Concurrent;
using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>What a walk goes through: one node, or several whose snapshots belong together.</summary>
internal sealed class Network
{
    /// <summary>The network of one node, made on first use and kept with its snapshot.</summary>
    public static Network Of(NodeSnapshot snapshot) => snapshot.Host.Section(static host => new Network([NodeNetwork.Of(host.Snapshot)]));

    /// <summary>The network of several nodes; what is known of each is kept with its snapshot.</summary>
    public static Network Of(IReadOnlyList<NodeSnapshot> snapshots)
    {
        NodeSnapshot[] distinct = [.. snapshots.Distinct()];
        return distinct.Length == 1 ? Of(distinct[0]) : new Network([.. distinct.Select(NodeNetwork.Of)]);
    }

    private readonly ConcurrentDictionary<(NodeNetwork First, NodeNetwork Second), IReadOnlyList<string>> _doubts = new();

    private Network(IReadOnlyList<NodeNetwork> nodes) => Nodes = nodes;

    /// <summary>The nodes, in the order in which their snapshots were given.</summary>
    public IReadOnlyList<NodeNetwork> Nodes { get; }

    /// <summary>The first snapshot: the node that is meant where nothing names one.</summary>
    public NodeSnapshot Snapshot => Nodes[0].Snapshot;

    /// <summary>The namespace of that node.</summary>
    public NamespaceView Host => Nodes[0].Host;

    /// <summary>The veth pairs of that node.</summary>
    public VethGraph Veths => Nodes[0].Veths;

    public IEnumerable<NamespaceView> Spaces => Nodes.SelectMany(node => node.Spaces);

    /// <summary>The view of a namespace of one of the snapshots.</summary>
    public static NamespaceView View(NetworkNamespace space) => NodeNetwork.Of(space.Snapshot).Of(space);

    /// <summary>The namespaces that hold an address; loopback addresses name none.</summary>
    public IEnumerable<NamespaceView> Holding(IpAddress address) => Nodes.Count == 1 ? Nodes[0].Holding(address) : Nodes.SelectMany(node => node.Holding(address));

    /// <summary>What speaks against that the snapshots of two nodes belong together; empty when nothing does. The order of the two makes no difference.</summary>
    public IReadOnlyList<string> Doubts(NodeNetwork one, NodeNetwork other)
    {
        foreach (NodeNetwork node in Nodes)
        {
            if (node == one || node == other)
            {
                return _doubts.GetOrAdd((node, node == one ? other : one), static pair => NodePairing.Doubts(pair.First, pair.Second));
            }
        }

        return [];
    }

    /// <summary>The namespace that a packet to an address enters by an interface of the first node; null when it enters none of its snapshot.</summary>
    public NamespaceView? EntryBy(Link link, IpAddress address) => Nodes[0].EntryBy(link, address);
}
