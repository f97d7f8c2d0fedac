using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>Where a tunnel device sends a packet: the far end, and what the outer packet carries.</summary>
/// <param name="Address">The far end.</param>
/// <param name="Port">UDP port; null without.</param>
/// <param name="Key">Network identifier or key; null without.</param>
/// <param name="Evidence">What says so.</param>
internal sealed record TunnelEnd(IpAddress Address, int? Port, long? Key, Evidence Evidence)
{
    /// <summary>The interface that the outer packet must leave by; null where the routes decide.</summary>
    public string? Device { get; init; }

    /// <summary>What was taken for granted; null for nothing.</summary>
    public string? Assumption { get; init; }
}
