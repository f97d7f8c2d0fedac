namespace NetPath.Cmdlets.Kubernetes;

/// <summary>What the parameters say of nodes that are read through the API.</summary>
internal sealed record NodeRequest
{
    /// <summary>The collector's script.</summary>
    public required byte[] Script { get; init; }

    /// <summary>Its arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The namespace of the collector's pods.</summary>
    public required string Namespace { get; init; }

    /// <summary>The image of a pod that is made for the moment; null for the usual one.</summary>
    public string? DebugImage { get; init; }

    /// <summary>How many nodes are read at once.</summary>
    public required int ThrottleLimit { get; init; }

    /// <summary>The folder that archives go to; null to keep snapshots in memory.</summary>
    public string? OutputPath { get; init; }
}
