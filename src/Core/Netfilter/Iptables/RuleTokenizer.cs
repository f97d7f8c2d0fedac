using System.Buffers;
using System.Text;

namespace NetPath.Core.Netfilter.Iptables;

/// <summary>Splits a rule into words as iptables-restore does: blanks part them, double quotes hold them together, a backslash in quotes escapes.</summary>
internal static class RuleTokenizer
{
    public static List<RuleToken> Split(ReadOnlySpan<byte> text)
    {
        char[] rented = ArrayPool<char>.Shared.Rent(text.Length);
        List<RuleToken> tokens = Split((ReadOnlySpan<char>)rented.AsSpan(0, Encoding.UTF8.GetChars(text, rented)));
        ArrayPool<char>.Shared.Return(rented);
        return tokens;
    }

    private static List<RuleToken> Split(ReadOnlySpan<char> line)
    {
        List<RuleToken> tokens = new(24);
        int i = 0;
        while (true)
        {
            while (i < line.Length && line[i] is ' ' or '\t')
            {
                i++;
            }

            if (i >= line.Length)
            {
                return tokens;
            }

            tokens.Add(line[i] == '"' ? Quoted(line, ref i) : Plain(line, ref i));
        }
    }

    /// <summary>Takes the first word off a text that holds no quotes; empty at its end.</summary>
    public static ReadOnlySpan<byte> NextWord(ref ReadOnlySpan<byte> text)
    {
        text = text.TrimStart((byte)' ');
        int space = text.IndexOf((byte)' ');
        ReadOnlySpan<byte> word = space < 0 ? text : text[..space];
        text = text[word.Length..];
        return word;
    }

    private static RuleToken Plain(ReadOnlySpan<char> line, ref int i)
    {
        ReadOnlySpan<char> rest = line[i..];
        int length = rest.IndexOfAny(' ', '\t');
        ReadOnlySpan<char> word = length < 0 ? rest : rest[..length];
        i += word.Length;
        return new RuleToken(KnownWords.ToString(word), Quoted: false);
    }

    private static RuleToken Quoted(ReadOnlySpan<char> line, ref int i)
    {
        i++;
        int length = line[i..].IndexOfAny('"', '\\');
        if (length >= 0 && line[i + length] == '"')
        {
            string plain = line.Slice(i, length).ToString();
            i += length + 1;
            return new RuleToken(plain, Quoted: true);
        }

        StringBuilder text = new();
        while (i < line.Length && line[i] != '"')
        {
            if (line[i] == '\\' && i + 1 < line.Length)
            {
                i++;
            }

            text.Append(line[i++]);
        }

        bool open = i >= line.Length;
        i++;
        return new RuleToken(text.ToString(), Quoted: true, IsOpen: open);
    }
}
