using NetPath.Core.Snapshots;

namespace NetPath.Kubernetes.Nodes;

/// <summary>What came of reading one node: a snapshot, in memory or in a file, or an error.</summary>
/// <param name="Node">The node.</param>
public sealed record NodeArchive(string Node)
{
    /// <summary>The snapshot; null when it went to a file, or there is none.</summary>
    public NodeSnapshot? Snapshot { get; init; }

    /// <summary>The file that it went to; null when there is none.</summary>
    public string? File { get; init; }

    /// <summary>Why there is no snapshot; null when there is one.</summary>
    public Exception? Error { get; init; }

    /// <summary>Why the pod that was made for the node could not be deleted, with its name; null when nothing was left behind.</summary>
    public Exception? LeftBehind { get; init; }
}
