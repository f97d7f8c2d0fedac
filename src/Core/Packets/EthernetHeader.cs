namespace NetPath.Core.Packets;

/// <summary>The Ethernet header that a packet arrived with. A packet that was sent here, or came by a tunnel or the loopback interface, has none.</summary>
/// <param name="Source">Who sent the frame; null when the snapshot does not tell.</param>
/// <param name="Destination">To whom the frame was sent; null when the snapshot does not tell.</param>
internal sealed record EthernetHeader(HardwareAddress? Source, HardwareAddress? Destination)
{
    /// <summary>A frame of which nothing is known.</summary>
    public static EthernetHeader Unknown { get; } = new(null, null);
}
