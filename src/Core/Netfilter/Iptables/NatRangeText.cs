using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Iptables;

/// <summary>The value of --to-destination and --to-source: addresses, ports, or both (libxt_NAT.c).</summary>
/// <param name="First">The lowest address; null when the address stays.</param>
/// <param name="Last">The highest address.</param>
/// <param name="Ports">The ports; null when the port stays.</param>
/// <param name="BasePort">The port that becomes the first of the range; null when ports are not shifted.</param>
internal sealed record NatRangeText(IpAddress? First, IpAddress? Last, PortRange? Ports, int? BasePort)
{
    // 10.0.0.1, 10.0.0.1-10.0.0.9, 10.0.0.1:80, 10.0.0.1:80-90, 10.0.0.1:1000-2000/1500, :80, [fd00::1]:80, [fd00::1-fd00::9]:80, fd00::1
    public static NatRangeText Parse(OptionReader options, string text)
    {
        string addresses = text;
        string ports = "";
        int bracket = text.LastIndexOf("]:", StringComparison.Ordinal);
        int colon = bracket >= 0 ? bracket + 1 : text.Count(':'.Equals) == 1 ? text.IndexOf(':', StringComparison.Ordinal) : -1;
        if (colon >= 0)
        {
            addresses = text[..colon];
            ports = text[(colon + 1)..];
        }

        (PortRange? range, int? basePort) = ReadPorts(options, text, ports);
        if (addresses.Length == 0)
        {
            return new NatRangeText(null, null, range ?? throw options.BadValue(text, "an address"), basePort);
        }

        string[] ends = addresses.Split('-');
        if (ends.Length > 2 || !Parse(ends[0], out IpAddress first) || !Parse(ends[^1], out IpAddress last) || first.Family != last.Family || first > last)
        {
            throw options.BadValue(text, "an address with or without a port");
        }

        return first.IsUnspecified() ? throw options.BadValue(text, "an address that a packet can go to") : new NatRangeText(first, last, range, basePort);
    }

    private static (PortRange? Ports, int? BasePort) ReadPorts(OptionReader options, string text, string ports)
    {
        if (ports.Length == 0)
        {
            return (null, null);
        }

        int slash = ports.IndexOf('/', StringComparison.Ordinal);
        PortRange range = options.Ports(slash < 0 ? ports : ports[..slash]);
        if (range.First == 0 || range.First > range.Last)
        {
            throw options.BadValue(text, "an address and a port that a packet can go to");
        }

        return (range, slash < 0 ? null : options.Ports(ports[(slash + 1)..]).First);
    }

    private static bool Parse(string text, out IpAddress address) => IpAddress.TryParse(text.Trim('[', ']'), out address);
}
