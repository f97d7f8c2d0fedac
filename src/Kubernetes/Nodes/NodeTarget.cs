namespace NetPath.Kubernetes.Nodes;

/// <summary>A node that can be read.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Pod">The pod on it in which the collector runs; null where there is none.</param>
/// <param name="MakesPod">Make a pod for the moment where there is none.</param>
public sealed record NodeTarget(string Node, CollectorPod? Pod, bool MakesPod = false);
