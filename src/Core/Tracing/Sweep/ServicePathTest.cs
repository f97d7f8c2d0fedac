using NetPath.Core.Diagnosis;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing.Sweep;

/// <summary>How connections from one client to one endpoint of a Service port end.</summary>
public sealed record ServicePathTest : ISnapshotMember
{
    private Finding[]? _findings;

    /// <summary>namespace/name, with :port when the port has a name; the chain's hash when no comment gives a name.</summary>
    public required string Name { get; init; }

    /// <summary>The Service's namespace; empty when no comment gives it.</summary>
    public required string Namespace { get; init; }

    /// <summary>The Service's name; empty when no comment gives it.</summary>
    public required string Service { get; init; }

    /// <summary>The address that the client connects to; null when the rules name none but a node port.</summary>
    public string? ClusterIP { get; init; }

    /// <summary>The Service's port; null when only a node port is known.</summary>
    public int? Port { get; init; }

    /// <summary>Tcp, Udp or Sctp.</summary>
    public required string Protocol { get; init; }

    /// <summary>Where the connections start: the node's or a pod's name, or an address outside.</summary>
    public required string From { get; init; }

    /// <summary>Address and port that the connections are translated to; null when they are translated to none.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The share of new connections that meet this endpoint, 0 to 1: of a client that no session affinity holds.</summary>
    public required double Probability { get; init; }

    /// <summary>The name of a <see cref="TestResult"/>.</summary>
    public required string Result { get; init; }

    /// <summary>True when the client is connected, for certain; false also when the snapshot does not tell.</summary>
    public bool Passed => Result == nameof(TestResult.Passed);

    /// <summary>How the packet's way ends: the name of a <see cref="Tracing.Disposition"/>.</summary>
    public required string Disposition { get; init; }

    /// <summary>What the client sees: the name of a <see cref="Tracing.Symptom"/>.</summary>
    public required string Symptom { get; init; }

    /// <summary>The code of the finding that explains why it fails; null when it does not fail, or nothing was found that explains it.</summary>
    public string? Cause { get; init; }

    /// <summary>
    /// What is the matter on the way, what explains best that it fails first. For connections that do not fail the way is walked once more when it is first asked for.
    /// </summary>
    public Finding[] Findings
    {
        get => _findings ??= Find?.Invoke() ?? [];
        init => _findings = value;
    }

    /// <summary>Why it ends so, in a sentence: of the way that fails when there are several.</summary>
    public required string Reason { get; init; }

    /// <summary>What the answer rests on that the snapshot does not say; empty when it is certain.</summary>
    public string[] Assumptions { get; init; } = [];

    /// <summary>The node whose rules were asked.</summary>
    public required string Node { get; init; }

    internal Func<Finding[]>? Find { get; init; }

    internal NodeSnapshot? Origin { get; init; }

    NodeSnapshot? ISnapshotMember.Origin => Origin;

    /// <inheritdoc/>
    public override string ToString() => $"{From} -> {Name}{(Endpoint is null ? "" : $" ({Endpoint})")}: {Result}, {Symptom}{(Cause is null ? "" : $", {Cause}")}";
}
