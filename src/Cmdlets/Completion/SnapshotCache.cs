using System.Collections.Concurrent;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets.Completion;

/// <summary>Keeps the last few snapshots that completion read, for as long as their files stay as they are.</summary>
internal static class SnapshotCache
{
    private const int Most = 4;

    private static readonly ConcurrentDictionary<(string Path, DateTime Written, long Length), Lazy<NodeSnapshot>> Snapshots = new();

    /// <summary>Reads a snapshot, or gives the one read before.</summary>
    public static NodeSnapshot Read(string path, CancellationToken cancellation)
    {
        FileInfo file = new(Directory.Exists(path) ? Path.Combine(path, SnapshotManifest.Path) : path);
        (string, DateTime, long) key = (path, file.LastWriteTimeUtc, file.Length);
        if (Snapshots.Count > Most)
        {
            Snapshots.Clear();
        }

        try
        {
            return Snapshots.GetOrAdd(key, _ => new Lazy<NodeSnapshot>(() => SnapshotFiles.Read(path, cancellation))).Value;
        }
        catch
        {
            // It may be whole, or faster to read, next time.
            Snapshots.TryRemove(key, out _);
            throw;
        }
    }
}
