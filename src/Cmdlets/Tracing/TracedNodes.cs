using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Tracing;

/// <summary>Which snapshots are walked together.</summary>
internal static class TracedNodes
{
    /// <summary>Snapshots of different nodes are one walk over all of them. Snapshots of one node alone, as before and after a change, are a walk each.</summary>
    public static IEnumerable<NodeSnapshot[]> Group(IReadOnlyList<NodeSnapshot> snapshots)
    {
        NodeSnapshot[] distinct = [.. snapshots.Distinct()];
        return distinct.DistinctBy(snapshot => snapshot.NodeName).Count() < 2 ? distinct.Select(snapshot => new[] { snapshot }) : [distinct];
    }

    /// <summary>The snapshot that holds the client; the first when none does, or the client is the node or outside.</summary>
    public static NodeSnapshot Home(NodeSnapshot[] nodes, string from) =>
        nodes.Length == 1 ? nodes[0] : Array.Find(nodes, node => node.FindNamespaces(from).Count > 0) ?? nodes[0];
}
