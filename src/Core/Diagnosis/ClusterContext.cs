using NetPath.Core.Kubernetes;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Diagnosis;

/// <summary>What a check of the cluster sees.</summary>
/// <param name="Snapshots">The nodes.</param>
internal sealed record ClusterContext(IReadOnlyList<NodeSnapshot> Snapshots)
{
    /// <summary>The API's objects: those of the first snapshot that holds any; empty when none does.</summary>
    public KubernetesObjects Objects => Holder.GetKubernetesObjects();

    /// <summary>The snapshot that the objects are of.</summary>
    public NodeSnapshot Holder => Snapshots.FirstOrDefault(snapshot => snapshot.GetKubernetesObjects().GetLists().Count > 0) ?? Snapshots[0];
}
