using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NetPath.Core.Kubernetes;

/// <summary>Gathers the objects of one kind, from pages and files, and writes them as one list with a line for each.</summary>
internal sealed class ObjectListBuilder(KubernetesResource resource)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<(string Namespace, string Name), byte[]> _objects = [];
    private long _expected;

    public KubernetesResource Resource { get; } = resource;

    public IReadOnlyList<string> Names => [.. _objects.Keys.Select(key => key.Name)];

    public int Count => _objects.Count;

    /// <summary>The namespaces of the objects; an empty one for those that belong to none.</summary>
    public IEnumerable<string> ObjectNamespaces => _objects.Keys.Select(key => key.Namespace).Distinct();

    /// <summary>The version of the cluster's state that the list shows; empty when its pages differ or do not say.</summary>
    public string ResourceVersion { get; set; } = "";

    public IReadOnlyList<string>? Namespaces { get; set; }

    public string Source { get; set; } = "";

    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>How many objects the pages said there are; more than <see cref="Count"/> when pages are missing, -1 when a page did not say.</summary>
    public long Expected => _expected;

    /// <summary>Takes an object; one of the same name is replaced.</summary>
    public void Add(ObjectItem item)
    {
        byte[] copy = ObjectFilter.Copy(item.Json.Span, Resource.Kind);
        using JsonDocument document = JsonDocument.Parse(copy);
        ObjectJson metadata = new ObjectJson(document.RootElement).Child("metadata");
        _objects[(metadata.Text("namespace") ?? "", metadata.Text("name") ?? "")] = copy;
    }

    /// <summary>Gives all objects to another list, where they replace those of the same name.</summary>
    public void CopyTo(ObjectListBuilder other)
    {
        foreach (KeyValuePair<(string Namespace, string Name), byte[]> item in _objects)
        {
            other._objects[item.Key] = item.Value;
        }
    }

    /// <summary>Forgets all objects, or those of some namespaces.</summary>
    public void Clear(IReadOnlyList<string>? namespaces = null)
    {
        foreach ((string Namespace, string Name) key in _objects.Keys.Where(key => namespaces is null || namespaces.Contains(key.Namespace)).ToArray())
        {
            _objects.Remove(key);
        }
    }

    /// <summary>Notes what a page said of those that follow it.</summary>
    public void Expect(ObjectListHead head, int items)
    {
        if (head.Continue.Length > 0 && _expected >= 0)
        {
            _expected = head.Remaining is long remaining ? Math.Max(_expected, items + remaining) : -1;
        }
    }

    /// <summary>The list as JSON: its head on the first line, and each object on its own, by namespace and name.</summary>
    public byte[] ToJson()
    {
        using MemoryStream json = new();
        WriteHead(json);
        string separator = "";
        foreach (KeyValuePair<(string Namespace, string Name), byte[]> item in _objects.OrderBy(item => item.Key.Namespace, StringComparer.Ordinal).ThenBy(item => item.Key.Name, StringComparer.Ordinal))
        {
            Write(json, separator);
            json.Write(item.Value);
            separator = ",\n";
        }

        Write(json, "\n]}\n");
        return json.ToArray();
    }

    private void WriteHead(MemoryStream json)
    {
        using (Utf8JsonWriter writer = new(json, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", $"{Resource.Kind}List");
            writer.WriteString("apiVersion", Resource.ApiVersion);
            writer.WriteStartObject("metadata");
            writer.WriteString("resourceVersion", ResourceVersion);
            writer.WriteEndObject();
            writer.WriteStartObject("netpath");
            writer.WriteString("source", Source);
            if (ReadAt is DateTimeOffset time)
            {
                writer.WriteString("read", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            }

            if (Namespaces is not null)
            {
                writer.WriteStartArray("namespaces");
                foreach (string name in Namespaces)
                {
                    writer.WriteStringValue(name);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        // The head's own closing brace makes room for the items.
        json.SetLength(json.Length - 1);
        json.Position = json.Length;
        Write(json, ",\"items\":[\n");
    }

    private static void Write(MemoryStream json, string text) => json.Write(System.Text.Encoding.UTF8.GetBytes(text));
}
