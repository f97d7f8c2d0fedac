using NetPath.Core.Diagnosis.Collection;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Diagnosis;

/// <summary>What is the matter with nodes as such, and between them: the worst first.</summary>
public static class NodeNetworkTest
{
    /// <summary>The findings of one node.</summary>
    public static IReadOnlyList<Finding> OfNode(NodeSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return Arranged(NodeFindings.Of(snapshot).All.Concat(SectionsLeftOut.Of(snapshot)));
    }

    /// <summary>The findings that show only between nodes, or between a node and the objects of the API.</summary>
    /// <param name="snapshots">All nodes that are known; at least one.</param>
    public static IReadOnlyList<Finding> OfCluster(IReadOnlyList<NodeSnapshot> snapshots)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        return Arranged(ClusterFindings.Of(snapshots));
    }

    private static Finding[] Arranged(IEnumerable<Finding> findings) =>
        [.. findings.OrderByDescending(finding => finding.Level).ThenBy(finding => finding.Code, StringComparer.Ordinal)];
}
