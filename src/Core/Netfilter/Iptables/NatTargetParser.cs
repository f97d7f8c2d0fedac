using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Iptables;

/// <summary>Reads DNAT, REDIRECT, SNAT, MASQUERADE and NETMAP.</summary>
internal static class NatTargetParser
{
    public static Target ParseDestination(string kind, OptionReader options)
    {
        DestinationNatTarget? target = null;
        bool random = false;
        bool persistent = false;
        while (options.Next())
        {
            switch (options.Name)
            {
                case "--to-destination" when target is null:
                    NatRangeText range = NatRangeText.Parse(options, options.Value());
                    target = new DestinationNatTarget(kind, range.First, range.Last, range.Ports) { BasePort = range.BasePort };
                    break;
                case "--to-destination":
                    // Kernels since 2.6.11 take one range a rule.
                    throw OptionReader.Bad("it names more than one destination");
                case "--random":
                    random = true;
                    break;
                case "--persistent":
                    persistent = true;
                    break;
                default:
                    throw options.NotUnderstood();
            }
        }

        return target is null ? throw OptionReader.Bad("it names no destination") : target with { RandomPort = random, Persistent = persistent };
    }

    public static Target ParseRedirect(string kind, OptionReader options)
    {
        DestinationNatTarget target = new(kind, null, null, null);
        while (options.Next())
        {
            target = options.Name switch
            {
                "--to-ports" => target with { Ports = UsablePorts(options) },
                "--random" => target with { RandomPort = true },
                _ => throw options.NotUnderstood(),
            };
        }

        return target;
    }

    public static Target ParseSource(string kind, OptionReader options)
    {
        SourceNatTarget target = new(kind, null, null, null, false);
        while (options.Next())
        {
            switch (options.Name)
            {
                case "--to-source" when target.First is null && kind == "SNAT":
                    NatRangeText range = NatRangeText.Parse(options, options.Value());
                    target = range.BasePort is null ? target with { First = range.First, Last = range.Last, Ports = range.Ports } : throw options.NotUnderstood();
                    break;
                case "--to-source" when kind == "SNAT":
                    throw OptionReader.Bad("it names more than one source");
                case "--to-ports" when kind == "MASQUERADE":
                    target = target with { Ports = UsablePorts(options) };
                    break;
                case "--random" or "--random-fully":
                    target = target with { RandomPort = true };
                    break;
                case "--persistent" when kind == "SNAT":
                    target = target with { Persistent = true };
                    break;
                default:
                    throw options.NotUnderstood();
            }
        }

        return kind == "MASQUERADE" || target.First is not null || target.Ports is not null ? target : throw OptionReader.Bad("it names no source");
    }

    public static Target ParseNetworkMap(string kind, OptionReader options)
    {
        options.Expect("--to");
        return new NetworkMapTarget(options.Prefix(options.Value()));
    }

    private static PortRange UsablePorts(OptionReader options)
    {
        string text = options.Value();
        PortRange ports = options.Ports(text);
        return ports.First > 0 && ports.First <= ports.Last ? ports : throw options.BadValue(text, "a port or a range of ports that a packet can have");
    }
}
