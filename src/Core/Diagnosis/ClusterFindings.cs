using NetPath.Core.Snapshots;

namespace NetPath.Core.Diagnosis;

/// <summary>What is the matter between nodes, or between a node and the objects of the API.</summary>
internal static class ClusterFindings
{
    public static IReadOnlyList<Finding> Of(IReadOnlyList<NodeSnapshot> snapshots)
    {
        ClusterContext context = new(snapshots);
        return [.. FindingCatalogue.OfClusters.SelectMany(definition => FindingMaker.Ask(definition, definition.OnCluster!, context, snapshots[0], snapshots[0].NodeName))];
    }
}
