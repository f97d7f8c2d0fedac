using System.Text;
using NetPath.Core.Netfilter;
using NetPath.Core.Rendering;

namespace NetPath.Core.Snapshots.Comparison;

/// <summary>Rules as they are compared: the bytes of the dump without counters. Nothing is parsed, since nearly all rules are the same.</summary>
internal static class RuleText
{
    /// <summary>The rule without its counters and chain: <c>-s 10.0.0.0/8 -j ACCEPT</c>.</summary>
    public static ReadOnlySpan<byte> Of(Chain chain, int index)
    {
        ReadOnlySpan<byte> text = chain.BytesAt(index);
        int end = text.Length > 0 && text[0] == (byte)'[' ? text.IndexOf("] "u8) : -1;
        text = end < 0 ? text : text[(end + 2)..];
        int name = text.StartsWith("-A "u8) ? text[3..].IndexOf((byte)' ') : -1;
        return name < 0 ? [] : text[(name + 4)..];
    }

    /// <summary>The same as text.</summary>
    public static string Text(Chain chain, int index) => Encoding.UTF8.GetString(Of(chain, index));

    /// <summary>The rule for a reader: its number and text.</summary>
    public static string Shown(Chain chain, int index) => $"#{index + 1} {PlainText.Clean(Text(chain, index))}";

    /// <summary>Where the rule stands.</summary>
    public static Evidence Evidence(Chain chain, int index) => new(chain.File, chain.LineAt(index), PlainText.Clean(Encoding.UTF8.GetString(chain.BytesAt(index))));

    /// <summary>True when both chains hold the same rules in the same order.</summary>
    public static bool AreSame(Chain one, Chain other)
    {
        if (one.RuleCount != other.RuleCount)
        {
            return false;
        }

        for (int i = 0; i < one.RuleCount; i++)
        {
            if (!Of(one, i).SequenceEqual(Of(other, i)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Parts a rule into what it asks for and what it does then.</summary>
    public static (string Conditions, string Target) Split(string rule)
    {
        bool quoted = false;
        for (int i = 0; i < rule.Length; i++)
        {
            if (rule[i] == '\\')
            {
                i++;
            }
            else if (rule[i] == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && rule[i] == '-' && (i == 0 || rule[i - 1] == ' ') && i + 2 < rule.Length && rule[i + 1] is 'j' or 'g' && rule[i + 2] == ' ')
            {
                return (rule[..i], rule[i..]);
            }
        }

        return (rule, "");
    }
}
