using System.Globalization;
using NetPath.Core.Netfilter.Targets;

namespace NetPath.Core.Netfilter.Iptables;

/// <summary>Reads the targets that write a field of the IP header: TTL, HL, TOS, DSCP and ECN.</summary>
internal static class HeaderTargetParser
{
    // Bits 2 to 7 of the field (XT_DSCP_MASK).
    private const byte CodePointBits = 0xfc;

    // The two bits below.
    private const byte CongestionBits = 0x03;

    public static Target ParseTimeToLive(string kind, OptionReader options)
    {
        options.ExpectAny();
        TimeToLiveOperation operation = options.Name switch
        {
            "--ttl-set" or "--hl-set" => TimeToLiveOperation.Set,
            "--ttl-inc" or "--hl-inc" => TimeToLiveOperation.Increase,
            "--ttl-dec" or "--hl-dec" => TimeToLiveOperation.Decrease,
            _ => throw options.NotUnderstood(),
        };
        int value = options.Number();
        return value <= byte.MaxValue ? new TimeToLiveTarget(kind, operation, value) : throw options.BadValue(value.ToString(CultureInfo.InvariantCulture), "a number up to 255");
    }

    public static Target ParseTypeOfService(string kind, OptionReader options)
    {
        options.ExpectAny();
        (uint value, uint mask) = options.MaskedNumber();
        (uint clear, uint xor) = options.Name switch
        {
            "--set-tos" => (mask, value),
            "--and-tos" => (~value, 0u),
            "--or-tos" => (value, value),
            "--xor-tos" => (0u, value),
            _ => throw options.NotUnderstood(),
        };
        return new TypeOfServiceTarget(kind, (byte)clear, (byte)xor);
    }

    public static Target ParseCodePoint(string kind, OptionReader options)
    {
        options.Expect("--set-dscp");
        uint codePoint = options.MaskedNumber().Value;
        return codePoint < 64 ? new TypeOfServiceTarget(kind, CodePointBits, (byte)(codePoint << 2)) : throw options.BadValue(codePoint.ToString(CultureInfo.InvariantCulture), "a code point up to 63");
    }

    // Only --ecn-ip-ect writes the IP header; the others write TCP flags that no route or rule of a SYN depends on.
    public static Target ParseCongestion(string kind, OptionReader options)
    {
        string all = options.All;
        int? ofHeader = null;
        while (options.Next())
        {
            switch (options.Name)
            {
                case "--ecn-ip-ect":
                    ofHeader = options.Number();
                    break;
                case "--ecn-tcp-cwr" or "--ecn-tcp-ece":
                    options.Number();
                    break;
                case "--ecn-tcp-remove":
                    break;
                default:
                    throw options.NotUnderstood();
            }
        }

        return ofHeader is int bits ? new TypeOfServiceTarget(kind, CongestionBits, (byte)(bits & CongestionBits)) : new ContinueTarget(kind, all);
    }
}
