using NetPath.Core.Netfilter;

namespace NetPath.Core.Tracing;

/// <summary>Connection tracking rewrote the packet because it belongs to a translated connection; no rule was asked.</summary>
public sealed record ConntrackHop : Hop
{
    /// <inheritdoc/>
    public override string Kind => "Conntrack";

    internal override Layer NetworkLayer => Tracing.Layer.L4;

    /// <summary>Where in the stack: the name of a <see cref="Netfilter.Hook"/>.</summary>
    public required string Hook { get; init; }
}
