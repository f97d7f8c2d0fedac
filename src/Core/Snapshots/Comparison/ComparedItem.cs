namespace NetPath.Core.Snapshots.Comparison;

/// <summary>One thing of a snapshot in the form that two of them are compared in.</summary>
/// <param name="Key">What makes it the same thing in the other snapshot.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Traits">What is compared. A trait without a name is the whole text of the thing.</param>
/// <param name="Evidence">Where the snapshot says so; null for nowhere.</param>
internal sealed record ComparedItem(string Key, string Name, IReadOnlyList<Trait> Traits, Func<Evidence?> Evidence)
{
    /// <summary>All traits as one text.</summary>
    public string Text => Trait.Join(Traits);

    /// <summary>True when both have the same traits.</summary>
    public bool IsLike(ComparedItem other) => Traits.SequenceEqual(other.Traits);
}
