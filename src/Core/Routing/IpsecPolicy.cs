using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Routing;

/// <summary>A policy of IPsec: packets that it is for are wrapped, asked for their wrapping, or blocked. Which of these is not evaluated.</summary>
/// <param name="Source">Where its packets come from; null when the policy was not understood, and may be for any.</param>
/// <param name="Destination">Where they go; null likewise.</param>
/// <param name="Mark">The mark that they bear, with the bits of it that count; null for any.</param>
/// <param name="Evidence">Its first line.</param>
internal sealed record IpsecPolicy(IpPrefix? Source, IpPrefix? Destination, (uint Value, uint Mask)? Mark, Evidence Evidence)
{
    /// <summary>Whether the policy may be for the packet: by its addresses and mark. Ports and the direction are not looked at.</summary>
    public bool MayHold(Packet packet) => (Source is null || Source.Value.Contains(packet.SourceAddress))
        && (Destination is null || Destination.Value.Contains(packet.DestinationAddress))
        && (Mark is null || (packet.Mark & Mark.Value.Mask) == Mark.Value.Value);
}
