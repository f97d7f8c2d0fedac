using System.Management.Automation;
using System.Runtime.CompilerServices;
using NetPath.Core.Conntrack;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets;

/// <summary>
/// Tells the views which place stands above rows. With one node at hand it would say the same each time, so it is told only where answers come of
/// several nodes or namespaces that were read or asked together.
/// </summary>
public static class AnswerPlace
{
    private static readonly ConditionalWeakTable<NodeSnapshot, object> OfSeveralNodes = [];

    private static readonly ConditionalWeakTable<NodeSnapshot, object> WithSeveralNamespaces = [];

    /// <summary>The node of a Service, or the namespace of a connection tracking entry; null where it goes without saying.</summary>
    public static string? Of(object? answer) => (answer is PSObject wrapper ? wrapper.BaseObject : answer) switch
    {
        KubeServiceChain service => service.Origin is NodeSnapshot node && OfSeveralNodes.TryGetValue(node, out _) ? service.Node : null,
        ConntrackEntry entry => entry.IsHost && !IsOneOfSeveral(entry.Origin) ? null : entry.Namespace,
        PSCustomObject => OfBag((PSObject)answer!),
        _ => null,
    };

    /// <summary>Notes that a node was read or asked together with others.</summary>
    internal static void NoteNode(NodeSnapshot node) => OfSeveralNodes.AddOrUpdate(node, node.Source);

    /// <summary>Notes that one of a node's namespaces was asked together with others.</summary>
    internal static void NoteNamespaces(NodeSnapshot node) => WithSeveralNamespaces.AddOrUpdate(node, node.Source);

    private static bool IsOneOfSeveral(NodeSnapshot? node) =>
        node is not null && (OfSeveralNodes.TryGetValue(node, out _) || WithSeveralNamespaces.TryGetValue(node, out _));

    // What came over the network may have come from several machines at once; no snapshot came along that tells.
    private static string? OfBag(PSObject bag) =>
        bag.Properties["PSComputerName"] is not null && $"{(bag.Properties["Node"] ?? bag.Properties["Namespace"])?.Value}" is { Length: > 0 } place ? place : null;
}
