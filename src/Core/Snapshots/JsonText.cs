using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace NetPath.Core.Snapshots;

/// <summary>
/// Makes JSON readable that holds what is no text: bytes that are no UTF-8, since interfaces and comments may be named with any bytes, and halves of surrogate
/// pairs (<c>\ud800</c>), which JSON lets be written and no reader can turn into text. Both become the replacement character.
/// </summary>
internal static class JsonText
{
    private const int EscapeLength = 6;

    /// <summary>The content without a byte order mark and without what is no text; mostly the same memory.</summary>
    public static ReadOnlyMemory<byte> Readable(ReadOnlyMemory<byte> content)
    {
        ReadOnlyMemory<byte> text = content.Span.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
        if (!Utf8.IsValid(text.Span))
        {
            text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text.Span));
        }

        return HalfPair(text.Span, 0) < 0 ? text : WithoutHalfPairs(text.ToArray());
    }

    private static byte[] WithoutHalfPairs(byte[] text)
    {
        for (int at = HalfPair(text, 0); at >= 0; at = HalfPair(text, at + EscapeLength))
        {
            "\\ufffd"u8.CopyTo(text.AsSpan(at));
        }

        return text;
    }

    // Where the next escape of half a pair stands; -1 when there is none.
    private static int HalfPair(ReadOnlySpan<byte> text, int from)
    {
        for (int next = Backslash(text, from); next >= 0; next = Backslash(text, next))
        {
            if (Escape(text[next..]) is not char first)
            {
                next += 2;
            }
            else if (char.IsHighSurrogate(first) && Escape(text[(next + EscapeLength)..]) is char second && char.IsLowSurrogate(second))
            {
                next += 2 * EscapeLength;
            }
            else if (char.IsSurrogate(first))
            {
                return next;
            }
            else
            {
                next += EscapeLength;
            }
        }

        return -1;
    }

    private static int Backslash(ReadOnlySpan<byte> text, int from)
    {
        int found = from < text.Length ? text[from..].IndexOf((byte)'\\') : -1;
        return found < 0 ? -1 : from + found;
    }

    private static char? Escape(ReadOnlySpan<byte> text) =>
        text.Length >= EscapeLength && text.StartsWith("\\u"u8) && ushort.TryParse(text[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code)
            ? (char)code
            : null;
}
