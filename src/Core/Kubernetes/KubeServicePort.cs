namespace NetPath.Core.Kubernetes;

/// <summary>One port of a Service.</summary>
/// <param name="Name">Its name; empty when it has none.</param>
/// <param name="Protocol">TCP, UDP or SCTP.</param>
/// <param name="Port">The port at the virtual IP.</param>
/// <param name="TargetPort">The port of the pods: a number, or a name that each pod gives a number.</param>
/// <param name="NodePort">The port at every node; null when there is none.</param>
public sealed record KubeServicePort(string Name, string Protocol, int Port, string TargetPort, int? NodePort)
{
    internal static KubeServicePort Parse(ObjectJson json)
    {
        int port = json.Int("port") ?? 0;
        return new KubeServicePort(json.Text("name") ?? "", json.Text("protocol") ?? "TCP", port, json.Text("targetPort") ?? $"{port}", json.Int("nodePort"));
    }

    /// <inheritdoc/>
    public override string ToString() => Name.Length > 0 ? $"{Name} {Port}/{Protocol}" : $"{Port}/{Protocol}";
}
