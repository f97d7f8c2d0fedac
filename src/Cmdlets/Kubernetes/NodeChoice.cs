namespace NetPath.Cmdlets.Kubernetes;

/// <summary>A node of the cluster, and how it can be read.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Pod">The pod on it in which the collector runs, by its name; null where there is none.</param>
/// <param name="Container">The container of that pod.</param>
/// <param name="MakesPod">Make a pod for the moment.</param>
internal sealed record NodeChoice(string Node, string? Pod, string? Container, bool MakesPod = false);
