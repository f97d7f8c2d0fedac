using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Iptables;

/// <summary>Reads DNAT, REDIRECT, SNAT and MASQUERADE.</summary>
internal static class NatTargetParser
{
    public static Target ParseDestination(string kind, OptionReader options)
    {
        DestinationNatTarget? target = null;
        while (options.Next())
        {
            switch (options.Name)
            {
                case "--to-destination" when target is null:
                    (IpAddress? first, IpAddress? last, PortRange? ports) = AddressesAndPorts(options, options.Value());
                    target = new DestinationNatTarget(kind, first, last, ports);
                    break;
                case "--to-destination":
                    throw OptionReader.Bad("it names more than one destination");
                case "--random" or "--persistent":
                    break;
                default:
                    throw options.NotUnderstood();
            }
        }

        return target ?? throw OptionReader.Bad("it names no destination");
    }

    public static Target ParseRedirect(string kind, OptionReader options)
    {
        PortRange? ports = null;
        while (options.Next())
        {
            ports = options.Name switch
            {
                "--to-ports" => options.Ports(),
                "--random" => ports,
                _ => throw options.NotUnderstood(),
            };
        }

        return new DestinationNatTarget(kind, null, null, ports);
    }

    public static Target ParseSource(string kind, OptionReader options)
    {
        SourceNatTarget target = new(kind, null, null, null, false);
        while (options.Next())
        {
            switch (options.Name)
            {
                case "--to-source" when target.First is null:
                    (IpAddress? first, IpAddress? last, PortRange? ports) = AddressesAndPorts(options, options.Value());
                    target = target with { First = first, Last = last, Ports = ports };
                    break;
                case "--to-source":
                    throw OptionReader.Bad("it names more than one source");
                case "--to-ports":
                    target = target with { Ports = options.Ports() };
                    break;
                case "--random" or "--random-fully":
                    target = target with { RandomPort = true };
                    break;
                case "--persistent":
                    break;
                default:
                    throw options.NotUnderstood();
            }
        }

        return kind == "MASQUERADE" || target.First is not null ? target : throw OptionReader.Bad("it names no source");
    }

    // 10.0.0.1, 10.0.0.1-10.0.0.9, 10.0.0.1:80, 10.0.0.1:80-90, :80, [fd00::1]:80, fd00::1
    private static (IpAddress? First, IpAddress? Last, PortRange? Ports) AddressesAndPorts(OptionReader options, string text)
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

        PortRange? range = ports.Length > 0 ? options.Ports(ports) : null;
        if (range is { First: 0 })
        {
            throw options.BadValue(text, "an address and a port that a packet can go to");
        }

        if (addresses.Length == 0)
        {
            return (null, null, range ?? throw options.BadValue(text, "an address"));
        }

        string[] ends = addresses.Split('-');
        if (ends.Length > 2 || !Parse(ends[0], out IpAddress first) || !Parse(ends[^1], out IpAddress last))
        {
            throw options.BadValue(text, "an address with or without a port");
        }

        return first.IsUnspecified() ? throw options.BadValue(text, "an address that a packet can go to") : (first, last, range);
    }

    private static bool Parse(string text, out IpAddress address) => IpAddress.TryParse(text.Trim('[', ']'), out address);
}
