using NetPath.Core.Snapshots;

namespace NetPath.Cmdlets;

/// <summary>Opens the snapshot that a user named: an archive, or a folder that holds one unpacked.</summary>
internal static class SnapshotFiles
{
    private static readonly EnumerationOptions EveryFile = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
    };

    /// <summary>Reads a snapshot.</summary>
    /// <param name="path">A path in the file system.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="progress">Told the path of each part when it is about to be read.</param>
    /// <exception cref="NetPathException">It is not there, or not readable, or no snapshot.</exception>
    public static NodeSnapshot Read(string path, CancellationToken cancellation, Action<string>? progress = null)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return SnapshotArchive.Read(FilesIn(path, progress), path, null, cancellation);
            }

            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
            return SnapshotArchive.Read(stream, path, null, progress, cancellation);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Errors.ToException(Errors.SnapshotNotFound(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SnapshotFormatException)
        {
            throw Errors.ToException(Errors.SnapshotUnreadable(path, error));
        }
    }

    /// <summary>The manifest is read first, so that a folder of something else is refused before it is read through.</summary>
    private static IEnumerable<SnapshotFile> FilesIn(string folder, Action<string>? progress)
    {
        string manifest = Path.Combine(folder, SnapshotManifest.Path);
        if (!File.Exists(manifest))
        {
            string inside = Directory.EnumerateFiles(folder, "*.tar.gz").Any() ? $"; it holds archives, so give {Path.Combine(folder, "*.tar.gz")}" : "";
            throw new SnapshotFormatException(folder, $"is a folder without {SnapshotManifest.Path}{inside}");
        }

        foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles("*", EveryFile))
        {
            string path = Path.GetRelativePath(folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
            progress?.Invoke(path);
            yield return new SnapshotFile(path, () => Open(file));
        }
    }

    /// <summary>A link could show the content of any file on this machine as if the node had it.</summary>
    private static FileStream Open(FileInfo file) => file.LinkTarget is null
        ? file.Open(FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete)
        : throw new IOException("it is a symbolic link");
}
