using System.Text;
using NetPath.HelpBuilder.Markdown;

namespace NetPath.HelpBuilder.About;

/// <summary>Makes the plain text of an about topic from its page: 80 columns, no markup.</summary>
public static class AboutTopic
{
    private const int Width = 80;
    private const int Indent = 4;

    /// <summary>The text.</summary>
    /// <exception cref="HelpFormatException">The page's heading is not its file's name, it has no short description, or a line of code is too long.</exception>
    public static string Of(MarkdownPage page)
    {
        string name = Path.GetFileNameWithoutExtension(page.File);
        if (page.Root.Title != name)
        {
            throw new HelpFormatException(page.File, page.Root.Line, $"the heading must be '# {name}': Get-Help finds the topic by that name");
        }

        // The engine takes the fifth line for the topic's synopsis.
        StringBuilder text = new();
        text.Append("TOPIC\n").Append(' ', Indent).Append(name).Append('\n');
        if (page.Root.Children is not [{ } first, ..] || !first.Title.Equals("short description", StringComparison.OrdinalIgnoreCase))
        {
            throw new HelpFormatException(page.File, page.Root.Line, "the first section must be '## SHORT DESCRIPTION'");
        }

        foreach (MarkdownSection section in page.Root.Children)
        {
            Append(section, page, text);
        }

        return text.ToString();
    }

    private static void Append(MarkdownSection section, MarkdownPage page, StringBuilder text)
    {
        text.Append('\n').Append(section.Level == 2 ? section.Title.ToUpperInvariant() : "  " + section.Title).Append('\n');
        bool first = true;
        TextParagraph? previous = null;
        foreach (TextParagraph paragraph in PlainText.Of(section.Blocks, page))
        {
            bool tight = first || (previous is { Mark.Length: > 0 } && paragraph.Mark.Length > 0);
            text.Append(tight ? "" : "\n");
            foreach (string line in paragraph.Lines(Width, Left(paragraph, page)))
            {
                text.Append(line).Append('\n');
            }

            first = false;
            previous = paragraph;
        }

        foreach (MarkdownSection child in section.Children)
        {
            Append(child, page, text);
        }
    }

    /// <summary>Code cannot be broken: it stands farther left when it is too wide for its place.</summary>
    private static int Left(TextParagraph paragraph, MarkdownPage page)
    {
        if (!paragraph.IsCode)
        {
            return Indent;
        }

        string[] lines = paragraph.Text.Split('\n');
        int longest = Array.FindIndex(lines, line => line.Length == lines.Max(other => other.Length));
        int free = Width - paragraph.Indent - lines[longest].Length;
        return free >= 0
            ? Math.Min(2 * Indent, free)
            : throw new HelpFormatException(page.File, paragraph.Line + 1 + longest, $"this line of code is {-free} columns too long for {Width} columns");
    }
}
