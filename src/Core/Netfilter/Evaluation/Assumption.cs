using NetPath.Core.Snapshots;

namespace NetPath.Core.Netfilter.Evaluation;

/// <summary>Something that the snapshot does not say, and what was assumed of it on this branch of the walk.</summary>
/// <param name="Text">What was assumed and why it is not known.</param>
/// <param name="Evidence">The rule, or the place where the snapshot ends.</param>
/// <param name="Matched">For a rule: true on the branch where it is taken to match.</param>
public sealed record Assumption(string Text, Evidence Evidence, bool Matched)
{
    /// <summary>True when both speak of the same thing with opposite answers.</summary>
    internal bool IsOppositeOf(Assumption other) => Evidence == other.Evidence && Matched != other.Matched;

    /// <inheritdoc/>
    public override string ToString() => Text;
}
