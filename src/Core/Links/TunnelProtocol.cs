using NetPath.Core.Packets;

namespace NetPath.Core.Links;

/// <summary>How a kind of tunnel device wraps packets.</summary>
/// <param name="Kind">The kind of device, as <c>ip link</c> names it.</param>
/// <param name="Transport">The protocol of the outer IP header.</param>
/// <param name="HeaderBytes">Bytes between the outer IP header and the inner one: UDP, tunnel and Ethernet headers.</param>
/// <param name="CarriesFrames">True when the inner packet keeps an Ethernet header, so that a bridge can stand behind the device.</param>
internal sealed record TunnelProtocol(string Kind, Protocol Transport, int HeaderBytes, bool CarriesFrames)
{
    private static readonly Dictionary<string, TunnelProtocol> ByKind = new TunnelProtocol[]
    {
        // RFC 7348: UDP 8, VXLAN 8, Ethernet 14. RFC 8926: the same without options.
        new("vxlan", Protocol.Udp, 30, true),
        new("geneve", Protocol.Udp, 30, true),
        new("ipip", (Protocol)4, 0, false),
        new("sit", (Protocol)41, 0, false),
        // RFC 2784, without key, checksum and sequence number.
        new("gre", (Protocol)47, 4, false),
        new("gretap", (Protocol)47, 18, true),
        // drivers/net/wireguard: UDP 8, message header 16, authentication tag 16.
        new("wireguard", Protocol.Udp, 40, false),
    }.ToDictionary(protocol => protocol.Kind);

    /// <summary>The protocol of a device; null when it is no tunnel whose headers are known here.</summary>
    public static TunnelProtocol? Of(Link link) => link.Kind is string kind ? ByKind.GetValueOrDefault(kind) : null;
}
