namespace NetPath.Core.Netfilter.Targets;

/// <summary>A target that changes nothing that a walk follows (LOG, CHECKSUM, TCPMSS, …), or no target at all: the next rule is asked.</summary>
/// <param name="Kind">The name after -j; empty when the rule has none.</param>
/// <param name="Options">Its options as the rule gives them.</param>
public sealed record ContinueTarget(string Kind, string Options) : Target
{
    /// <inheritdoc/>
    public override string Name => Kind;
}
