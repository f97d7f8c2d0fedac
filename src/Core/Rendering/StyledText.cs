namespace NetPath.Core.Rendering;

/// <summary>Lines of text for a terminal: wrapped at its width, indented, and styled.</summary>
public abstract class StyledText
{
    private const int NarrowestWidth = 60;

    private protected const int OwnerWidth = 11;

    private protected StyledText(int width, TextStyle style)
    {
        // The last column stays free: terminals wrap when it is written.
        Width = Math.Max(width, NarrowestWidth) - 1;
        Style = style;
    }

    private protected List<string> Lines { get; } = [];

    private protected int Width { get; }

    private protected TextStyle Style { get; }

    private protected void Add(int indent, string text, string style, int hang = 0)
    {
        int column = indent;
        foreach (string line in TextColumns.Wrap(text, Width - indent - hang))
        {
            Lines.Add(new string(' ', column) + Styled(line, style));
            column = indent + hang;
        }
    }

    private protected string Styled(string text, string style) => style.Length == 0 ? text : $"{style}{text}{Style.Reset}";
}
