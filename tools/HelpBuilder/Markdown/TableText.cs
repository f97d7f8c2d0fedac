using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace NetPath.HelpBuilder.Markdown;

/// <summary>Lays a Markdown table out as columns of text, the heading underlined, long cells broken between words.</summary>
public static class TableText
{
    /// <summary>Columns to stay within: what Get-Help leaves of 80 where it indents most.</summary>
    private const int Width = 72;

    private const string Gap = "  ";

    /// <summary>The table's lines.</summary>
    public static string Of(Table table)
    {
        string[][] rows = [.. table.OfType<TableRow>().Select(Cells)];
        int[] widths = Widths(rows);
        string[] rule = [.. rows[0].Select((title, column) => new string('-', Math.Min(title.Length, widths[column])))];
        return string.Join('\n', rows[..1].Append(rule).Concat(rows[1..]).SelectMany(row => Lines(row, widths)));
    }

    private static string[] Cells(TableRow row) =>
        [.. row.OfType<TableCell>().Select(cell => string.Join(' ', cell.OfType<ParagraphBlock>().Select(paragraph => PlainText.OfInlines(paragraph.Inline))))];

    /// <summary>As wide as the widest cell; when that is too much, the widest columns give way, yet no word is broken.</summary>
    private static int[] Widths(string[][] rows)
    {
        int columns = rows.Max(row => row.Length);
        int[] widths = [.. Enumerable.Range(0, columns).Select(column => rows.Max(row => Cell(row, column).Length))];
        int[] least = [.. Enumerable.Range(0, columns).Select(column => rows.Max(row => Cell(row, column).Split(' ').Max(word => word.Length)))];
        while (widths.Sum() + (Gap.Length * (columns - 1)) > Width)
        {
            int[] flexible = [.. Enumerable.Range(0, columns).Where(column => widths[column] > least[column])];
            if (flexible.Length == 0)
            {
                break;
            }

            widths[flexible.MaxBy(column => widths[column])]--;
        }

        return widths;
    }

    private static IEnumerable<string> Lines(string[] row, int[] widths)
    {
        string[][] cells = [.. widths.Select((width, column) => new TextParagraph(Cell(row, column), 0, IsCode: false).Lines(width, indent: 0).ToArray())];
        for (int line = 0; line < cells.Max(cell => cell.Length); line++)
        {
            yield return string.Join(Gap, cells.Select((cell, column) => (line < cell.Length ? cell[line] : "").PadRight(widths[column]))).TrimEnd();
        }
    }

    private static string Cell(string[] row, int column) => column < row.Length ? row[column] : "";
}
