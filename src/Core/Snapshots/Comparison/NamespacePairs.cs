namespace NetPath.Core.Snapshots.Comparison;

/// <summary>
/// Finds the same namespaces in two snapshots of one node: a pod by its UID, others by their names. One whose processes are gone has lost both, and is known by its inode.
/// </summary>
internal static class NamespacePairs
{
    /// <summary>The pods of both snapshots; null on the side that does not have one.</summary>
    public static IReadOnlyList<(NetworkNamespace? Before, NetworkNamespace? After)> Of(NodeSnapshot reference, NodeSnapshot difference)
    {
        List<NetworkNamespace> left = [.. reference.Pods];
        List<NetworkNamespace> right = [.. difference.Pods];
        List<(NetworkNamespace? Before, NetworkNamespace? After)> pairs = [];
        Match((one, other) => Key(one) == Key(other));
        Match((one, other) => one.Inode == other.Inode && (one.PodUid is null || other.PodUid is null));
        return [.. pairs, .. left.Select(space => ((NetworkNamespace?)space, (NetworkNamespace?)null)), .. right.Select(space => ((NetworkNamespace?)null, (NetworkNamespace?)space))];

        void Match(Func<NetworkNamespace, NetworkNamespace, bool> areSame)
        {
            foreach (NetworkNamespace one in left.ToArray())
            {
                if (right.Find(other => areSame(one, other)) is NetworkNamespace same)
                {
                    pairs.Add((one, same));
                    left.Remove(one);
                    right.Remove(same);
                }
            }
        }
    }

    /// <summary>A namespace itself. One that was made anew has another inode.</summary>
    public static ComparedItem Item(NetworkNamespace space) => new(
        Key(space),
        space.Name,
        [new Trait("namespace", $"{space.Inode}"), new Trait("pod UID", space.PodUid ?? ""), new Trait("id", space.NetnsId?.ToString() ?? "")],
        () => new Evidence(SnapshotManifest.Path, 0, $"{space.Path}: {space.Name}"));

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
