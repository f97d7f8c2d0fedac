namespace NetPath.Core.Rendering;

/// <summary>Breaks text at blanks so that it fits a width.</summary>
internal static class TextColumns
{
    /// <summary>The lines of the text; a word that is longer than the width is cut.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        int room = Math.Max(width, 10);
        string rest = text;
        while (rest.Length > room)
        {
            int blank = rest.LastIndexOf(' ', room);
            int end = blank > 0 ? blank : room;
            yield return rest[..end];
            rest = rest[end..].TrimStart();
        }

        yield return rest;
    }

    /// <summary>The text, cut with three dots when it is too long.</summary>
    public static string Fit(string text, int width) => text.Length <= width ? text : $"{text[..Math.Max(0, width - 3)]}...";
}
