namespace NetPath.Core.Snapshots.Comparison;

/// <summary>What became of a thing.</summary>
public enum DifferenceChange
{
    /// <summary>Only the second snapshot holds it.</summary>
    Added,

    /// <summary>Only the first snapshot holds it.</summary>
    Removed,

    /// <summary>Both hold it, and they say different things of it.</summary>
    Changed,

    /// <summary>A rule that is the same, and stands at another place among the rules that stayed.</summary>
    Moved,

    /// <summary>One of the snapshots does not tell, or neither does: whether there is a difference is not known.</summary>
    NotCompared,
}
