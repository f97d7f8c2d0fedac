using System.Text;
using System.Text.Json;

namespace NetPath.Core.Snapshots;

/// <summary>Reads what the iproute2 tools print with <c>-j</c>: an array of objects, or several arrays one after the other.</summary>
internal static class JsonListing
{
    /// <summary>The objects of the part in order. Empty objects, which <c>ip</c> prints for what it filtered out, are left out.</summary>
    /// <exception cref="SnapshotParseException">The part is empty, cut off, or no JSON at all.</exception>
    public static List<JsonRow> Read(SnapshotPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        ReadOnlySpan<byte> content = JsonText.Readable(part.Content).Span;
        LineCounter lines = new();
        List<JsonRow> rows = [];
        int offset = SkipBlank(content, 0);
        if (offset == content.Length)
        {
            throw new SnapshotParseException(part.Path, 0, 0, "is empty, although the tool prints at least []; the command probably failed", "");
        }

        while (offset < content.Length)
        {
            offset = ReadValue(part.Path, content, offset, lines, rows);
            offset = SkipBlank(content, offset);
        }

        return rows;
    }

    private static int ReadValue(string path, ReadOnlySpan<byte> content, int offset, LineCounter lines, List<JsonRow> rows)
    {
        if (content[offset] is not ((byte)'[' or (byte)'{'))
        {
            throw new SnapshotParseException(path, lines.LineAt(content, offset), 0, "is not the JSON that ip -j prints", LineText(content, offset));
        }

        Utf8JsonReader reader = new(content[offset..], new JsonReaderOptions { AllowTrailingCommas = true });
        try
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                AddRow(path, content, offset, ref reader, lines, rows);
                return offset + (int)reader.BytesConsumed;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                AddRow(path, content, offset, ref reader, lines, rows);
            }
        }
        catch (JsonException error)
        {
            int line = lines.LineAt(content, offset) + (int)(error.LineNumber ?? 0);
            string text = LineText(content, StartOf(content, line));
            throw new SnapshotParseException(path, line, (int)(error.BytePositionInLine ?? 0) + 1, "is not complete JSON", text, error);
        }

        return offset + (int)reader.BytesConsumed;
    }

    private static void AddRow(string path, ReadOnlySpan<byte> content, int offset, ref Utf8JsonReader reader, LineCounter lines, List<JsonRow> rows)
    {
        int line = lines.LineAt(content, offset + (int)reader.TokenStartIndex);
        JsonElement element = JsonElement.ParseValue(ref reader);
        JsonRow row = new(element, path, line);
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new SnapshotParseException(path, line, 0, "holds a value where an object was expected", row.Evidence.Text);
        }

        if (element.EnumerateObject().Any())
        {
            rows.Add(row);
        }
    }

    private static int SkipBlank(ReadOnlySpan<byte> content, int offset)
    {
        while (offset < content.Length && content[offset] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or 0)
        {
            offset++;
        }

        return offset;
    }

    private static int StartOf(ReadOnlySpan<byte> content, int line)
    {
        int start = 0;
        for (int i = 1; i < line && content[start..].IndexOf((byte)'\n') is int length and >= 0; i++)
        {
            start += length + 1;
        }

        return start;
    }

    private static string LineText(ReadOnlySpan<byte> content, int offset)
    {
        int start = content[..offset].LastIndexOf((byte)'\n') + 1;
        int length = content[start..].IndexOf((byte)'\n');
        string line = Encoding.UTF8.GetString(length < 0 ? content[start..] : content.Slice(start, length));
        return string.Concat(line.Where(c => !char.IsControl(c))).Trim();
    }

    // Counts forward from the last place asked for, so that a whole part is counted once.
    private sealed class LineCounter
    {
        private int _offset;
        private int _line = 1;

        public int LineAt(ReadOnlySpan<byte> content, int offset)
        {
            if (offset < _offset)
            {
                (_offset, _line) = (0, 1);
            }

            _line += content[_offset..offset].Count((byte)'\n');
            _offset = offset;
            return _line;
        }
    }
}
