namespace NetPath.Kubernetes.Nodes;

/// <summary>How nodes are read through the API.</summary>
public sealed record NodeOptions
{
    /// <summary>The label of the DaemonSet's pods in <c>deploy/netpath-collector.yaml</c>.</summary>
    public const string CollectorLabel = "app.kubernetes.io/name=netpath-collector";

    /// <summary>The collector's script.</summary>
    public required ReadOnlyMemory<byte> Script { get; init; }

    /// <summary>Its arguments; the node's name is added.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The namespace of the DaemonSet, and of pods that are made for debugging.</summary>
    public string Namespace { get; init; } = "netpath";

    /// <summary>The image of a pod that is made for debugging.</summary>
    public string DebugImage { get; init; } = "docker.io/library/busybox:1.36.1";

    /// <summary>How many nodes are read at once.</summary>
    public int ThrottleLimit { get; init; } = 8;

    /// <summary>The folder that archives go to; null to keep snapshots in memory.</summary>
    public string? OutputPath { get; init; }

    /// <summary>The name of a node's archive in that folder; the snapshot tells the node and the time.</summary>
    public Func<string, Core.Snapshots.NodeSnapshot, string>? FileFor { get; init; }
}
