using System.Globalization;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Ipsets;

/// <summary>Reads the element of an <c>add</c> line. A range stands for many elements, as it does for the kernel.</summary>
internal static class IpsetElementParser
{
    // More than any set holds (its maxelem is 65536 unless somebody raised it): a line that makes more is no output of ipset.
    private const int MostElements = 1 << 20;

    /// <summary>All elements that the text stands for; null when it is not understood.</summary>
    public static List<IpsetElement>? Parse(IpsetHeader header, string text)
    {
        List<IpsetElement> elements = [default];
        bool first = true;
        string[] parts = Split(header, text);
        if (parts.Length != header.Fields.Count)
        {
            return OptionalHardware(header, parts);
        }

        for (int i = 0; i < parts.Length && elements.Count > 0; i++)
        {
            elements = header.Fields[i] switch
            {
                IpsetField.Address or IpsetField.Network => WithAddress(header, elements, parts[i], first),
                IpsetField.Port => With(elements, header.TypeName == "bitmap:port" ? BitmapPorts(parts[i]) : Ports(parts[i])),
                IpsetField.Mark => With(elements, Mark(header, parts[i])),
                IpsetField.HardwareAddress when header.TypeName == "bitmap:ip,mac" => Hardware(parts[i]).Length > 0 ? elements : [],
                IpsetField.HardwareAddress => With(elements, Hardware(parts[i])),
                _ => elements,
            };
            first &= header.Fields[i] is not (IpsetField.Address or IpsetField.Network);
        }

        return elements.Count > 0 ? elements : null;
    }

    /// <summary>The parts of the text. An interface may be called anything, commas included.</summary>
    public static string[] Split(IpsetHeader header, string text) => text.Split(',', header.Fields.Contains(IpsetField.Interface) ? 2 : int.MaxValue);

    /// <summary>The bits of an address that the set looks at.</summary>
    public static UInt128 Masked(IpsetHeader header, UInt128 bits) => header.AddressMask is UInt128 mask ? bits & mask : bits;

    // In bitmap:ip,mac an address may stand alone.
    private static List<IpsetElement>? OptionalHardware(IpsetHeader header, string[] parts) =>
        header.TypeName == "bitmap:ip,mac" && parts.Length == 1 && WithAddress(header, [default], parts[0], first: true) is { Count: > 0 } elements ? elements : null;

    private static List<IpsetElement> WithAddress(IpsetHeader header, List<IpsetElement> elements, string text, bool first)
    {
        List<IpsetElement> result = [];
        foreach (IpPrefix prefix in Networks(header, text))
        {
            UInt128 bits = prefix.Address.Bits;
            int length = prefix.Length;
            if (header.AddressMask is UInt128 mask)
            {
                bits &= mask;
                // Within one masked address, the rest of the network makes no difference.
                UInt128 open = prefix.Length == prefix.Address.Width ? UInt128.Zero : UInt128.MaxValue >> (128 - prefix.Address.Width + prefix.Length);
                length = (mask & open) == UInt128.Zero ? prefix.Address.Width : length;
            }

            foreach (IpsetElement element in elements)
            {
                result.Add(first ? element with { First = bits, FirstLength = (byte)length } : element with { Second = bits, SecondLength = (byte)length });
                if (result.Count > MostElements)
                {
                    return [];
                }
            }
        }

        return result;
    }

    private static IEnumerable<IpPrefix> Networks(IpsetHeader header, string text)
    {
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0)
        {
            return IpPrefix.TryParse(text, out IpPrefix prefix) && prefix.Address.Family == header.Family ? [prefix] : [];
        }

        return IpAddress.TryParse(text.AsSpan(0, dash), out IpAddress first)
            && IpAddress.TryParse(text.AsSpan(dash + 1), out IpAddress last)
            && first.Family == header.Family && last.Family == header.Family && first <= last
            ? AddressRange.Prefixes(first, last)
            : [];
    }

    private static List<IpsetElement> With(List<IpsetElement> elements, ulong[] details) => (long)elements.Count * details.Length > MostElements
        ? []
        : [.. elements.SelectMany(_ => details, (element, detail) => element with { Detail = detail })];

    // tcp:80, udp:1000-1010, icmp:echo-request, icmp:3/1, vrrp:0; TCP where no protocol is named.
    private static ulong[] Ports(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string value = text[(colon + 1)..];
        if (!ProtocolName.TryParse(colon < 0 ? "tcp" : text[..colon], out Protocol protocol))
        {
            return [];
        }

        if (protocol is Protocol.Icmp or Protocol.IcmpV6)
        {
            return IcmpTypeName.TryParse(value, protocol == Protocol.IcmpV6, out byte type, out byte? code)
                ? [IpsetElement.PortDetail((int)protocol, (type << 8) | (code ?? 0))]
                : [];
        }

        return [.. PortNumbers(value).Select(port => IpsetElement.PortDetail((int)protocol, port))];
    }

    // bitmap:port holds ports alone; a protocol in the text would only have said how to read a name.
    private static ulong[] BitmapPorts(string text) => [.. PortNumbers(text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..]).Select(port => (ulong)port)];

    private static IEnumerable<int> PortNumbers(string text) =>
        text.Length > 0 && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[^1]) && PortRange.TryParse(text, out PortRange range) && range.First <= range.Last
            ? Enumerable.Range(range.First, range.Last - range.First + 1)
            : [];

    private static ulong[] Mark(IpsetHeader header, string text) =>
        IpsetHeaderParser.TryNumber(text, out uint mark) ? [mark & header.MarkMask] : [];

    private static ulong[] Hardware(string text) => HardwareAddress.TryParse(text, out HardwareAddress address) ? [address.Bits] : [];
}
