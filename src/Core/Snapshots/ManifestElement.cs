using System.Text.Json;

namespace NetPath.Core.Snapshots;

/// <summary>One object inside the manifest, whose members are read by name; a wrong one is an error that says where.</summary>
internal readonly struct ManifestElement(JsonElement element, string source, string place)
{
    public string Text(string name) => OptionalText(name) ?? throw Wrong(name, "is missing");

    public string? OptionalText(string name) => Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw Wrong(name, "is no text"),
    };

    public long Number(string name) => OptionalNumber(name) ?? throw Wrong(name, "is missing");

    public long? OptionalNumber(string name) => Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out long value) => value,
        _ => throw Wrong(name, "is no whole number"),
    };

    public DateTimeOffset Time(string name) => Member(name) switch
    {
        { ValueKind: JsonValueKind.String } text when text.TryGetDateTimeOffset(out DateTimeOffset time) => time,
        _ => throw Wrong(name, "is no time such as 2026-11-23T02:00:00Z"),
    };

    public IEnumerable<string> Texts(string name)
    {
        foreach (JsonElement item in Array(name).EnumerateArray())
        {
            yield return item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Wrong(name, "holds something that is no text");
        }
    }

    public IEnumerable<ManifestElement> Items(string name)
    {
        int index = 0;
        foreach (JsonElement item in Array(name).EnumerateArray())
        {
            string where = $"{place}{name}[{index++}]";
            yield return item.ValueKind == JsonValueKind.Object
                ? new ManifestElement(item, source, $"{where}.")
                : throw new SnapshotFormatException(source, $"has a {SnapshotManifest.Path} whose '{where}' is no object");
        }
    }

    private JsonElement Array(string name) => Member(name) switch
    {
        { ValueKind: JsonValueKind.Array } array => array,
        null => throw Wrong(name, "is missing"),
        _ => throw Wrong(name, "is no list"),
    };

    private JsonElement? Member(string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private SnapshotFormatException Wrong(string name, string how) =>
        new(source, $"has a {SnapshotManifest.Path} whose '{place}{name}' {how}");
}
