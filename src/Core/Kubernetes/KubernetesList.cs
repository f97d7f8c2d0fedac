using System.Text.Json;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Kubernetes;

/// <summary>All objects of one kind in a snapshot, as they lie in its file.</summary>
public sealed class KubernetesList
{
    private readonly SnapshotPart _part;
    private readonly Lazy<(IReadOnlyList<ObjectListHead> Heads, IReadOnlyList<ObjectItem> Items)> _content;

    internal KubernetesList(KubernetesResource resource, SnapshotPart part)
    {
        Resource = resource;
        _part = part;
        _content = new(() => Read(part));
    }

    /// <summary>The kind.</summary>
    public KubernetesResource Resource { get; }

    /// <summary>How many objects it holds.</summary>
    public int Count => _content.Value.Items.Count;

    /// <summary>The namespaces that it was read for; null for all.</summary>
    public IReadOnlyList<string>? Namespaces => Head.Namespaces;

    /// <summary>Where it was read from: the API server's address, or a file; empty when the list does not say.</summary>
    public string Source => Head.Source;

    /// <summary>When it was read from the API; null when the list does not say.</summary>
    public DateTimeOffset? ReadAt => Head.Read;

    private ObjectListHead Head => _content.Value.Heads[0];

    internal static KubernetesList? Find(SnapshotContent content, KubernetesResource resource) =>
        content.TryFind(resource.SnapshotPath, out ReadOnlyMemory<byte> bytes, out _) ? new KubernetesList(resource, new SnapshotPart(resource.SnapshotPath, bytes)) : null;

    internal T[] Parse<T>(Func<ObjectJson, ObjectPlace, T> parse)
    {
        IReadOnlyList<ObjectItem> items = _content.Value.Items;
        List<T> parsed = new(items.Count);
        foreach (ObjectItem item in items.Where(item => item.Kind == Resource.Kind))
        {
            using JsonDocument document = JsonDocument.Parse(item.Json);
            parsed.Add(parse(new ObjectJson(document.RootElement), new ObjectPlace(_part.Path, item.Line, item.Json)));
        }

        return [.. parsed];
    }

    internal void CopyTo(ObjectListBuilder builder)
    {
        foreach (ObjectItem item in _content.Value.Items)
        {
            builder.Add(item);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Resource}: {Count}";

    private static (IReadOnlyList<ObjectListHead> Heads, IReadOnlyList<ObjectItem> Items) Read(SnapshotPart part)
    {
        try
        {
            return ObjectListReader.Read(part.Content, part.Path);
        }
        catch (ObjectListException error)
        {
            throw new SnapshotParseException(part.Path, 0, 0, PlainText.Clean(error.Problem), "", error);
        }
    }
}
