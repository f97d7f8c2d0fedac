using System.Globalization;
using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets;

/// <summary>Writes a snapshot's archive so that the file is there whole or not at all.</summary>
internal static class SnapshotFileWriter
{
    /// <summary>The file that a snapshot goes to: the target, or a file in it named for node and time when it is a folder.</summary>
    public static string FileFor(string target, NodeSnapshot snapshot)
    {
        if (!Directory.Exists(target))
        {
            return target;
        }

        return Path.Combine(target, NameFor(snapshot.NodeName, snapshot.CapturedAt));
    }

    /// <summary>A file's name for a node and the time when it was read.</summary>
    public static string NameFor(string node, DateTimeOffset capturedAt)
    {
        string plain = string.Concat(node.Select(character => char.IsLetterOrDigit(character) || character is '-' or '_' or '.' ? character : '_'));
        return string.Create(CultureInfo.InvariantCulture, $"{plain.TrimStart('.')}-{capturedAt.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}.tar.gz");
    }

    /// <summary>Writes beside the file first, then renames.</summary>
    /// <exception cref="IOException">It exists and may not be replaced, or the disk refuses.</exception>
    public static void Write(NodeSnapshot snapshot, string file, bool replace, Action<string, int> progress, CancellationToken cancellation)
    {
        string draft = Path.Combine(Path.GetDirectoryName(file) ?? "", $".{Path.GetFileName(file)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (FileStream stream = new(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                SnapshotArchive.Write(snapshot, stream, progress, cancellation);
            }

            File.Move(draft, file, replace);
        }
        finally
        {
            // Gone already when the renaming went well.
            File.Delete(draft);
        }
    }
}
