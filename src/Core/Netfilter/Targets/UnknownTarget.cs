namespace NetPath.Core.Netfilter.Targets;

/// <summary>A target that NetPath does not model or could not read: the packet may go on, be changed, or end there.</summary>
/// <param name="Kind">The name after -j.</param>
/// <param name="Options">Its options as the rule gives them.</param>
/// <param name="Reason">What was not understood.</param>
public sealed record UnknownTarget(string Kind, string Options, string Reason) : Target
{
    /// <inheritdoc/>
    public override string Name => Kind;
}
