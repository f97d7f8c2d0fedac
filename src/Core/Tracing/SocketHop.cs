namespace NetPath.Core.Tracing;

/// <summary>A process sends the packet, or a socket receives it or is missing.</summary>
public sealed record SocketHop : Hop
{
    /// <inheritdoc/>
    public override string Kind => "Socket";

    internal override Layer NetworkLayer => Tracing.Layer.L7;

    /// <summary>True where the packet starts, false where it arrives.</summary>
    public required bool Sends { get; init; }

    /// <summary>What was taken for granted about the socket; empty when nothing was.</summary>
    internal IReadOnlyList<string> Notes { get; init; } = [];
}
