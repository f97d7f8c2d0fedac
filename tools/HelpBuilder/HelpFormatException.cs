namespace NetPath.HelpBuilder;

/// <summary>A page that cannot be read as help. The message names file and line, and what to write there.</summary>
public sealed class HelpFormatException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="file">The page's file name.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="problem">What is wrong, and what to write.</param>
    public HelpFormatException(string file, int line, string problem)
        : base($"{file}:{line}: {problem}")
    {
        File = file;
        Line = line;
    }

    /// <summary>The page's file name.</summary>
    public string File { get; }

    /// <summary>The line, from 1.</summary>
    public int Line { get; }
}
