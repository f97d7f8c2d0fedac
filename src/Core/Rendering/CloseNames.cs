namespace NetPath.Core.Rendering;

/// <summary>Finds the names that somebody who mistyped one may have meant.</summary>
internal static class CloseNames
{
    private const int ShortestWord = 3;

    private const int LettersForEachSlip = 5;

    private const int Most = 3;

    /// <summary>The names that begin nearly as what was typed: those with the fewest slips; empty when none does. A pod may be named without what its controller appended.</summary>
    public static IReadOnlyList<string> Of(string asked, IEnumerable<string> names)
    {
        IGrouping<int, string>? closest = names.Distinct().Select(name => (Name: name, Slips: Slips(asked, name))).Where(one => one.Slips is not null)
            .GroupBy(one => one.Slips!.Value, one => one.Name).MinBy(group => group.Key);
        return [.. (closest ?? Enumerable.Empty<string>()).Take(Most)];
    }

    /// <summary>The closest names as a question at the end of a message; empty when there are none.</summary>
    public static string Question(string asked, IEnumerable<string> names)
    {
        IReadOnlyList<string> close = Of(asked, names);
        return close.Count == 0 ? "" : $" Did you mean {string.Join(" or ", close)}?";
    }

    /// <summary>How many letters were mistaken, left out, added or swapped; null when they are too many for the same name.</summary>
    private static int? Slips(string asked, string name)
    {
        string typed = asked.ToLowerInvariant();
        return typed.Length >= ShortestWord && Distance(typed, name.ToLowerInvariant()) is int slips && slips <= typed.Length / LettersForEachSlip ? slips : null;
    }

    // Damerau and Levenshtein's distance to the beginning of the name that is nearest to the text.
    private static int Distance(string text, string name)
    {
        string start = name[..Math.Min(name.Length, text.Length + (text.Length / LettersForEachSlip) + 1)];
        int[,] steps = new int[text.Length + 1, start.Length + 1];
        for (int row = 0; row <= text.Length; row++)
        {
            for (int column = 0; column <= start.Length; column++)
            {
                steps[row, column] = row == 0 || column == 0 ? row + column : Step(steps, text, start, row, column);
            }
        }

        return Enumerable.Range(0, start.Length + 1).Min(column => steps[text.Length, column]);
    }

    private static int Step(int[,] steps, string text, string start, int row, int column)
    {
        bool same = text[row - 1] == start[column - 1];
        int least = Math.Min(Math.Min(steps[row - 1, column], steps[row, column - 1]) + 1, steps[row - 1, column - 1] + (same ? 0 : 1));
        bool swapped = row > 1 && column > 1 && text[row - 1] == start[column - 2] && text[row - 2] == start[column - 1];
        return swapped ? Math.Min(least, steps[row - 2, column - 2] + 1) : least;
    }
}
