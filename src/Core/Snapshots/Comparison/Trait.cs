namespace NetPath.Core.Snapshots.Comparison;

/// <summary>One thing that can be said of a thing, such as its MTU.</summary>
/// <param name="Name">What it is, as it stands before the value; empty for a text that speaks for itself.</param>
/// <param name="Value">The value; empty for none.</param>
internal readonly record struct Trait(string Name, string Value)
{
    /// <summary>Traits in one line; those without a value are left out.</summary>
    public static string Join(IEnumerable<Trait> traits) => string.Join(", ", traits.Where(trait => trait.Value.Length > 0));

    /// <summary>Those of the first that the second has otherwise, in one line; what it lacks is said to be none.</summary>
    public static string Differing(IReadOnlyList<Trait> traits, IReadOnlyList<Trait> others)
    {
        Trait[] differing = [.. traits.Where(trait => !others.Contains(trait))];
        IEnumerable<string> texts = differing.Select(trait => trait.Value.Length > 0 ? trait.ToString() : $"no {trait.Name}");
        return string.Join(", ", texts);
    }

    /// <inheritdoc/>
    public override string ToString() => Name.Length > 0 ? $"{Name} {Value}" : Value;
}
