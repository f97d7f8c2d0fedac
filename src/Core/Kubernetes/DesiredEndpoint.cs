using NetPath.Core.Snapshots;

namespace NetPath.Core.Kubernetes;

/// <summary>One endpoint of a Service port as the API wants it.</summary>
public sealed record DesiredEndpoint
{
    /// <summary>The address.</summary>
    public required string PodIP { get; init; }

    /// <summary>The port; null when the slice leaves it open.</summary>
    public int? TargetPort { get; init; }

    /// <summary>Address and port as a DNAT rule writes them.</summary>
    public required string Target { get; init; }

    /// <summary>The name of an <see cref="EndpointCondition"/>.</summary>
    public required string Condition { get; init; }

    /// <summary>The pod, as namespace/name; null when it is none.</summary>
    public string? Pod { get; init; }

    /// <summary>Whose work the pod does, as Kind/name, such as Deployment/numbers-api; null when that is not known.</summary>
    public string? Owner { get; init; }

    /// <summary>The node that it runs on; null when the API does not say.</summary>
    public string? NodeName { get; init; }

    /// <summary>Its zone; null when the API does not say.</summary>
    public string? Zone { get; init; }

    /// <summary>The zones whose clients shall use it; empty for all.</summary>
    public string[] ZoneHints { get; init; } = [];

    /// <summary>The endpoint in the API's objects.</summary>
    public Evidence[] Evidence { get; init; } = [];

    internal KubeEndpoint? Source { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Target} ({Condition})";
}
