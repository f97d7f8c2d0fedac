namespace NetPath.Core.Snapshots.Comparison;

/// <summary>Gathers what could not be compared. A section that was not collected is missing in each of a hundred pods: that is said once.</summary>
internal sealed class MissingParts
{
    private const string Held = "collected";

    private readonly List<(DifferenceKind Kind, string What, string Before, string After, string Place)> _missing = [];

    /// <summary>Notes that something could not be compared.</summary>
    /// <param name="kind">The kind of thing.</param>
    /// <param name="what">The things in words.</param>
    /// <param name="before">Why the first snapshot does not tell; null when it does.</param>
    /// <param name="after">Why the second snapshot does not tell; null when it does.</param>
    /// <param name="place">The namespace.</param>
    public void Add(DifferenceKind kind, string what, string? before, string? after, string place) => _missing.Add((kind, what, before ?? Held, after ?? Held, place));

    /// <summary>A difference for each kind of things and reason.</summary>
    public IEnumerable<SnapshotDifference> Rows(Func<SnapshotDifference, SnapshotDifference> complete) => _missing
        .GroupBy(missing => (missing.Kind, missing.What, missing.Before, missing.After))
        .Select(group => complete(new SnapshotDifference
        {
            Kind = group.Key.Kind.ToString(),
            Place = Places([.. group.Select(missing => missing.Place).Distinct()]),
            Name = group.Key.What,
            Change = nameof(DifferenceChange.NotCompared),
            Before = group.Key.Before,
            After = group.Key.After,
        }));

    /// <summary>Reads things of a snapshot, or gives why it does not tell.</summary>
    public static (T? Value, string? Why) Read<T>(Func<T> read)
        where T : class
    {
        try
        {
            return (read(), null);
        }
        catch (SectionNotCollectedException error)
        {
            return (null, error.Reason);
        }
        catch (SnapshotParseException error)
        {
            return (null, error.Message);
        }
    }

    private static string Places(string[] places) => places.Length <= 2 ? string.Join(", ", places) : $"{places[0]} and {places.Length - 1} more";
}
