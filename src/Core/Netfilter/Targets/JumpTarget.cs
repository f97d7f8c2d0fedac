namespace NetPath.Core.Netfilter.Targets;

/// <summary>A jump (-j) or goto (-g) to a chain of the same table. A goto's RETURN goes back past the calling chain.</summary>
/// <param name="Chain">The chain's name.</param>
/// <param name="IsGoto">True for -g.</param>
public sealed record JumpTarget(string Chain, bool IsGoto) : Target
{
    /// <inheritdoc/>
    public override string Name => Chain;
}
