using NetPath.Core.Packets;

namespace NetPath.Core.Tracing;

/// <summary>Where a walk begins.</summary>
/// <param name="Space">The namespace.</param>
/// <param name="Packet">The packet; its source is unspecified when the kernel selects it.</param>
/// <param name="ArrivesOn">The interface that the packet comes in by; null when a process of the namespace sends it.</param>
/// <param name="Name">What people call the sender.</param>
internal sealed record WalkStart(NamespaceView Space, Packet Packet, string? ArrivesOn, string Name)
{
    /// <summary>The connection tracking entries that the packet may belong to; null to walk a new connection.</summary>
    public ExistingEntries? Entries { get; init; }

    /// <summary>True to end the walk where the packet arrives; the answer is not walked.</summary>
    public bool OneWay { get; init; }

    /// <summary>The length of the packets that the way's MTU is compared with, in bytes with the IP header; null for a full-sized segment.</summary>
    public int? PacketSize { get; init; }
}
