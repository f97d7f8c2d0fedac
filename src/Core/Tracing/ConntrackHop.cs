using NetPath.Core.Netfilter;

namespace NetPath.Core.Tracing;

/// <summary>Connection tracking rewrote the packet because it belongs to a translated connection; no rule was asked.</summary>
public sealed record ConntrackHop : Hop
{
    /// <inheritdoc/>
    public override Layer Layer => Layer.L4;

    /// <summary>Where in the stack.</summary>
    public required Hook Hook { get; init; }
}
