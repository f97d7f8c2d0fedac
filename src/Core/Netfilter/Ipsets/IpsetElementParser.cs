using System.Globalization;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Ipsets;

/// <summary>
/// Reads the element of an <c>add</c> line. <c>ipset add</c> takes ranges as well, of which the kernel makes elements; <c>ipset save</c> prints each element alone,
/// so that a range is not understood here.
/// </summary>
internal static class IpsetElementParser
{
    /// <summary>The element; null when it is not understood.</summary>
    public static IpsetElement? Parse(IpsetHeader header, string text)
    {
        string[] parts = Split(header, text);
        if (parts.Length != header.Fields.Count)
        {
            // In bitmap:ip,mac an address may stand alone.
            return header.TypeName == "bitmap:ip,mac" && parts.Length == 1 ? WithAddress(header, default, parts[0], first: true) : null;
        }

        IpsetElement? element = default(IpsetElement);
        bool first = true;
        for (int i = 0; i < parts.Length && element is IpsetElement known; i++)
        {
            element = header.Fields[i] switch
            {
                IpsetField.Address or IpsetField.Network => WithAddress(header, known, parts[i], first),
                IpsetField.Port => With(known, header.TypeName == "bitmap:port" ? PortNumber(parts[i]) : Port(parts[i])),
                IpsetField.Mark => With(known, IpsetHeaderParser.TryNumber(parts[i], out uint mark) ? mark & header.MarkMask : null),
                IpsetField.HardwareAddress when header.TypeName == "bitmap:ip,mac" => Hardware(parts[i]) is null ? null : known,
                IpsetField.HardwareAddress => With(known, Hardware(parts[i])),
                _ => known,
            };
            first &= header.Fields[i] is not (IpsetField.Address or IpsetField.Network);
        }

        return element;
    }

    /// <summary>The parts of the text. An interface may be called anything, commas included.</summary>
    public static string[] Split(IpsetHeader header, string text) => text.Split(',', header.Fields.Contains(IpsetField.Interface) ? 2 : int.MaxValue);

    /// <summary>The bits of an address that the set looks at.</summary>
    public static UInt128 Masked(IpsetHeader header, UInt128 bits) => header.AddressMask is UInt128 mask ? bits & mask : bits;

    private static IpsetElement? WithAddress(IpsetHeader header, IpsetElement element, string text, bool first)
    {
        if (!IpPrefix.TryParse(text, out IpPrefix prefix) || prefix.Address.Family != header.Family)
        {
            return null;
        }

        UInt128 bits = prefix.Address.Bits;
        int length = prefix.Length;
        if (header.AddressMask is UInt128 mask)
        {
            bits &= mask;
            // Within one masked address, the rest of the network makes no difference.
            UInt128 open = prefix.Length == prefix.Address.Width ? UInt128.Zero : UInt128.MaxValue >> (128 - prefix.Address.Width + prefix.Length);
            length = (mask & open) == UInt128.Zero ? prefix.Address.Width : length;
        }

        return first ? element with { First = bits, FirstLength = (byte)length } : element with { Second = bits, SecondLength = (byte)length };
    }

    private static IpsetElement? With(IpsetElement element, ulong? detail) => detail is ulong known ? element with { Detail = known } : null;

    // tcp:80, icmp:echo-request, icmp:3/1, vrrp:0; TCP where no protocol is named.
    private static ulong? Port(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string value = text[(colon + 1)..];
        if (!ProtocolName.TryParse(colon < 0 ? "tcp" : text[..colon], out Protocol protocol))
        {
            return null;
        }

        if (protocol is Protocol.Icmp or Protocol.IcmpV6)
        {
            return IcmpTypeName.TryParse(value, protocol == Protocol.IcmpV6, out byte type, out byte? code)
                ? IpsetElement.PortDetail((int)protocol, (type << 8) | (code ?? 0))
                : null;
        }

        return PortNumber(value) is ulong port ? IpsetElement.PortDetail((int)protocol, (int)port) : null;
    }

    private static ulong? PortNumber(string text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) ? port : null;

    private static ulong? Hardware(string text) => HardwareAddress.TryParse(text, out HardwareAddress address) ? address.Bits : null;
}
