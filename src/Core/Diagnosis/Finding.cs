using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis;

/// <summary>Something that is wrong, or worth knowing, with what proves it and what to do.</summary>
public sealed record Finding : ISnapshotMember
{
    /// <summary>The code, such as NP2002. Get-NetPathFinding explains it.</summary>
    public required string Code { get; init; }

    /// <summary>How bad it is: the name of a <see cref="FindingSeverity"/>.</summary>
    public required string Severity { get; init; }

    /// <summary>What the code means, in one line.</summary>
    public required string Meaning { get; init; }

    /// <summary>What is wrong here, with names.</summary>
    public required string Message { get; init; }

    /// <summary>What it is about: a Service, a pod, a device or the node.</summary>
    public required string Subject { get; init; }

    /// <summary>The node whose snapshot shows it.</summary>
    public required string Node { get; init; }

    /// <summary>What the client sees of it.</summary>
    public required string Symptom { get; init; }

    /// <summary>What to do.</summary>
    public required string Remedy { get; init; }

    /// <summary>Commands that a person can run to look closer or to mend it.</summary>
    public string[] Commands { get; init; } = [];

    /// <summary>What in the snapshot shows it; never empty.</summary>
    public required Evidence[] Evidence { get; init; }

    /// <summary>The hop of the trace where it happens; null when it is not at one.</summary>
    public Hop? Hop { get; init; }

    internal FindingDefinition? Definition { get; init; }

    /// <summary>True when it explains how the path ended that it was found on.</summary>
    internal bool IsCause { get; init; }

    internal FindingSeverity Level => Enum.Parse<FindingSeverity>(Severity);

    internal NodeSnapshot? Origin { get; init; }

    NodeSnapshot? ISnapshotMember.Origin => Origin;

    /// <inheritdoc/>
    public override string ToString() => $"{Code} {Message}";
}
