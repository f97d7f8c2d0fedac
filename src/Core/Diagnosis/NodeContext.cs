using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis;

/// <summary>What a check of a node sees.</summary>
/// <param name="Snapshot">The node.</param>
internal sealed record NodeContext(NodeSnapshot Snapshot)
{
    /// <summary>The namespaces in the form that the walk asks for: what was not collected is null.</summary>
    public NodeNetwork Network => NodeNetwork.Of(Snapshot);

    /// <summary>The node's own namespace, in that form.</summary>
    public NamespaceView Host => Network.Host;
}
