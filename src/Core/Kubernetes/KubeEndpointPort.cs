namespace NetPath.Core.Kubernetes;

/// <summary>A port of the endpoints of one slice.</summary>
/// <param name="Name">The name of the Service's port; empty when it has none.</param>
/// <param name="Protocol">TCP, UDP or SCTP.</param>
/// <param name="Port">The number; null when the slice leaves it open.</param>
public sealed record KubeEndpointPort(string Name, string Protocol, int? Port);
