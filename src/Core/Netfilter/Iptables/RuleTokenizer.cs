using System.Text;

namespace NetPath.Core.Netfilter.Iptables;

/// <summary>Splits a rule into words as iptables-restore does: blanks part them, double quotes hold them together, a backslash in quotes escapes.</summary>
internal static class RuleTokenizer
{
    public static List<RuleToken> Split(ReadOnlySpan<char> line)
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

        i++;
        return new RuleToken(text.ToString(), Quoted: true);
    }
}
