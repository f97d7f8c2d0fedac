using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NetPath.Core.Rendering;

namespace NetPath.Core.Snapshots;

/// <summary>One object of a tool's JSON output. Strings and numbers are read alike, since releases and -N differ in what they quote.</summary>
internal sealed class JsonRow
{
    // Relaxed: the text is evidence for people and is not embedded in HTML; control characters are still escaped.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonElement _element;
    private readonly string _file;
    private readonly int _line;
    private Evidence? _evidence;

    public JsonRow(JsonElement element, string file, int line)
    {
        _element = element;
        _file = file;
        _line = line;
    }

    /// <summary>Where the object starts, and its text on one line.</summary>
    public Evidence Evidence => _evidence ??= new Evidence(_file, _line, OneLine());

    /// <summary>Names of the members in order; a name may occur twice.</summary>
    public IEnumerable<string> Names => _element.EnumerateObject().Select(member => member.Name);

    public bool Has(string name) => TryFind(name, out JsonElement _);

    /// <summary>True for a member that is there and is not <c>false</c>: <c>ip</c> prints flags as <c>null</c> or <c>true</c>.</summary>
    public bool IsSet(string name) => TryFind(name, out JsonElement value) && value.ValueKind != JsonValueKind.False;

    /// <summary>A string, or a number as it is written; null when the member is missing or JSON null.</summary>
    public string? Text(string name) => TryFind(name, out JsonElement value) ? AsText(value) : null;

    /// <summary>A number in decimal or 0x form; null when the member is missing or no number.</summary>
    public long? Number(string name) => Text(name) is string text && TryNumber(text, out long number) ? number : null;

    /// <summary>The strings of an array member; empty when it is missing.</summary>
    public IReadOnlyList<string> Texts(string name) => TryFind(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Select(AsText).OfType<string>()]
        : [];

    /// <summary>The objects of an array member, or the one object that the member is; empty when it is missing.</summary>
    public IReadOnlyList<JsonRow> Rows(string name)
    {
        if (!TryFind(name, out JsonElement value))
        {
            return [];
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => [new JsonRow(value, _file, _line)],
            JsonValueKind.Array => [.. value.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object).Select(e => new JsonRow(e, _file, _line))],
            _ => [],
        };
    }

    /// <summary>The object that a member is; null when it is missing.</summary>
    public JsonRow? Row(string name) => Rows(name) is [JsonRow first, ..] ? first : null;

    public static bool TryNumber(string text, out long number) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? long.TryParse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out number)
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    // The first of equal names counts: a route with "encap ip" prints the tunnel's dst behind its own (iproute2 6.1).
    private bool TryFind(string name, out JsonElement value)
    {
        foreach (JsonProperty member in _element.EnumerateObject())
        {
            if (member.NameEquals(name))
            {
                value = member.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    private static string? AsText(JsonElement value) => value.ValueKind switch
    {
        // The kernel allows escape characters in the names of interfaces, and a pod may name its own. All parts are read alike, so names stay equal.
        JsonValueKind.String => PlainText.Clean(value.GetString()!),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private string OneLine()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, Compact))
        {
            _element.WriteTo(writer);
        }

        return PlainText.Clean(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
    }
}
