using System.Globalization;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Kubernetes;

/// <summary>
/// Gathers API objects from files or from the pages of an API server, and puts them into a snapshot. Nothing is put there before all is gathered, so
/// that a list which came in part only never passes for whole.
/// </summary>
public sealed class KubernetesCollection
{
    private readonly Dictionary<KubernetesResource, ObjectListBuilder> _lists = [];
    private readonly Dictionary<KubernetesResource, string> _commands = [];
    private readonly HashSet<KubernetesResource> _fromApi = [];
    private readonly SortedSet<string> _unknown = new(StringComparer.Ordinal);
    private readonly Dictionary<KubernetesResource, string> _leftOut = [];

    /// <summary>Kinds of objects that were in the files and that NetPath has no use for.</summary>
    public IReadOnlyCollection<string> UnknownKinds => _unknown;

    /// <summary>The kinds that were asked for and left out, each with the reason as a sentence. Nothing is known of them.</summary>
    public IReadOnlyDictionary<KubernetesResource, string> LeftOut => _leftOut;

    /// <summary>
    /// The one namespace of all objects in files that were said to be of all namespaces; null when there are several, or none. Such files were mostly made for that
    /// namespace, and nothing is known of the others.
    /// </summary>
    public string? OnlyNamespace =>
        _lists.Values.Where(list => list.Resource.IsNamespaced && list.Namespaces is null && !_fromApi.Contains(list.Resource)).SelectMany(list => list.ObjectNamespaces).Distinct().ToArray() is [string only] ? only : null;

    /// <summary>How many objects of a kind there are; 0 also when none were asked for.</summary>
    public int CountOf(KubernetesResource resource) => _lists.TryGetValue(resource, out ObjectListBuilder? list) ? list.Count : 0;

    /// <summary>The names of the objects of a kind, without their namespaces.</summary>
    public IReadOnlyList<string> NamesOf(KubernetesResource resource) => _lists.TryGetValue(resource, out ObjectListBuilder? list) ? list.Names : [];

    /// <summary>The kinds that were gathered, also those of which there are none.</summary>
    public IReadOnlyCollection<KubernetesResource> Resources => _lists.Keys;

    /// <summary>Takes a file that kubectl wrote (<c>-o json</c>), or an answer of the API that somebody saved.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="source">The file's path, for messages and as evidence.</param>
    /// <param name="namespaces">The namespaces that it was made for; null for all.</param>
    /// <exception cref="ObjectListException">It holds no API objects, or is cut off.</exception>
    public void AddFile(ReadOnlyMemory<byte> content, string source, IReadOnlyList<string>? namespaces = null)
    {
        (IReadOnlyList<ObjectListHead> heads, IReadOnlyList<ObjectItem> items) = ObjectListReader.Read(content, source);
        ObjectListHead[] errors = [.. heads.Where(head => head.Kind == "Status")];
        if (errors.Length > 0)
        {
            throw new ObjectListException(source, "holds an error of the API server (kind Status) and no objects");
        }

        foreach (ObjectItem item in items)
        {
            if (KubernetesResource.Find(item.Kind, item.ApiVersion) is not KubernetesResource resource)
            {
                _unknown.Add(item.Kind);
                continue;
            }

            ListOf(resource, source, heads[0], namespaces).Add(item);
        }

        foreach (ObjectListHead head in heads)
        {
            NoteList(head, items, source, namespaces);
        }
    }

