namespace NetPath.HelpBuilder.Markdown;

/// <summary>Keys and values of a YAML block, which know the line they came from.</summary>
public sealed class YamlMapping
{
    private readonly string _file;
    private readonly Dictionary<string, (object Value, int Line)> _entries = new(StringComparer.OrdinalIgnoreCase);

    internal YamlMapping(string file, int line)
    {
        _file = file;
        Line = line;
    }

    /// <summary>The line of the page that the block starts on, from 1.</summary>
    public int Line { get; }

    /// <summary>The keys, as written.</summary>
    public IEnumerable<string> Keys => _entries.Keys;

    /// <summary>The text of a key; empty when the key is empty.</summary>
    /// <exception cref="HelpFormatException">There is no such key, or it holds a list.</exception>
    public string Text(string key) => Find(key) is (string text, _) ? text : throw Wrong(key, "one text, not a list");

    /// <summary>The text of a key, or another where there is no such key.</summary>
    public string TextOr(string key, string otherwise) => _entries.ContainsKey(key) ? Text(key) : otherwise;

    /// <summary>true or false.</summary>
    /// <exception cref="HelpFormatException">There is no such key, or its value is neither.</exception>
    public bool Flag(string key) => bool.TryParse(Text(key), out bool value) ? value : throw Wrong(key, "true or false");

    /// <summary>The texts of a list; a key with nothing behind it is an empty list.</summary>
    /// <exception cref="HelpFormatException">There is no such key, or it is no list of texts.</exception>
    public IReadOnlyList<string> Texts(string key) => Find(key) switch
    {
        ("", _) => [],
        (List<object> items, _) when items.All(item => item is string) => [.. items.Cast<string>()],
        _ => throw Wrong(key, "a list, one '- text' a line, or []"),
    };

    /// <summary>The mappings of a list.</summary>
    /// <exception cref="HelpFormatException">There is no such key, or it is no list of mappings.</exception>
    public IReadOnlyList<YamlMapping> Mappings(string key) => Find(key) switch
    {
        ("", _) => [],
        (List<object> items, _) when items.All(item => item is YamlMapping) => [.. items.Cast<YamlMapping>()],
        _ => throw Wrong(key, "a list of '- Name: …' blocks"),
    };

    internal bool TryAdd(string key, object value, int line) => _entries.TryAdd(key, (value, line));

    private (object Value, int Line) Find(string key) => _entries.TryGetValue(key, out (object Value, int Line) entry)
        ? entry
        : throw new HelpFormatException(_file, Line, $"the key '{key}' is missing here; './build.sh help' writes it");

    private HelpFormatException Wrong(string key, string expected) => new(_file, _entries[key].Line, $"'{key}' must be {expected}");
}
