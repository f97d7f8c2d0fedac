using NetPath.Core.Conntrack;
using NetPath.Core.Packets;

namespace NetPath.Core.Tracing;

/// <summary>What to trace.</summary>
public sealed record TraceRequest
{
    /// <summary>The address the client connects to: a virtual IP, a pod's, a node's.</summary>
    public required IpAddress Destination { get; init; }

    /// <summary>The port; null for a protocol without ports.</summary>
    public int? Port { get; init; }

    /// <summary>The transport protocol.</summary>
    public Protocol Protocol { get; init; } = Protocol.Tcp;

    /// <summary>The client's own port; null for any.</summary>
    public int? SourcePort { get; init; }

    /// <summary>A pod's name, a pod's or another machine's address, or <c>node</c>; null for the node.</summary>
    public string? From { get; init; }

    /// <summary>Entries of connection tracking that the flow belongs to, beside those that were collected; empty for none.</summary>
    public IReadOnlyList<ConntrackEntry> Entries { get; init; } = [];

    /// <summary>The length of the packets, in bytes with the IP header, that the way's MTU is compared with; null for a full-sized segment.</summary>
    public int? PacketSize { get; init; }

    /// <summary>The Service port that this is about, for the reader; null when there is none.</summary>
    public string? Service { get; init; }
}
