using System.Globalization;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Iptables;

/// <summary>Reads MARK and CONNMARK in all their forms (libxt_MARK.c, libxt_CONNMARK.c), and TPROXY.</summary>
internal static class MarkTargetParser
{
    public static Target ParseMark(string kind, OptionReader options)
    {
        options.ExpectAny();
        (uint value, uint mask) = options.MaskedNumber();
        return options.Name switch
        {
            "--set-xmark" => new MarkTarget(mask, value),
            "--set-mark" => new MarkTarget(mask | value, value),
            "--and-mark" => new MarkTarget(~value, 0),
            "--or-mark" => new MarkTarget(value, value),
            "--xor-mark" => new MarkTarget(0, value),
            _ => throw options.NotUnderstood(),
        };
    }

    public static Target ParseConnectionMark(string kind, OptionReader options)
    {
        options.ExpectAny();
        ConnectionMarkTarget target = options.Name switch
        {
            "--set-xmark" => Set(options, (value, mask) => (mask, value)),
            "--set-mark" => Set(options, (value, mask) => (mask | value, value)),
            "--and-mark" => Set(options, (value, _) => (~value, 0)),
            "--or-mark" => Set(options, (value, _) => (value, value)),
            "--xor-mark" => Set(options, (value, _) => (0, value)),
            "--save-mark" => new ConnectionMarkTarget(ConnectionMarkOperation.Save, uint.MaxValue, uint.MaxValue),
            "--restore-mark" => new ConnectionMarkTarget(ConnectionMarkOperation.Restore, uint.MaxValue, uint.MaxValue),
            _ => throw options.NotUnderstood(),
        };
        while (options.Next())
        {
            target = Refine(target, options);
        }

        return target;
    }

    public static Target ParseTransparentProxy(string kind, OptionReader options)
    {
        TransparentProxyTarget target = new(null, 0, 0, 0);
        while (options.Next())
        {
            switch (options.Name)
            {
                case "--on-port":
                    target = target with { OnPort = options.Ports().First };
                    break;
                case "--on-ip":
                    string text = options.Value();
                    IpAddress address = IpAddress.TryParse(text, out IpAddress parsed) ? parsed : throw options.BadValue(text, "an address");
                    target = target with { OnAddress = address.IsUnspecified() ? null : address };
                    break;
                case "--tproxy-mark":
                    (uint value, uint mask) = options.MaskedNumber();
                    target = target with { ClearMask = mask, XorValue = value };
                    break;
                default:
                    throw options.NotUnderstood();
            }
        }

        return target;
    }

    private static ConnectionMarkTarget Set(OptionReader options, Func<uint, uint, (uint Clear, uint Xor)> bits)
    {
        (uint value, uint mask) = options.MaskedNumber();
        (uint clear, uint xor) = bits(value, mask);
        return new ConnectionMarkTarget(ConnectionMarkOperation.Set, clear, xor);
    }

    private static ConnectionMarkTarget Refine(ConnectionMarkTarget target, OptionReader options)
    {
        bool copies = target.Operation != ConnectionMarkOperation.Set;
        switch (options.Name)
        {
            case "--nfmask" when copies:
                return target with { Value = options.MaskedNumber().Value };
            case "--ctmask" when copies:
                return target with { ClearMask = options.MaskedNumber().Value };
            case "--mask" when copies:
                uint mask = options.MaskedNumber().Value;
                return target with { ClearMask = mask, Value = mask };
            case "--left-shift-mark":
                return target with { Shift = Bits(options) };
            case "--right-shift-mark":
                return target with { Shift = -Bits(options) };
            default:
                throw options.NotUnderstood();
        }
    }

    private static int Bits(OptionReader options)
    {
        int bits = options.Number();
        return bits < 32 ? bits : throw options.BadValue(bits.ToString(CultureInfo.InvariantCulture), "a number of bits below 32");
    }
}
