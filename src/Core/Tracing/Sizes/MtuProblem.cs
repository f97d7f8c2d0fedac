using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>A packet of the connection is too long for a link of its way. The first packet, which a trace walks, is short and gets through.</summary>
public sealed record MtuProblem
{
    /// <summary>True for packets of the server, false for those of the client.</summary>
    public required bool IsReply { get; init; }

    /// <summary>Number of the hop on that way, counted from 1.</summary>
    public required int HopNumber { get; init; }

    /// <summary>The namespace whose link is too narrow.</summary>
    public required string Place { get; init; }

    /// <summary>The node of that namespace.</summary>
    public required string Node { get; init; }

    /// <summary>The interface.</summary>
    public required string Device { get; init; }

    /// <summary>The interface's, or the route's, MTU in bytes.</summary>
    public required int Mtu { get; init; }

    /// <summary>Bytes that tunnels have put around the packet by then.</summary>
    public int Overhead { get; init; }

    /// <summary>The longest packet of the connection that fits, in bytes with its IP header.</summary>
    public int Fits => Mtu - Overhead;

    /// <summary>The length of the packet that does not fit, in bytes with its IP header. It has DF set, as TCP's have.</summary>
    public required int PacketSize { get; init; }

    /// <summary>What becomes of it: the name of a <see cref="MtuEffect"/>.</summary>
    public required string Effect { get; init; }

    /// <summary>The same in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>What in the snapshot says so.</summary>
    public Evidence[] Evidence { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Description;
}
