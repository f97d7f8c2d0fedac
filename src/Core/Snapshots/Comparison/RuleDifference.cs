namespace NetPath.Core.Snapshots.Comparison;

/// <summary>A rule that differs.</summary>
/// <param name="Change">What became of it.</param>
/// <param name="Before">Its place in the first chain, counted from 0; -1 for none.</param>
/// <param name="After">Its place in the second chain, counted from 0; -1 for none.</param>
internal readonly record struct RuleDifference(DifferenceChange Change, int Before, int After);
