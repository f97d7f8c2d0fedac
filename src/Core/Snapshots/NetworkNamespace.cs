using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace NetPath.Core.Snapshots;

/// <summary>
/// One network namespace of a snapshot: the host's or a pod's. What was collected in it is parsed when it is first asked for,
/// and once. Safe to use from several threads.
/// </summary>
public sealed partial class NetworkNamespace
{
    private readonly SnapshotContent _content;
    private readonly NamespaceRecord _record;
    private readonly ConcurrentDictionary<Type, Lazy<object>> _sections = new();

    internal NetworkNamespace(NodeSnapshot snapshot, SnapshotContent content, NamespaceRecord record)
    {
        Snapshot = snapshot;
        _content = content;
        _record = record;
        Name = ChooseName();
    }

    // The sections and the way back to the snapshot are no public properties: whatever writes an object out property by property
    // (ConvertTo-Json, Export-Clixml, Format-List *) would parse the whole node and walk in circles.

    /// <summary>The snapshot that this namespace is part of.</summary>
    internal NodeSnapshot Snapshot { get; }

    /// <summary>Where its parts lie in the archive: <c>host</c> or <c>pods/4026532281</c>.</summary>
    public string Path => _record.Path;

    /// <summary>True for the namespace of the node itself.</summary>
    public bool IsHost => Path == "host";

    /// <summary>Inode of the namespace, the number in <c>net:[4026531840]</c>. It names the namespace on the whole machine.</summary>
    public long Inode => _record.Inode;

    /// <summary>The id that the host's namespace has for this one (<c>link-netnsid</c> of the host's veth); null when it has none.</summary>
    public int? NetnsId => _record.NetnsId;

    /// <summary>Name under /run/netns; null when there is none.</summary>
    public string? NetnsName => _record.NetnsName;

    /// <summary>Host name that processes in it see: for a pod, the pod's name. Null when the collector could not tell.</summary>
    public string? Hostname => _record.Hostname;

    /// <summary>The pod's UID, from the cgroup of its process; null when it is not a pod's.</summary>
    public string? PodUid => _record.PodUid;

    /// <summary>A process in the namespace, as the host numbers it; null when there is none.</summary>
    public int? ProcessId => _record.ProcessId;

    /// <summary>What people call it: the node's name for the host; else the host name, the name under /run/netns, or the inode.</summary>
    public string Name { get; }

    /// <summary>Gives one part, such as <c>routing/route4.json</c>.</summary>
    /// <exception cref="SectionNotCollectedException">The snapshot does not hold it, or the command that made it failed; says why.</exception>
    public SnapshotPart Part(string relativePath)
    {
        string path = $"{Path}/{relativePath}";
        return _content.TryFind(path, out ReadOnlyMemory<byte> content, out string? reason)
            ? new SnapshotPart(path, content)
            : throw new SectionNotCollectedException(path, reason);
    }

    /// <summary>Gives one part, or false when <see cref="Part"/> would fail.</summary>
    public bool TryPart(string relativePath, [NotNullWhen(true)] out SnapshotPart? part)
    {
        string path = $"{Path}/{relativePath}";
        part = _content.TryFind(path, out ReadOnlyMemory<byte> content, out _) ? new SnapshotPart(path, content) : null;
        return part is not null;
    }

    /// <summary>Gives all parts in a folder that can be used, such as <c>netfilter/xt_recent</c>, ordered by path.</summary>
    public IReadOnlyList<SnapshotPart> Parts(string relativeFolder)
    {
        string start = $"{Path}/{relativeFolder}/";
        return _content.Parts
            .Where(part => part.Path.StartsWith(start, StringComparison.Ordinal) && _content.TryFind(part.Path, out _, out _))
            .OrderBy(part => part.Path, StringComparer.Ordinal)
            .ToArray();
    }

    /// <summary>What the collector wrote down about a part; null when it has no record of it.</summary>
    public CollectedFile? FileRecord(string relativePath) => _content.FileRecord($"{Path}/{relativePath}");

    /// <inheritdoc/>
    public override string ToString() => IsHost ? $"{Name} (host)" : Name;

    /// <summary>
    /// Makes a section on first use and keeps it: one of each type. An error is kept too, and thrown again each time.
    /// A section's property reads <c>public LinkTable Links =&gt; Section(static space =&gt; LinkTable.Parse(space.Part("links/link.json")));</c>.
    /// </summary>
    internal T Section<T>(Func<NetworkNamespace, T> make)
        where T : class =>
        (T)_sections.GetOrAdd(typeof(T), static (_, state) => new Lazy<object>(() => state.make(state.space)), (make, space: this)).Value;

    /// <summary>A section, or something in it; null when it was not collected or cannot be read, for those who can do without.</summary>
    internal T? Collected<T>(Func<NetworkNamespace, T> section)
        where T : class
    {
        try
        {
            return section(this);
        }
        catch (Exception error) when (error is SectionNotCollectedException or SnapshotParseException)
        {
            return null;
        }
    }

    /// <summary>A namespace made by hand shares the host's name, which then tells nothing: its name under /run/netns is better.
    /// Pods of different Kubernetes namespaces may have one name (web-0); what is told of one of them must not seem to be the other's.</summary>
    private string ChooseName()
    {
        if (IsHost)
        {
            return _content.Manifest.Node;
        }

        bool own = !string.IsNullOrEmpty(Hostname)
            && _content.Manifest.Namespaces.All(other => other.Path != "host" || other.Hostname != Hostname);
        if (own && _content.Manifest.Namespaces.Count(other => other.Hostname == Hostname) > 1)
        {
            return $"{Hostname}-{Inode}";
        }

        return own ? Hostname! : NetnsName ?? (string.IsNullOrEmpty(Hostname) ? $"{Inode}" : $"{Hostname}-{Inode}");
    }
}
