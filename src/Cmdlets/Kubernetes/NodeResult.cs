using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Kubernetes;

/// <summary>What came of reading one node through the API: a snapshot, in memory or in a file, or an error.</summary>
/// <param name="Node">The node.</param>
/// <param name="Snapshot">The snapshot; null when it went to a file, or there is none.</param>
/// <param name="File">The file that it went to; null when there is none.</param>
/// <param name="Error">Why there is no snapshot; null when there is one.</param>
/// <param name="LeftBehind">Why the pod that was made for the node is still there; null when nothing was left behind.</param>
internal sealed record NodeResult(string Node, NodeSnapshot? Snapshot, string? File, Exception? Error, Exception? LeftBehind);
