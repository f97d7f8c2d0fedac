namespace NetPath.Core.Snapshots.Comparison;

/// <summary>One difference between two snapshots.</summary>
public record SnapshotDifference : ISnapshotMember
{
    private Evidence[]? _beforeEvidence;
    private Evidence[]? _afterEvidence;

    /// <summary>What differs: the name of a <see cref="DifferenceKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The network namespace it is in: the node's or a pod's name.</summary>
    public required string Place { get; init; }

    /// <summary>Which one of its kind.</summary>
    public required string Name { get; init; }

    /// <summary>The name of a <see cref="DifferenceChange"/>.</summary>
    public required string Change { get; init; }

    /// <summary>What the first snapshot says, as far as it differs; null when it does not hold the thing. Why it does not tell, with NotCompared.</summary>
    public string? Before { get; init; }

    /// <summary>What the second snapshot says, as far as it differs; null when it does not hold the thing. Why it does not tell, with NotCompared.</summary>
    public string? After { get; init; }

    /// <summary>Where the first snapshot says so.</summary>
    public Evidence[] BeforeEvidence
    {
        get => _beforeEvidence ??= ProveBefore?.Invoke() ?? [];
        init => _beforeEvidence = value;
    }

    /// <summary>Where the second snapshot says so.</summary>
    public Evidence[] AfterEvidence
    {
        get => _afterEvidence ??= ProveAfter?.Invoke() ?? [];
        init => _afterEvidence = value;
    }

    /// <summary>The first snapshot: node and time.</summary>
    public string Reference { get; init; } = "";

    /// <summary>The second snapshot: node and time.</summary>
    public string Difference { get; init; } = "";

    // The text of thousands of rules is cut out of the dump only when somebody looks at the evidence.
    internal Func<Evidence[]>? ProveBefore { get; init; }

    internal Func<Evidence[]>? ProveAfter { get; init; }

    /// <summary>The second snapshot, which a pipeline goes on with.</summary>
    internal NodeSnapshot? Origin { get; init; }

    NodeSnapshot? ISnapshotMember.Origin => Origin;

    /// <inheritdoc/>
    public sealed override string ToString() => $"{Change} {Kind} {Name} ({Place}): {Before ?? "-"} -> {After ?? "-"}";
}
