using System.Globalization;

namespace NetPath.Core.Packets;

/// <summary>Protocol names as iptables-save and ip print them.</summary>
internal static class ProtocolName
{
    private static readonly Dictionary<string, Protocol> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["all"] = Protocol.Any,
        ["any"] = Protocol.Any,
        ["icmp"] = Protocol.Icmp,
        ["igmp"] = (Protocol)2,
        ["ipencap"] = (Protocol)4,
        ["ipip"] = (Protocol)4,
        ["tcp"] = Protocol.Tcp,
        ["udp"] = Protocol.Udp,
        ["dccp"] = (Protocol)33,
        ["ipv6"] = (Protocol)41,
        ["gre"] = (Protocol)47,
        ["esp"] = Protocol.Esp,
        ["ah"] = Protocol.Ah,
        ["icmpv6"] = Protocol.IcmpV6,
        ["icmp6"] = Protocol.IcmpV6,
        ["ipv6-icmp"] = Protocol.IcmpV6,
        ["ospf"] = (Protocol)89,
        ["pim"] = (Protocol)103,
        ["vrrp"] = (Protocol)112,
        ["sctp"] = Protocol.Sctp,
        ["udplite"] = Protocol.UdpLite,
    };

    /// <summary>Reads a protocol's name or number (0 to 255).</summary>
    public static bool TryParse(string text, out Protocol protocol)
    {
        if (ByName.TryGetValue(text, out protocol))
        {
            return true;
        }

        bool numeric = byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out byte number);
        protocol = (Protocol)number;
        return numeric;
    }

    /// <summary>The lower-case name that Kubernetes and iptables use, or the number.</summary>
    public static string Of(Protocol protocol) => protocol switch
    {
        Protocol.Any => "all",
        Protocol.Icmp => "icmp",
        Protocol.Tcp => "tcp",
        Protocol.Udp => "udp",
        Protocol.Esp => "esp",
        Protocol.Ah => "ah",
        Protocol.IcmpV6 => "ipv6-icmp",
        Protocol.Sctp => "sctp",
        Protocol.UdpLite => "udplite",
        _ => ((int)protocol).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>True for the protocols whose packets carry a source and a destination port.</summary>
    public static bool HasPorts(Protocol protocol) =>
        protocol is Protocol.Tcp or Protocol.Udp or Protocol.Sctp or Protocol.UdpLite or (Protocol)33;
}
