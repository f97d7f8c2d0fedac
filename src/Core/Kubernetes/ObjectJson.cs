using System.Globalization;
using System.Text.Json;
using NetPath.Core.Rendering;

namespace NetPath.Core.Kubernetes;

/// <summary>
/// One JSON object of the API, read by member names. A member that is absent, null or of another type reads as null: the API leaves out what has its
/// default, and a cluster may be newer than NetPath.
/// </summary>
internal readonly struct ObjectJson(JsonElement element)
{
    private readonly JsonElement _element = element;

    public bool Has(string name) => TryFind(name, out JsonElement _);

    /// <summary>A text without control characters.</summary>
    public string? Text(string name) => TryFind(name, out JsonElement value) ? AsText(value) : null;

    public long? Number(string name) => TryFind(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : null;

    public int? Int(string name) => Number(name) is long number and >= int.MinValue and <= int.MaxValue ? (int)number : null;

    public bool? Truth(string name) => TryFind(name, out JsonElement value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    /// <summary>The texts of a list; empty when it is absent.</summary>
    public string[] Texts(string name) => TryFind(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Select(AsText).OfType<string>()]
        : [];

    /// <summary>The objects of a list; empty when it is absent.</summary>
    public IEnumerable<ObjectJson> Items(string name) => TryFind(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Select(item => new ObjectJson(item))
        : [];

    /// <summary>An object inside; an empty one when it is absent.</summary>
    public ObjectJson Child(string name) => TryFind(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object ? new ObjectJson(value) : default;

    /// <summary>The texts of an object used as a table, such as labels.</summary>
    public Dictionary<string, string> Table(string name)
    {
        Dictionary<string, string> table = new(StringComparer.Ordinal);
        if (TryFind(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in value.EnumerateObject())
            {
                table[PlainText.Clean(member.Name)] = AsText(member.Value) ?? "";
            }
        }

        return table;
    }

    /// <summary>A time such as 2026-11-23T00:50:02Z.</summary>
    public DateTimeOffset? Time(string name) =>
        DateTimeOffset.TryParse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    private bool TryFind(string name, out JsonElement value)
    {
        value = default;
        return _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    // A port may be a number or a name.
    private static string? AsText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => PlainText.Clean(Decode(value)),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    // Half of a surrogate pair, written as an escape, is JSON but no text.
    private static string Decode(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText();
        }
    }
}
