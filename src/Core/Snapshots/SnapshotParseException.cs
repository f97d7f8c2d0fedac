namespace NetPath.Core.Snapshots;

/// <summary>A part of a snapshot cannot be read. Says where, and shows the text there.</summary>
public sealed class SnapshotParseException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="file">The part of the snapshot.</param>
    /// <param name="line">Line, counted from 1; 0 when the whole part is meant.</param>
    /// <param name="column">Column, counted from 1; 0 when the whole line is meant.</param>
    /// <param name="problem">What is wrong, as a sentence without a full stop.</param>
    /// <param name="text">The text at that place.</param>
    /// <param name="cause">The error underneath, if there is one.</param>
    public SnapshotParseException(string file, int line, int column, string problem, string text, Exception? cause = null)
        : base($"{file}{(line > 0 ? $", line {line}" : "")}{(column > 0 ? $", column {column}" : "")}: {problem}{(text.Length > 0 ? $": {Shorten(text)}" : "")}", cause)
    {
        File = file;
        Line = line;
        Column = column;
        Text = text;
    }

    /// <summary>The part of the snapshot.</summary>
    public string File { get; }

    /// <summary>Line, counted from 1; 0 when the whole part is meant.</summary>
    public int Line { get; }

    /// <summary>Column, counted from 1; 0 when the whole line is meant.</summary>
    public int Column { get; }

    /// <summary>The text at that place.</summary>
    public string Text { get; }

    private static string Shorten(string text) => text.Length <= 120 ? text : string.Concat(text.AsSpan(0, 117), "...");
}
