namespace NetPath.Core.Netfilter.Targets;

/// <summary>NOTRACK and CT --notrack: connection tracking, and with it every translation, is skipped.</summary>
/// <param name="Kind">The name after -j: NOTRACK or CT.</param>
public sealed record NoTrackTarget(string Kind) : Target
{
    /// <inheritdoc/>
    public override string Name => Kind;
}
