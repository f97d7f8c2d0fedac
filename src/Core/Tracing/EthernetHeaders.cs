using NetPath.Core.Links;
using NetPath.Core.Packets;

namespace NetPath.Core.Tracing;

/// <summary>The Ethernet header that a packet has when it arrives, as far as the snapshot tells.</summary>
internal static class EthernetHeaders
{
    /// <summary>Of a packet that comes from outside the snapshot.</summary>
    public static EthernetHeader? FromOutside(NamespaceView space, string device) =>
        space.Links?.Find(device)?.LinkType is string type && type != "ether" ? null : EthernetHeader.Unknown;

    /// <summary>Of a packet that this state sends by a link towards a neighbour, to a link of another namespace.</summary>
    public static EthernetHeader? Sent(WalkState state, Link link, Link peer, IpAddress target)
    {
        if (peer.LinkType is string type && type != "ether")
        {
            return null;
        }

        // Behind a bridge the frame's destination is not the port that it comes in by.
        string? destination = state.Space.Neighbours?.Find(link.Name, target)?.MacAddress ?? (peer.Master is null ? peer.MacAddress : null);
        return new EthernetHeader(Parse(link.MacAddress), Parse(destination));
    }

    private static HardwareAddress? Parse(string? text) => text is not null && HardwareAddress.TryParse(text, out HardwareAddress address) ? address : null;
}
