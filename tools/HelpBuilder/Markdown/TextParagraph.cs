using System.Text;

namespace NetPath.HelpBuilder.Markdown;

/// <summary>A paragraph of plain text, or lines of code.</summary>
/// <param name="Text">The text in one line (more only where the page asks for a break); of code, its lines.</param>
/// <param name="Indent">Columns that it stands to the right of what is around it.</param>
/// <param name="IsCode">Whether its lines and blanks must stay as they are.</param>
public sealed record TextParagraph(string Text, int Indent, bool IsCode)
{
    /// <summary>What stands before the first line, in the last columns of the indentation: a list item's mark, or nothing.</summary>
    public string Mark { get; init; } = "";

    /// <summary>The line of the page that code starts on, from 1; else 0.</summary>
    public int Line { get; init; }

    /// <summary>The paragraph's lines, broken between words so that they fit; code is not broken.</summary>
    /// <param name="width">Columns to fit into.</param>
    /// <param name="indent">Columns to leave free on the left.</param>
    public IEnumerable<string> Lines(int width, int indent)
    {
        string margin = new(' ', indent + Indent);
        string first = new string(' ', indent + Indent - Mark.Length) + Mark;
        foreach (string line in IsCode ? Text.Split('\n') : Text.Split('\n').SelectMany(text => Broken(text, width - margin.Length)))
        {
            yield return (first + line).TrimEnd();
            first = margin;
        }
    }

    private static IEnumerable<string> Broken(string text, int width)
    {
        StringBuilder line = new();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return line.ToString();
    }
}
