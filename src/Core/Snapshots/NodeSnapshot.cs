using System.Globalization;
using NetPath.Core.Kubernetes;

namespace NetPath.Core.Snapshots;

/// <summary>
/// One instant of one node: its own network namespace and those of its pods, as its own tools printed them. Two snapshots
/// are the same only when they are the same object.
/// </summary>
public sealed partial class NodeSnapshot
{
    private readonly SnapshotContent _content;
    private readonly Lazy<KubernetesObjects> _kubernetes;

    internal NodeSnapshot(SnapshotContent content)
    {
        _content = content;
        _kubernetes = new Lazy<KubernetesObjects>(() => KubernetesObjects.Of(content));
        // Arrays, since PowerShell cannot index the hidden type that a collection expression makes for a read-only list.
        NetworkNamespace[] namespaces = [.. content.Manifest.Namespaces
            .OrderBy(record => record.Path != "host")
            .Select(record => new NetworkNamespace(this, content, record))];
        Namespaces = namespaces;
        Host = namespaces[0];
        Pods = namespaces[1..];
        Problems = content.Problems.Concat(CollectionProblems.Of(content.Manifest)).ToArray();
    }

    /// <summary>Name of the node.</summary>
    public string NodeName => _content.Manifest.Node;

    /// <summary>Kernel release as <c>uname -r</c> prints it.</summary>
    public string KernelRelease => _content.Manifest.KernelRelease;

    /// <summary>When collecting began.</summary>
    public DateTimeOffset CapturedAt => _content.Manifest.Captured;

    /// <summary>How long collecting took, in milliseconds: the snapshot is no more "one instant" than this.</summary>
    public long DurationMilliseconds => _content.Manifest.DurationMilliseconds;

    /// <summary>The file it was read from, or "this machine".</summary>
    public string Source => _content.Source;

    /// <summary>Version of the collector that took it.</summary>
    public string CollectorVersion => _content.Manifest.CollectorVersion;

    /// <summary>The sections that were asked for, such as netfilter, routing, links, pods.</summary>
    public IReadOnlyList<string> Sections => _content.Manifest.Sections;

    /// <summary>The node's own namespace.</summary>
    public NetworkNamespace Host { get; }

    /// <summary>The other namespaces, as a rule one for each pod.</summary>
    public IReadOnlyList<NetworkNamespace> Pods { get; }

    /// <summary>The host's namespace, then those of the pods.</summary>
    internal IReadOnlyList<NetworkNamespace> Namespaces { get; }

    /// <summary>What the collector ran for each file, and how that went.</summary>
    public IReadOnlyList<CollectedFile> Commands => _content.Manifest.Files;

    /// <summary>What is missing or damaged, as sentences; empty when all that was asked for is there.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>True when the archive was cut off or holds parts that cannot be read. What the collector could not get is no damage.</summary>
    public bool IsDamaged => _content.Problems.Count > 0;

    /// <summary>The parts as they were collected, for writing them to an archive again.</summary>
    internal SnapshotContent Content => _content;

    /// <summary>The host's namespace, then those of the pods.</summary>
    public NetworkNamespace[] GetNamespaces() => [.. Namespaces];

    /// <summary>
    /// The objects of the Kubernetes API that were added to it; those of a kind are parsed when they are first asked for. Without any, all lists are empty.
    /// </summary>
    public KubernetesObjects GetKubernetesObjects() => _kubernetes.Value;

    /// <summary>Finds the namespace with that inode number; null when there is none.</summary>
    public NetworkNamespace? FindNamespace(long inode) => Namespaces.FirstOrDefault(space => space.Inode == inode);

    /// <summary>Finds the namespace that the host's <c>link-netnsid</c> means; null when there is none.</summary>
    public NetworkNamespace? FindNamespaceByNetnsId(int netnsId) => Namespaces.FirstOrDefault(space => space.NetnsId == netnsId);

    /// <summary>Finds the one namespace that <see cref="FindNamespaces"/> finds; null when there is none, or more than one.</summary>
    public NetworkNamespace? FindNamespace(string name) => FindNamespaces(name) is [NetworkNamespace only] ? only : null;

    /// <summary>
    /// Finds namespaces by path, name, host name, name under /run/netns, pod UID or inode; the first of these that fits wins. When none
    /// does, those whose name begins so.
    /// </summary>
    public IReadOnlyList<NetworkNamespace> FindNamespaces(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Func<NetworkNamespace, bool>[] ways =
        [
            space => space.Path == name,
            space => space.Name == name,
            space => space.Hostname == name,
            space => space.NetnsName == name,
            space => space.PodUid == name,
            space => $"{space.Inode}" == name,
            space => space.Name.StartsWith(name, StringComparison.Ordinal),
        ];
        return ways.Select(way => Namespaces.Where(way).ToArray()).FirstOrDefault(found => found.Length > 0) ?? [];
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{NodeName}, {CapturedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, {Pods.Count} {(Pods.Count == 1 ? "pod" : "pods")}");
}
