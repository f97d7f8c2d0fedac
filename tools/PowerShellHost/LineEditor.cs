using System.Text;

namespace NetPath.PowerShellHost;

/// <summary>
/// Reads one line from the terminal with the usual keys: arrows, Home, End, Delete, history, Tab, Ctrl+A, E, U, K, W, L, C and D.
/// Ctrl+C clears the line instead of ending the host, which the runtime's own line reader cannot do.
/// </summary>
/// <param name="prompt">The text before the line.</param>
/// <param name="isShown">True when that text already stands on the terminal.</param>
/// <param name="history">Earlier lines, oldest first.</param>
/// <param name="completion">What Tab asks.</param>
internal sealed class LineEditor(
    string prompt, bool isShown = false, IReadOnlyList<string>? history = null, TabCompletion? completion = null)
{
    private readonly StringBuilder _text = new();
    private readonly IReadOnlyList<string> _history = history ?? [];
    private int _cursor;
    private int _row = isShown ? prompt.Length / Math.Max(Console.WindowWidth, 1) : 0;
    private int _recalled = history?.Count ?? 0;

    /// <summary>True when Ctrl+C ended the line.</summary>
    public bool Interrupted { get; private set; }

    /// <summary>The line; null after Ctrl+C, or after Ctrl+D on an empty line.</summary>
    public string? Read()
    {
        bool before = Console.TreatControlCAsInput;
        Console.TreatControlCAsInput = true;
        try
        {
            Draw();
            while (true)
            {
                ConsoleKeyInfo key = Console.ReadKey(intercept: true);
                if (Ends(key))
                {
                    _cursor = _text.Length;
                    Draw();
                    Console.Out.Write(Interrupted ? "^C\n" : "\n");
                    return Interrupted || IsEndOfInput(key) ? null : _text.ToString();
                }

                Apply(key);
                Draw();
            }
        }
        finally
        {
            Console.TreatControlCAsInput = before;
        }
    }

    private static bool IsControl(ConsoleKeyInfo key, ConsoleKey letter) =>
        key.Key == letter && key.Modifiers.HasFlag(ConsoleModifiers.Control);

    private bool IsEndOfInput(ConsoleKeyInfo key) => IsControl(key, ConsoleKey.D) && _text.Length == 0;

    private bool Ends(ConsoleKeyInfo key)
    {
        Interrupted = IsControl(key, ConsoleKey.C);
        return Interrupted || key.Key == ConsoleKey.Enter || IsEndOfInput(key);
    }

    private void Apply(ConsoleKeyInfo key)
    {
        if (key.Modifiers.HasFlag(ConsoleModifiers.Control))
        {
            ApplyControl(key.Key);
            return;
        }

        switch (key.Key)
        {
            case ConsoleKey.LeftArrow: _cursor = Math.Max(_cursor - 1, 0); break;
            case ConsoleKey.RightArrow: _cursor = Math.Min(_cursor + 1, _text.Length); break;
            case ConsoleKey.Home: _cursor = 0; break;
            case ConsoleKey.End: _cursor = _text.Length; break;
            case ConsoleKey.UpArrow: Recall(_recalled - 1); break;
            case ConsoleKey.DownArrow: Recall(_recalled + 1); break;
            case ConsoleKey.Backspace: Remove(_cursor - 1, _cursor); break;
            case ConsoleKey.Delete: Remove(_cursor, _cursor + 1); break;
            case ConsoleKey.Tab: Complete(); break;
            default: Insert(key.KeyChar); break;
        }
    }

    private void ApplyControl(ConsoleKey key)
    {
        switch (key)
        {
            case ConsoleKey.A: _cursor = 0; break;
            case ConsoleKey.E: _cursor = _text.Length; break;
            case ConsoleKey.U: Remove(0, _cursor); break;
            case ConsoleKey.K: Remove(_cursor, _text.Length); break;
            case ConsoleKey.W: Remove(_text.ToString()[.._cursor].TrimEnd().LastIndexOf(' ') + 1, _cursor); break;
            case ConsoleKey.D: Remove(_cursor, _cursor + 1); break;
            case ConsoleKey.H: Remove(_cursor - 1, _cursor); break;
            case ConsoleKey.L: Console.Out.Write("\e[H\e[2J"); _row = 0; break;
            default: break;
        }
    }

    private void Insert(char character)
    {
        if (!char.IsControl(character))
        {
            _text.Insert(_cursor, character);
            _cursor++;
        }
    }

    private void Remove(int from, int to)
    {
        if (from >= 0 && to <= _text.Length && to > from)
        {
            _text.Remove(from, to - from);
            _cursor = from;
        }
    }

    private void Recall(int index)
    {
        if (index >= 0 && index <= _history.Count)
        {
            _recalled = index;
            _text.Clear().Append(index < _history.Count ? _history[index] : string.Empty);
            _cursor = _text.Length;
        }
    }

    private void Complete()
    {
        if (completion is null || _text.Length == 0)
        {
            return;
        }

        (IReadOnlyList<string> candidates, int start, int length) = completion.At(_text.ToString(), _cursor);
        if (candidates.Count == 0)
        {
            return;
        }

        string common = CommonStart(candidates);
        if (common.Length > length || candidates.Count == 1)
        {
            _text.Remove(start, length).Insert(start, common);
            _cursor = start + common.Length;
        }
        else
        {
            Console.Out.Write("\n" + string.Join("  ", candidates) + "\n");
            _row = 0;
        }
    }

    private static string CommonStart(IReadOnlyList<string> candidates)
    {
        string common = candidates[0];
        foreach (string candidate in candidates)
        {
            while (!candidate.StartsWith(common, StringComparison.OrdinalIgnoreCase))
            {
                common = common[..^1];
            }
        }

        return common;
    }

    /// <summary>Draws prompt and text again, over as many rows as they need, and leaves the terminal's cursor at ours.</summary>
    private void Draw()
    {
        int width = Math.Max(Console.WindowWidth, 1);
        int end = prompt.Length + _text.Length;
        int place = prompt.Length + _cursor;
        StringBuilder output = new();
        output.Append(_row > 0 ? $"\e[{_row}A\r\e[J" : "\r\e[J").Append(prompt).Append(_text);
        if (end % width == 0 && end > 0)
        {
            output.Append("\r\n"); // The terminal wraps only with the next character; take the new row now, so that rows count true.
        }

        int rowsUp = (end / width) - (place / width);
        output.Append(rowsUp > 0 ? $"\e[{rowsUp}A" : string.Empty).Append('\r');
        output.Append(place % width > 0 ? $"\e[{place % width}C" : string.Empty);
        _row = place / width;
        Console.Out.Write(output.ToString());
    }
}
