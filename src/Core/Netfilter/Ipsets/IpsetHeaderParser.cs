using System.Globalization;
using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Ipsets;

/// <summary>Reads <c>create NAME TYPE options…</c>, as <c>ipset save</c> prints it.</summary>
internal static class IpsetHeaderParser
{
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "bitmap:ip", "bitmap:ip,mac", "bitmap:port",
        "hash:ip", "hash:mac", "hash:ip,mac", "hash:ip,mark", "hash:ip,port", "hash:ip,port,ip", "hash:ip,port,net",
        "hash:net", "hash:net,net", "hash:net,port", "hash:net,port,net", "hash:net,iface",
        "list:set",
    };

    /// <summary>Reads the words of the line; null without a name and a type.</summary>
    public static IpsetHeader? Parse(List<RuleToken> words)
    {
        if (words.Count < 3)
        {
            return null;
        }

        string type = words[2].Text;
        IpsetHeader header = new() { Name = words[1].Text, TypeName = type };
        if (!Types.Contains(type))
        {
            return header with { Problem = $"sets of type {type} are not modelled" };
        }

        header = header with { Fields = FieldsOf(type), Family = FamilyOf(type, words) };
        int position = 3;
        while (position < words.Count && header.Problem is null)
        {
            header = Option(header, words, ref position);
        }

        return header;
    }

    private static IpsetField[] FieldsOf(string type) => [.. type[(type.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(',').Select(part => part switch
    {
        "ip" => IpsetField.Address,
        "net" => IpsetField.Network,
        "port" => IpsetField.Port,
        "mac" => IpsetField.HardwareAddress,
        "mark" => IpsetField.Mark,
        "iface" => IpsetField.Interface,
        _ => IpsetField.Set,
    })];

    // The family stands before the masks that depend on it only by habit.
    private static IpFamily? FamilyOf(string type, List<RuleToken> words)
    {
        if (type is "bitmap:port" or "hash:mac" or "list:set")
        {
            return null;
        }

        int option = words.FindIndex(3, word => word.Text == "family");
        return option >= 0 && option + 1 < words.Count && words[option + 1].Text is "inet6" or "ipv6" ? IpFamily.IPv6 : IpFamily.IPv4;
    }

    private static IpsetHeader Option(IpsetHeader header, List<RuleToken> words, ref int position)
    {
        string name = words[position++].Text;
        switch (name)
        {
            case "counters":
                return header with { HasCounters = true };
            case "comment" or "forceadd" or "skbinfo":
                return header;
        }

        if (position >= words.Count)
        {
            return header with { Problem = $"'{name}' of its create line was not understood" };
        }

        string value = words[position++].Text;
        return name switch
        {
            "timeout" => header with { HasTimeouts = true },
            "netmask" or "bitmask" => WithMask(header, name, value),
            "markmask" when TryNumber(value, out uint mask) => header with { MarkMask = mask },
            "family" or "range" or "from" or "to" or "network" or "hashsize" or "maxelem" or "bucketsize" or "initval" or "size" or "probes" or "resize" or "gc" => header,
            _ => header with { Problem = $"'{name} {value}' of its create line was not understood" },
        };
    }

    private static IpsetHeader WithMask(IpsetHeader header, string name, string value)
    {
        int width = header.Family == IpFamily.IPv6 ? 128 : 32;
        if (IpAddress.TryParse(value, out IpAddress bits) && bits.Width == width)
        {
            return header with { AddressMask = bits.Bits };
        }

        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int length) && length > 0 && length <= width
            ? header with { AddressMask = (UInt128.MaxValue << (width - length)) & (UInt128.MaxValue >> (128 - width)) }
            : header with { Problem = $"'{name} {value}' of its create line was not understood" };
    }

    internal static bool TryNumber(string text, out uint number)
    {
        bool hexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return uint.TryParse(hexadecimal ? text.AsSpan(2) : text, hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
