using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace NetPath.HelpBuilder.Markdown;

/// <summary>Lays a Markdown table out as columns of text, the heading underlined.</summary>
public static class TableText
{
    /// <summary>The table's lines.</summary>
    public static string Of(Table table)
    {
        string[][] rows = [.. table.OfType<TableRow>().Select(Cells)];
        int columns = rows.Max(row => row.Length);
        int[] widths = [.. Enumerable.Range(0, columns).Select(column => rows.Max(row => column < row.Length ? row[column].Length : 0))];
        List<string> lines = [Line(rows[0], widths), Line([.. widths.Select((width, column) => new string('-', Math.Min(width, rows[0].ElementAtOrDefault(column)?.Length ?? 0)))], widths)];
        lines.AddRange(rows.Skip(1).Select(row => Line(row, widths)));
        return string.Join('\n', lines);
    }

    private static string[] Cells(TableRow row) =>
        [.. row.OfType<TableCell>().Select(cell => string.Join(' ', cell.OfType<ParagraphBlock>().Select(paragraph => PlainText.OfInlines(paragraph.Inline))))];

    private static string Line(string[] cells, int[] widths) =>
        string.Join("  ", cells.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();
}
