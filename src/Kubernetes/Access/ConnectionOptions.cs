namespace NetPath.Kubernetes.Access;

/// <summary>How to reach a cluster's API server.</summary>
public sealed record ConnectionOptions
{
    /// <summary>Paths of kubeconfig files; what the first says wins. Empty for those of KUBECONFIG, ~/.kube/config, or the service account of a pod.</summary>
    public IReadOnlyList<string> KubeConfig { get; init; } = [];

    /// <summary>The context in them; null for their current one.</summary>
    public string? Context { get; init; }

    /// <summary>How long one request may take, its answer included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many objects one page of a list holds.</summary>
    public int PageSize { get; init; } = 500;
}
