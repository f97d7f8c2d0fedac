namespace NetPath.HelpBuilder.Markdown;

/// <summary>
/// Reads the part of YAML that help pages use: keys with text, lists of texts, and lists of such mappings. Anything else is an error with its
/// line, since what is misread here would be wrong help.
/// </summary>
public sealed class YamlText
{
    private readonly string _file;
    private readonly string[] _lines;
    private readonly int _firstLine;
    private int _next;

    private YamlText(string text, string file, int firstLine)
    {
        _file = file;
        _lines = text.ReplaceLineEndings("\n").Split('\n');
        _firstLine = firstLine;
    }

    /// <summary>Reads a mapping.</summary>
    /// <param name="text">The block without its fences.</param>
    /// <param name="file">The page, for error messages.</param>
    /// <param name="firstLine">Line of the page that the block's first line is on, from 1.</param>
    public static YamlMapping Read(string text, string file, int firstLine)
    {
        YamlText reader = new(text, file, firstLine);
        YamlMapping mapping = reader.ReadMapping(indent: 0);
        reader.SkipEmpty();
        return reader._next >= reader._lines.Length ? mapping : throw reader.Error("this line does not belong to the mapping; check its indentation");
    }

    private YamlMapping ReadMapping(int indent)
    {
        YamlMapping mapping = new(_file, _firstLine + _next);
        while (Peek() is { } line && Indent(line) == indent && !line.TrimStart().StartsWith("- ", StringComparison.Ordinal))
        {
            int at = _firstLine + _next;
            (string key, string value) = SplitPair(line.Trim());
            _next++;
            if (!mapping.TryAdd(key, value.Length > 0 ? Value(value, at) : ReadNested(indent), at))
            {
                throw new HelpFormatException(_file, at, $"the key '{key}' is there twice; remove one");
            }
        }

        return mapping;
    }

    /// <summary>The value of a key with nothing behind it: a list below it, or nothing. YAML lets a list start in its key's column.</summary>
    private object ReadNested(int indent)
    {
        if (Peek() is not { } line || !line.TrimStart().StartsWith('-') || Indent(line) < indent)
        {
            return "";
        }

        int column = Indent(line);
        List<object> items = [];
        while (Peek() is { } item && Indent(item) == column && item.TrimStart().StartsWith('-'))
        {
            items.Add(ReadItem(column));
        }

        return items;
    }

    private object ReadItem(int column)
    {
        string line = _lines[_next];
        string content = line.TrimStart()[1..].TrimStart();
        int inner = line.Length - content.Length;
        if (!IsPair(content))
        {
            object value = Value(content.Trim(), _firstLine + _next);
            _next++;
            return value;
        }

        // The item is a mapping whose first key stands behind the dash: read it as if the dash were blank.
        _lines[_next] = new string(' ', inner) + content;
        return inner > column ? ReadMapping(inner) : throw Error("a blank must follow the dash");
    }

    private object Value(string text, int line)
    {
        if (text is ['[', .., ']'])
        {
            string inner = text[1..^1].Trim();
            return inner.Length == 0 ? new List<object>() : inner.Split(',').Select(item => (object)Scalar(item.Trim(), line)).ToList();
        }

        return text[0] is '[' or '{' or '|' or '>' or '&' or '*'
            ? throw new HelpFormatException(_file, line, $"'{text}' is YAML that help pages do not use; write plain text in one line, or a list")
            : Scalar(text, line);
    }

    private string Scalar(string text, int line)
    {
        if (text is ['\'', .., '\''] && text.Length > 1)
        {
            return text[1..^1].Replace("''", "'", StringComparison.Ordinal);
        }

        if (text is ['"', .., '"'] && text.Length > 1)
        {
            return text[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
        }

        return text is ['\'' or '"', ..] ? throw new HelpFormatException(_file, line, $"the quote in {text} is not closed") : text;
    }

    private (string Key, string Value) SplitPair(string line)
    {
        int colon = line.IndexOf(": ", StringComparison.Ordinal);
        if (colon < 0 && line.EndsWith(':'))
        {
            colon = line.Length - 1;
        }

        return colon > 0 ? (line[..colon], line[(colon + 1)..].Trim()) : throw Error($"'{line}' is not 'Key: value'");
    }

    private static bool IsPair(string content) =>
        content is not ['\'' or '"' or '[', ..] && (content.Contains(": ", StringComparison.Ordinal) || content.TrimEnd().EndsWith(':'));

    private string? Peek()
    {
        SkipEmpty();
        return _next < _lines.Length ? _lines[_next] : null;
    }

    private void SkipEmpty()
    {
        while (_next < _lines.Length && (string.IsNullOrWhiteSpace(_lines[_next]) || _lines[_next].TrimStart().StartsWith('#')))
        {
            _next++;
        }
    }

    private static int Indent(string line) => line.Length - line.TrimStart(' ').Length;

    private HelpFormatException Error(string problem) => new(_file, _firstLine + _next, problem);
}
