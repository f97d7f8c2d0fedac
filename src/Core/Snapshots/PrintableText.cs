namespace NetPath.Core.Snapshots;

/// <summary>
/// Text of the node made safe for a terminal: a rule comment, a command's standard error or a host name can hold escape
/// sequences, and whoever can name a pod must not be able to steer the reader's terminal.
/// </summary>
internal static class PrintableText
{
    /// <summary>The text with each control or formatting character (and each run of line breaks) as one space.</summary>
    public static string From(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (char character in text)
        {
            if (IsUnsafe(character))
            {
                return Clean(text);
            }
        }

        return text;
    }

    /// <summary>Control characters, line separators, and the marks that reorder or hide text (bidirectional overrides and the like).</summary>
    private static bool IsUnsafe(char character) =>
        char.IsControl(character)
        || char.GetUnicodeCategory(character) is System.Globalization.UnicodeCategory.Format
            or System.Globalization.UnicodeCategory.LineSeparator
            or System.Globalization.UnicodeCategory.ParagraphSeparator;

    private static string Clean(string text)
    {
        System.Text.StringBuilder clean = new(text.Length);
        bool replaced = false;
        foreach (char character in text)
        {
            if (!IsUnsafe(character))
            {
                clean.Append(character);
                replaced = false;
            }
            else if (!replaced)
            {
                clean.Append(' ');
                replaced = true;
            }
        }

        return clean.ToString().Trim();
    }
}
