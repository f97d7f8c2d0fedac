namespace NetPath.Core.Snapshots.Comparison;

/// <summary>Connections to an endpoint of a Service port end differently.</summary>
public sealed record ServiceOutcomeDifference : SnapshotDifference
{
    /// <summary>namespace/name of the Service, with :port when the port has a name.</summary>
    public required string Service { get; init; }

    /// <summary>The Service's port; null when only a node port is known.</summary>
    public int? Port { get; init; }

    /// <summary>Tcp, Udp or Sctp.</summary>
    public required string Protocol { get; init; }

    /// <summary>Address and port of the endpoint; null for connections that are translated to none.</summary>
    public string? Endpoint { get; init; }

    /// <summary>How the packet's way ended: the name of a <see cref="Tracing.Disposition"/>; null when the first snapshot does not lead connections there.</summary>
    public string? DispositionBefore { get; init; }

    /// <summary>How the packet's way ends: the name of a <see cref="Tracing.Disposition"/>; null when the second snapshot does not lead connections there.</summary>
    public string? DispositionAfter { get; init; }

    /// <summary>What the client saw: the name of a <see cref="Tracing.Symptom"/>.</summary>
    public string? SymptomBefore { get; init; }

    /// <summary>What the client sees: the name of a <see cref="Tracing.Symptom"/>.</summary>
    public string? SymptomAfter { get; init; }
}
