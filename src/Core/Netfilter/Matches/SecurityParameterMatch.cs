using System.Globalization;
using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m ah, esp and ipcomp: a range of security parameter indexes. Packets of other protocols never match.</summary>
/// <param name="Protocol">The protocol that carries the index.</param>
/// <param name="First">The lowest index.</param>
/// <param name="Last">The highest index.</param>
/// <param name="Negated">True with <c>!</c>.</param>
/// <param name="Narrowed">A further condition on the header, as text; null without.</param>
public sealed record SecurityParameterMatch(Protocol Protocol, uint First, uint Last, bool Negated, string? Narrowed) : Match
{
    internal const Protocol Compressed = (Protocol)108;

    internal override MatchResult Evaluate(EvaluationContext context)
    {
        if (context.Packet.Transport != Protocol)
        {
            return false;
        }

        bool all = First == 0 && Last == uint.MaxValue;
        return all && Negated ? false
            : all && Narrowed is null ? true
            : MatchResult.Unknown($"the security parameter index is compared with {First}:{Last}");
    }

    internal static Func<OptionReader, Match> ParserFor(Protocol protocol) => options => Parse(options, protocol);

    private static SecurityParameterMatch Parse(OptionReader options, Protocol protocol)
    {
        SecurityParameterMatch match = new(protocol, 0, uint.MaxValue, false, null);
        while (options.Next())
        {
            match = options.Name switch
            {
                "--ahspi" or "--espspi" or "--ipcompspi" => match.With(options),
                "--ahlen" => match with { Narrowed = $"--ahlen {options.Value()}" },
                "--ahres" or "--compres" => match with { Narrowed = options.Name },
                _ => throw options.NotUnderstood(),
            };
        }

        return match;
    }

    private SecurityParameterMatch With(OptionReader options)
    {
        string text = options.Value();
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        uint first = Number(options, colon < 0 ? text : text[..colon], 0);
        return this with { First = first, Last = colon < 0 ? first : Number(options, text[(colon + 1)..], uint.MaxValue), Negated = options.Negated };
    }

    private static uint Number(OptionReader options, string text, uint whenEmpty)
    {
        bool hexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return text.Length == 0 ? whenEmpty
            : uint.TryParse(hexadecimal ? text.AsSpan(2) : text, hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number
            : throw options.BadValue(text, "an index");
    }
}
