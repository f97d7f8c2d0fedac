using NetPath.Core.Snapshots;
using NetPath.Core.Tracing.Naming;

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

    /// <summary>The snapshot that holds the client; the first when none does, or the client is outside or just called the node.</summary>
    public static NodeSnapshot Home(NodeSnapshot[] nodes, PlaceNames names, string from)
    {
        if (nodes.Length == 1 || from.Equals(PlaceNames.Node, StringComparison.OrdinalIgnoreCase))
        {
            return nodes[0];
        }

        return (names.SpaceOf(from) ?? nodes.SelectMany(node => node.FindNamespaces(from)).FirstOrDefault())?.Snapshot ?? nodes[0];
    }
}
