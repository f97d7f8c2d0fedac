using NetPath.Core.Packets;

namespace NetPath.Core.KernelTracing.Logs;

/// <summary>What one line of a log tells of the packet.</summary>
/// <param name="Packet">Addresses, ports, protocol, mark.</param>
/// <param name="Identity">What tells it from other packets.</param>
/// <param name="InInterface">Interface it came in by, or null.</param>
/// <param name="OutInterface">Interface it leaves by, or null.</param>
internal sealed record LoggedHeaders(Packet Packet, PacketIdentity Identity, string? InInterface, string? OutInterface)
{
    /// <summary>Connection tracking's word on it, when a line of its own gave one.</summary>
    public string? Conntrack { get; init; }
}
