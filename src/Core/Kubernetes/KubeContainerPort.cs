namespace NetPath.Core.Kubernetes;

/// <summary>A port that a container declares.</summary>
/// <param name="Name">Its name, which a Service's targetPort may be; empty when it has none.</param>
/// <param name="Protocol">TCP, UDP or SCTP.</param>
/// <param name="Port">The number.</param>
/// <param name="HostPort">The node's port that leads to it; null when there is none.</param>
public sealed record KubeContainerPort(string Name, string Protocol, int Port, int? HostPort)
{
    internal static KubeContainerPort Parse(ObjectJson json) =>
        new(json.Text("name") ?? "", json.Text("protocol") ?? "TCP", json.Int("containerPort") ?? 0, json.Int("hostPort"));
}