    /// <summary>Begins a list of the API; what was gathered of this kind in these namespaces is forgotten, as after an expired continue token.</summary>
    /// <param name="resource">The kind.</param>
    /// <param name="source">The API server's address.</param>
    /// <param name="read">When it is read.</param>
    /// <param name="namespaces">All namespaces that will be asked for; null for all.</param>
    /// <param name="space">The one that this list is of; null for all.</param>
    public void BeginList(KubernetesResource resource, string source, DateTimeOffset read, IReadOnlyList<string>? namespaces, string? space)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ObjectListBuilder list = ListOf(resource, $"GET {resource.ListPath(space)}", new ObjectListHead { Source = source, Read = read }, resource.IsNamespaced ? namespaces : null);
        list.Source = source;
        _fromApi.Add(resource);
        list.Clear(space is null ? null : [space]);
    }

    /// <summary>Takes one page of a list that was begun.</summary>
    /// <returns>The token of the next page; empty when this was the last.</returns>
    /// <exception cref="ObjectListException">It is no list of this kind.</exception>
    public string AddPage(KubernetesResource resource, ReadOnlyMemory<byte> page, string source)
    {
        ArgumentNullException.ThrowIfNull(resource);
        (IReadOnlyList<ObjectListHead> heads, IReadOnlyList<ObjectItem> items) = ObjectListReader.Read(page, source);
        if (heads is not [ObjectListHead head] || head.Kind != $"{resource.Kind}List")
        {
            throw new ObjectListException(source, $"is a {PlainText.Clean(heads[0].Kind)} where a {resource.Kind}List was asked for");
        }

        ObjectListBuilder list = _lists[resource];
        list.ResourceVersion = head.ResourceVersion;
        foreach (ObjectItem item in items)
        {
            list.Add(item);
        }

        return head.Continue;
    }

    /// <summary>Notes that a kind is not read.</summary>
    /// <param name="resource">The kind.</param>
    /// <param name="reason">Why, as a sentence.</param>
    public void LeaveOut(KubernetesResource resource, string reason)
    {
        ArgumentNullException.ThrowIfNull(resource);
        _leftOut[resource] = reason;
    }

    /// <summary>A new snapshot that holds the objects beside what the old one holds.</summary>
    /// <exception cref="ObjectListException">Files hold a part of a list only.</exception>
    public NodeSnapshot AddTo(NodeSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        List<AddedPart> parts = [];
        foreach (ObjectListBuilder list in _lists.Values)
        {
            if (!_fromApi.Contains(list.Resource) && (list.Expected < 0 || list.Expected > list.Count))
            {
                string all = list.Expected < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" of {list.Expected:N0}");
                throw new ObjectListException(_commands[list.Resource], $"holds {list.Count.ToString("N0", CultureInfo.InvariantCulture)}{all} {list.Resource} only: it is one page of a longer list. Give all its pages, or take the list with kubectl get {list.Resource} -A -o json");
            }

            ObjectListBuilder whole = Merge(list, snapshot);
            parts.Add(new AddedPart(new SnapshotPart(list.Resource.SnapshotPath, whole.ToJson()), _commands[list.Resource]));
        }

        return SnapshotExtension.Add(snapshot, "kubernetes", parts);
    }

    /// <summary>A list of a namespace leaves those of others in the snapshot as they are; one of all replaces them.</summary>
    private ObjectListBuilder Merge(ObjectListBuilder list, NodeSnapshot snapshot)
    {
        if (KubernetesList.Find(snapshot.Content, list.Resource) is not KubernetesList held || (_fromApi.Contains(list.Resource) && list.Namespaces is null))
        {
            return list;
        }

        ObjectListBuilder whole = new(list.Resource) { Source = list.Source, ReadAt = list.ReadAt, ResourceVersion = list.ResourceVersion };
        whole.Namespaces = held.Namespaces is null || list.Namespaces is null ? null : [.. held.Namespaces.Union(list.Namespaces).Order(StringComparer.Ordinal)];
        held.CopyTo(whole);
        if (_fromApi.Contains(list.Resource))
        {
            whole.Clear(list.Namespaces);
        }

        list.CopyTo(whole);
        return whole;
    }

    private ObjectListBuilder ListOf(KubernetesResource resource, string command, ObjectListHead head, IReadOnlyList<string>? namespaces)
    {
        if (!_lists.TryGetValue(resource, out ObjectListBuilder? list))
        {
            list = new ObjectListBuilder(resource)
            {
                Namespaces = resource.IsNamespaced ? namespaces ?? head.Namespaces : null,
                Source = head.Source.Length > 0 ? head.Source : command,
                ReadAt = head.Read,
            };
            _lists.Add(resource, list);
            _commands.Add(resource, command);
        }

        return list;
    }

    /// <summary>A list without objects tells that there are none; one page tells how many follow.</summary>
    private void NoteList(ObjectListHead head, IReadOnlyList<ObjectItem> items, string source, IReadOnlyList<string>? namespaces)
    {
        string kind = head.Kind.EndsWith("List", StringComparison.Ordinal) ? head.Kind[..^4] : "";
        if (kind.Length > 0 && KubernetesResource.Find(kind, head.ApiVersion) is KubernetesResource resource)
        {
            ObjectListBuilder list = ListOf(resource, source, head, namespaces);
            list.Expect(head, items.Count(item => item.Kind == kind));
            list.ResourceVersion = head.ResourceVersion;
        }
    }
}
