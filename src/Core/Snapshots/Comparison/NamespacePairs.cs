namespace NetPath.Core.Snapshots.Comparison;

/// <summary>Finds the same namespaces in two snapshots of one node: a pod by its UID, others by their names.</summary>
internal static class NamespacePairs
{
    /// <summary>The pods of both snapshots.</summary>
    public static IEnumerable<(NetworkNamespace? Before, NetworkNamespace? After)> Of(NodeSnapshot reference, NodeSnapshot difference)
    {
        Dictionary<string, NetworkNamespace> left = reference.Pods.DistinctBy(Key).ToDictionary(Key, StringComparer.Ordinal);
        Dictionary<string, NetworkNamespace> right = difference.Pods.DistinctBy(Key).ToDictionary(Key, StringComparer.Ordinal);
        return left.Keys.Union(right.Keys).Select(key => (left.GetValueOrDefault(key), right.GetValueOrDefault(key)));
    }

    /// <summary>The namespaces themselves. One that was made anew has another inode.</summary>
    public static IEnumerable<ComparedItem> Items(NodeSnapshot snapshot) => snapshot.Pods.Select(space => new ComparedItem(
        Key(space),
        space.Name,
        [new Trait("namespace", $"{space.Inode}"), new Trait("pod UID", space.PodUid ?? ""), new Trait("id", space.NetnsId?.ToString() ?? "")],
        () => new Evidence(SnapshotManifest.Path, 0, $"{space.Path}: {space.Name}")));

    /// <summary>The node itself.</summary>
    public static ComparedItem Node(NodeSnapshot snapshot) => new(
        "node",
        snapshot.NodeName,
        [new Trait("kernel", snapshot.KernelRelease)],
        () => new Evidence(SnapshotManifest.Path, 0, $"kernelRelease {snapshot.KernelRelease}"));

    /// <summary>Why a snapshot does not tell which pods there are; null when it does.</summary>
    public static string? WhyUntold(NodeSnapshot snapshot) =>
        snapshot.Sections.Contains("pods") ? null : $"the section 'pods' was not collected (only {string.Join(", ", snapshot.Sections)})";

    private static string Key(NetworkNamespace space) => space.PodUid ?? space.Name;
}
