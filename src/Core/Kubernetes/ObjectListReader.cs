using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using NetPath.Core.Rendering;

namespace NetPath.Core.Kubernetes;

/// <summary>
/// Walks over the objects of a list as the API prints it, or kubectl (<c>-o json</c>), without parsing them: an object is a slice of the bytes. Takes typed
/// lists (ServiceList), lists of several kinds (List), a single object, and several of these one after the other.
/// </summary>
internal sealed class ObjectListReader
{
    private const int LongestShown = 60;

    private readonly ReadOnlyMemory<byte> _content;
    private readonly string _source;
    private readonly List<ObjectItem> _items = [];
    private int _countedTo;
    private int _line = 1;

    private ObjectListReader(ReadOnlyMemory<byte> content, string source)
    {
        _content = content.Span.StartsWith(Encoding.UTF8.Preamble) ? content[3..] : content;
        _source = source;
    }

    /// <summary>Reads all objects.</summary>
    /// <param name="content">The file or answer.</param>
    /// <param name="source">What to call it in messages.</param>
    /// <exception cref="ObjectListException">It is no JSON, is cut off, or holds something else than API objects.</exception>
    public static (IReadOnlyList<ObjectListHead> Heads, IReadOnlyList<ObjectItem> Items) Read(ReadOnlyMemory<byte> content, string source)
    {
        if (content.Span is [0x1f, 0x8b, ..])
        {
            throw new ObjectListException(source, "is gzipped, and no JSON of kubectl: unpack it first; a snapshot goes to -Snapshot");
        }

        if (!Utf8.IsValid(content.Span))
        {
            throw new ObjectListException(source, "is not UTF-8, as all JSON of the API is; Windows PowerShell's redirection (>) writes UTF-16");
        }

        ObjectListReader reader = new(content, source);
        return (reader.ReadAll(), reader._items);
    }

    private List<ObjectListHead> ReadAll()
    {
        List<ObjectListHead> heads = [];
        int offset = 0;
        try
        {
            while ((offset = SkipBlank(offset)) < _content.Length)
            {
                if (_content.Span[offset] is not ((byte)'{' or (byte)'['))
                {
                    throw NoJson(offset);
                }

                Utf8JsonReader reader = new(_content.Span[offset..]);
                heads.Add(ReadDocument(ref reader, offset));
                offset += (int)reader.BytesConsumed;
            }
        }
        catch (JsonException error)
        {
            throw new ObjectListException(_source, $"is not whole JSON (line {LineAt(offset) + error.LineNumber}, column {error.BytePositionInLine + 1})", error);
        }

        return heads.Count > 0 ? heads : throw new ObjectListException(_source, "is empty");
    }

