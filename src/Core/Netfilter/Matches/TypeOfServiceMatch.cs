using System.Globalization;
using NetPath.Core.Netfilter.Iptables;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m tos and -m dscp: the TOS byte, or traffic class, under a mask. What a sender writes there the snapshot does not tell; what a rule writes it does.</summary>
/// <param name="Value">The value to compare with.</param>
/// <param name="Mask">The bits that count.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record TypeOfServiceMatch(int Value, int Mask, bool Negated) : Match
{
    private const int EveryBit = 0xff;

    // The upper six bits (RFC 2474).
    private const int CodePointBits = 0xfc;

    private static readonly Dictionary<string, int> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Minimize-Delay"] = 0x10,
        ["Maximize-Throughput"] = 0x08,
        ["Maximize-Reliability"] = 0x04,
        ["Minimize-Cost"] = 0x02,
        ["Normal-Service"] = 0,
    };

    internal override MatchResult Evaluate(EvaluationContext context)
    {
        if ((Value & ~Mask) != 0)
        {
            return Negated;
        }

        return context.Packet.TypeOfService is int actual
            ? ((actual & Mask) == Value) != Negated
            : MatchResult.Unknown($"the TOS byte, which the packet's sender decides, is compared with 0x{Value:x2}/0x{Mask:x2}");
    }

    internal static Match ParseTos(OptionReader options)
    {
        options.Expect("--tos");
        string text = options.Value();
        if (Names.TryGetValue(text, out int value))
        {
            // A name asks for the four bits of the old TOS field (RFC 1349).
            return new TypeOfServiceMatch(value, 0x3f, options.Negated);
        }

        int slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? new TypeOfServiceMatch(Number(options, text), EveryBit, options.Negated)
            : new TypeOfServiceMatch(Number(options, text[..slash]), Number(options, text[(slash + 1)..]), options.Negated);
    }

    internal static Match ParseCodePoint(OptionReader options)
    {
        options.ExpectAny();
        string text = options.Value();
        int codePoint = options.Name switch
        {
            "--dscp" => Number(options, text),
            "--dscp-class" => OfClass(text) ?? throw options.BadValue(text, "a class"),
            _ => throw options.NotUnderstood(),
        };
        return codePoint <= CodePointBits >> 2 ? new TypeOfServiceMatch(codePoint << 2, CodePointBits, options.Negated) : throw options.BadValue(text, "a code point");
    }

    // CSn, AFmn, EF and BE (RFC 2474, 2597, 3246).
    private static int? OfClass(string name) => name.ToUpperInvariant() switch
    {
        "BE" => 0,
        "EF" => 46,
        ['C', 'S', char major and >= '0' and <= '7'] => (major - '0') * 8,
        ['A', 'F', char major and >= '1' and <= '4', char minor and >= '1' and <= '3'] => ((major - '0') * 8) + ((minor - '0') * 2),
        _ => null,
    };

    private static int Number(OptionReader options, string text)
    {
        bool hexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return byte.TryParse(hexadecimal ? text.AsSpan(2) : text, hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out byte number)
            ? number
            : throw options.BadValue(text, "a number");
    }
}
