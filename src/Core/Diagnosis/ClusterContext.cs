using NetPath.Core.Kubernetes;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis;

/// <summary>What a check of the cluster sees.</summary>
/// <param name="Snapshots">The nodes.</param>
internal sealed record ClusterContext(IReadOnlyList<NodeSnapshot> Snapshots)
{
    private NodeSnapshot[]? _nodes;

    /// <summary>The nodes of the first one's cluster, each once: of several snapshots of one node the latest. A node does not contradict what it was earlier.</summary>
    public IReadOnlyList<NodeSnapshot> Nodes => _nodes ??= Latest(Snapshots);

    /// <summary>Of several snapshots of one node the latest, of the nodes that may be of the first one's cluster: clusters may use the same addresses.</summary>
    public static NodeSnapshot[] Latest(IEnumerable<NodeSnapshot> snapshots)
    {
        NodeSnapshot[] nodes = [.. snapshots.GroupBy(snapshot => snapshot.NodeName).Select(group => group.MaxBy(snapshot => snapshot.CapturedAt)!)];
        return [.. nodes.Where(node => node == nodes[0] || !NodeNetwork.Of(nodes[0]).IsOfOtherCluster(NodeNetwork.Of(node)))];
    }

    /// <summary>The API's objects: those of the first snapshot that holds any; empty when none does.</summary>
    public KubernetesObjects Objects => Holder.GetKubernetesObjects();

    /// <summary>The snapshot that the objects are of.</summary>
    public NodeSnapshot Holder => Snapshots.FirstOrDefault(snapshot => snapshot.GetKubernetesObjects().GetLists().Count > 0) ?? Snapshots[0];
}
