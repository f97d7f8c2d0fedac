using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Completion;

/// <summary>The snapshots that a command line names, as far as they are objects or files. This machine is never read for it.</summary>
internal static class SnapshotAtHand
{
    // A larger archive takes longer to read than somebody who presses Tab again wants to wait.
    private const long LargestArchive = 64 << 20;

    /// <summary>The snapshots; those in files are read.</summary>
    /// <param name="sources">What the command line names: snapshots, answers that remember one, full paths.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static IEnumerable<NodeSnapshot> Of(IReadOnlyList<object> sources, CancellationToken cancellation)
    {
        foreach (object source in sources)
        {
            switch (source)
            {
                case NodeSnapshot snapshot:
                    yield return snapshot;
                    break;
                case ISnapshotMember { Origin: NodeSnapshot origin }:
                    yield return origin;
                    break;
                case string path when Directory.Exists(path) || new FileInfo(path) is { Exists: true, Length: <= LargestArchive }:
                    yield return SnapshotCache.Read(path, cancellation);
                    break;
            }
        }
    }
}
