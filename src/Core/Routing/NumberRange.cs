namespace NetPath.Core.Routing;

/// <summary>A range of ports or user ids, both ends included.</summary>
/// <param name="First">The smallest.</param>
/// <param name="Last">The largest; equal to the first for a single number.</param>
public readonly record struct NumberRange(uint First, uint Last)
{
    /// <summary>True for the ends and what is between them.</summary>
    public bool Contains(uint number) => number >= First && number <= Last;

    /// <inheritdoc/>
    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";
}