    /// <summary>Shows what stands there instead: YAML, a table, a warning or an error of kubectl, the login page of a proxy.</summary>
    private ObjectListException NoJson(int offset)
    {
        ReadOnlySpan<byte> rest = _content.Span[offset..Math.Min(_content.Length, offset + LongestShown)];
        int end = rest.IndexOfAny((byte)'\r', (byte)'\n');
        string line = PlainText.Clean(Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]).Trim());
        string form = line switch
        {
            _ when line.StartsWith("apiVersion:", StringComparison.Ordinal) || line.StartsWith("kind:", StringComparison.Ordinal) => ", which is YAML: take it with kubectl get -o json",
            _ when line.StartsWith("NAME", StringComparison.Ordinal) => ", which is a table: take it with kubectl get -o json",
            _ => "",
        };
        return new ObjectListException(_source, $"is no JSON: line {LineAt(offset)} begins with '{line}'{form}");
    }

    private ObjectListHead ReadDocument(ref Utf8JsonReader reader, int offset)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new ObjectListException(_source, "holds no API object where one should begin");
        }

        ObjectListHead head = new();
        bool isList = false;
        int first = _items.Count;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (name == "items" && reader.TokenType is (JsonTokenType.StartArray or JsonTokenType.Null))
            {
                isList = true;
                ReadItems(ref reader, offset);
            }
            else
            {
                ReadMember(ref reader, name, head);
            }
        }

        if (head.Kind.Length == 0)
        {
            throw new ObjectListException(_source, "holds JSON that is no API object: it has no \"kind\"");
        }

        // The items of a typed list do not say their kind.
        string kind = head.Kind.EndsWith("List", StringComparison.Ordinal) ? head.Kind[..^4] : "";
        for (int i = first; i < _items.Count; i++)
        {
            _items[i] = Complete(_items[i], kind, head.ApiVersion);
        }

        if (!isList)
        {
            _items.Add(new ObjectItem(head.Kind, head.ApiVersion, LineAt(offset), _content.Slice(offset, (int)reader.BytesConsumed)));
        }

        return head;
    }

    private void ReadItems(ref Utf8JsonReader reader, int offset)
    {
        while (reader.TokenType == JsonTokenType.StartArray || reader.TokenType == JsonTokenType.EndObject)
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                break;
            }

            int start = offset + (int)reader.TokenStartIndex;
            (string kind, string version) = PassOver(ref reader);
            _items.Add(new ObjectItem(kind, version, LineAt(start), _content[start..(offset + (int)reader.BytesConsumed)]));
        }

        if (reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.Null))
        {
            throw new ObjectListException(_source, "holds a list with something in it that is no object");
        }
    }

    /// <summary>Goes to the end of an object; notes its kind and version, which may stand anywhere in it.</summary>
    private static (string Kind, string ApiVersion) PassOver(ref Utf8JsonReader reader)
    {
        string kind = "";
        string version = "";
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isKind = reader.ValueTextEquals("kind"u8);
            bool isVersion = reader.ValueTextEquals("apiVersion"u8);
            reader.Read();
            if ((isKind || isVersion) && reader.TokenType == JsonTokenType.String)
            {
                _ = isKind ? kind = reader.GetString()! : version = reader.GetString()!;
            }
            else
            {
                reader.Skip();
            }
        }

        return (kind, version);
    }

    private static void ReadMember(ref Utf8JsonReader reader, string name, ObjectListHead head)
    {
        switch (name)
        {
            case "kind" when reader.TokenType == JsonTokenType.String:
                head.Kind = reader.GetString()!;
                break;
            case "apiVersion" when reader.TokenType == JsonTokenType.String:
                head.ApiVersion = reader.GetString()!;
                break;
            case "metadata" when reader.TokenType == JsonTokenType.StartObject:
                ReadMetadata(JsonElement.ParseValue(ref reader), head);
                break;
            case "netpath" when reader.TokenType == JsonTokenType.StartObject:
                ReadScope(JsonElement.ParseValue(ref reader), head);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private static void ReadMetadata(JsonElement metadata, ObjectListHead head)
    {
        ObjectJson json = new(metadata);
        head.ResourceVersion = json.Text("resourceVersion") ?? "";
        head.Continue = json.Text("continue") ?? "";
        head.Remaining = json.Number("remainingItemCount");
    }

    private static void ReadScope(JsonElement scope, ObjectListHead head)
    {
        ObjectJson json = new(scope);
        head.Namespaces = json.Has("namespaces") ? json.Texts("namespaces") : null;
        head.Source = json.Text("source") ?? "";
        head.Read = json.Time("read");
    }

    private static ObjectItem Complete(ObjectItem item, string kind, string version) =>
        item.Kind.Length > 0 ? item : item with { Kind = kind, ApiVersion = version };

    private int SkipBlank(int offset)
    {
        ReadOnlySpan<byte> content = _content.Span;
        while (offset < content.Length && content[offset] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            offset++;
        }

        return offset;
    }

    // Counts forward from the last place asked for, so that a whole file is counted once.
    private int LineAt(int offset)
    {
        if (offset < _countedTo)
        {
            (_countedTo, _line) = (0, 1);
        }

        _line += _content.Span[_countedTo..offset].Count((byte)'\n');
        _countedTo = offset;
        return _line;
    }
}
