using NetPath.Core.Kubernetes;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Diagnosis;

/// <summary>What a check of the cluster sees.</summary>
/// <param name="Snapshots">The nodes.</param>
internal sealed record ClusterContext(IReadOnlyList<NodeSnapshot> Snapshots)
{
    /// <summary>The nodes, each once: of several snapshots of one node the latest. A node does not contradict what it was earlier.</summary>
    public IReadOnlyList<NodeSnapshot> Nodes { get; } = Latest(Snapshots);

    /// <summary>Of several snapshots of one node the latest.</summary>
    public static NodeSnapshot[] Latest(IEnumerable<NodeSnapshot> snapshots) =>
        [.. snapshots.GroupBy(snapshot => snapshot.NodeName).Select(group => group.MaxBy(snapshot => snapshot.CapturedAt)!)];

    /// <summary>The API's objects: those of the first snapshot that holds any; empty when none does.</summary>
    public KubernetesObjects Objects => Holder.GetKubernetesObjects();

    /// <summary>The snapshot that the objects are of.</summary>
    public NodeSnapshot Holder => Snapshots.FirstOrDefault(snapshot => snapshot.GetKubernetesObjects().GetLists().Count > 0) ?? Snapshots[0];
}
