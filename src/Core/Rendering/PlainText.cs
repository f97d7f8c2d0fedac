using System.Text;

namespace NetPath.Core.Rendering;

/// <summary>Makes text that came from a node safe to show: rules, pod names and interface names are somebody else's bytes.</summary>
public static class PlainText
{
    /// <summary>Replaces control characters (escape sequences among them), bidirectional overrides and other invisible marks by a visible sign.</summary>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int first = 0;
        while (first < text.Length && !IsUnsafe(text[first]))
        {
            first++;
        }

        if (first == text.Length)
        {
            return text;
        }

        StringBuilder clean = new(text.Length);
        clean.Append(text, 0, first);
        foreach (char character in text.AsSpan(first))
        {
            clean.Append(character == '\t' ? ' ' : IsUnsafe(character) ? '\uFFFD' : character);
        }

        return clean.ToString();
    }

    private static bool IsUnsafe(char character) =>
        char.IsControl(character)
        || character is >= '\u200B' and <= '\u200F' or >= '\u2028' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\uFEFF';
}
