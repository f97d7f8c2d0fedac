namespace NetPath.Core.Netfilter.Targets;

/// <summary>SET: adds the packet's addresses to ipsets, or takes them out. Rules behind it may ask for just these sets.</summary>
/// <param name="Sets">The sets that change.</param>
/// <param name="Options">Its options as the rule gives them.</param>
public sealed record SetTarget(IReadOnlyList<string> Sets, string Options) : Target
{
    /// <inheritdoc/>
    public override string Name => "SET";
}
