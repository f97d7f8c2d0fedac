using NetPath.Core.Packets;

namespace NetPath.Core.Tracing;

/// <summary>The Ethernet header that a packet has when it arrives, as far as the snapshot tells.</summary>
internal static class EthernetHeaders
{
    /// <summary>Of a packet that comes from outside the snapshot.</summary>
    public static EthernetHeader? FromOutside(NamespaceView space, string device) =>
        space.Links?.Find(device)?.LinkType is string type && type != "ether" ? null : EthernetHeader.Unknown;
}
