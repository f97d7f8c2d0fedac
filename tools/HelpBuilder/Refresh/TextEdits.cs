namespace NetPath.HelpBuilder.Refresh;

/// <summary>Changes to a text, given by positions in the text as it was.</summary>
internal sealed class TextEdits(string text)
{
    private readonly List<(int Start, int End, string Replacement)> _edits = [];

    /// <summary>Replaces what stands from one position to another.</summary>
    internal void Replace(int start, int end, string replacement) => _edits.Add((start, end, replacement));

    /// <summary>Inserts before a position; several insertions at one position come in the order they were asked for.</summary>
    internal void Insert(int position, string insertion) => Replace(position, position, insertion);

    /// <summary>The text with all changes.</summary>
    internal string Apply()
    {
        string result = text;
        foreach ((int start, int end, string replacement) in _edits.AsEnumerable().Reverse().OrderByDescending(edit => edit.Start))
        {
            result = result[..start] + replacement + result[end..];
        }

        return result;
    }
}
