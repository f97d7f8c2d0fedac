namespace NetPath.Kubernetes.Nodes;

/// <summary>A pod on a node in which the collector can run.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Container">The container to run it in.</param>
/// <param name="Node">The node.</param>
public sealed record CollectorPod(string Namespace, string Name, string Container, string Node);
