namespace NetPath.Core.Snapshots.Comparison;

/// <summary>The same network namespace in two snapshots.</summary>
/// <param name="Before">In the first one.</param>
/// <param name="After">In the second one.</param>
/// <param name="TwoNodes">True when the snapshots are of two nodes, so that what belongs to one node alone is left out.</param>
internal sealed record ComparedPair(NetworkNamespace Before, NetworkNamespace After, bool TwoNodes)
{
    /// <summary>What people call it: as the second snapshot does.</summary>
    public string Place => TwoNodes && Before.Name != After.Name ? $"{Before.Name}, {After.Name}" : After.Name;

    /// <summary>The same with the sides changed over.</summary>
    public NetworkNamespace OtherThan(NetworkNamespace space) => space == Before ? After : Before;
}
