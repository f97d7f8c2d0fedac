namespace NetPath.Core.Tracing;

/// <summary>The kernel itself stopped the packet, or what happens here could not be told.</summary>
public sealed record KernelHop : Hop
{
    /// <inheritdoc/>
    public override string Kind => "Kernel";

    internal override Layer NetworkLayer => Tracing.Layer.L3;
}
