using System.Formats.Tar;
using System.IO.Compression;

namespace NetPath.Core.Snapshots;

/// <summary>
/// Reads and writes snapshots as archives: a tar, gzipped or not, with the parts and <c>manifest.json</c>. All of it stays in
/// memory; nothing is unpacked to a disk.
/// </summary>
public static class SnapshotArchive
{
    private static readonly byte[] GzipMagic = [0x1f, 0x8b];

    /// <summary>
    /// Reads an archive from a stream, while it is still being written if need be. One that is cut off gives what could be read, with
    /// <see cref="NodeSnapshot.IsDamaged"/> true, as long as its manifest was among it.
    /// </summary>
    /// <param name="stream">The archive. It is read to its end and left open.</param>
    /// <param name="source">What to call it in messages: the file's path.</param>
    /// <param name="limits">How much it may unpack to; <see cref="SnapshotLimits.Default"/> when null.</param>
    /// <param name="progress">Told the path of each part when it is about to be read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="SnapshotFormatException">It is no snapshot, of another version, or must not be unpacked.</exception>
    public static NodeSnapshot Read(
        Stream stream,
        string source,
        SnapshotLimits? limits = null,
        Action<string>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        limits ??= SnapshotLimits.Default;
        byte[] first = new byte[GzipMagic.Length];
        int length = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        if (length == 0)
        {
            throw new SnapshotFormatException(source, "is empty");
        }

        using MeteredStream packed = new(stream, first[..length], long.MaxValue, source, cancellation);
        if (!first.AsSpan().SequenceEqual(GzipMagic))
        {
            return ReadTar(packed, source, limits, progress, cancellation);
        }

        using GZipStream unpacked = new(packed, CompressionMode.Decompress, leaveOpen: true);
        return ReadTar(unpacked, source, limits, progress, cancellation);
    }

    /// <summary>Reads a snapshot that lies unpacked.</summary>
    /// <param name="files">Its files.</param>
    /// <param name="source">What to call it in messages: the folder's path.</param>
    /// <param name="limits">How much it may hold; <see cref="SnapshotLimits.Default"/> when null.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="SnapshotFormatException">It is no snapshot, of another version, or too large.</exception>
    public static NodeSnapshot Read(IEnumerable<SnapshotFile> files, string source, SnapshotLimits? limits = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        PartCollector parts = new(source, limits ?? SnapshotLimits.Default);
        foreach (SnapshotFile file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            string path = parts.Admit(file.Path);
            try
            {
                using Stream content = file.Open();
                parts.Add(path, content, -1);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                parts.Unreadable(path, error.Message.TrimEnd('.'));
            }
        }

        return parts.ToSnapshot();
    }

    /// <summary>
    /// Writes a snapshot as a gzipped tar: the manifest first, so that a copy that is cut off can still be read, then the parts by path.
    /// The same snapshot gives the same bytes.
    /// </summary>
    /// <param name="snapshot">What to write.</param>
    /// <param name="stream">Where to; it is left open.</param>
    /// <param name="progress">Told the path of each part when it is about to be written, and how many are done.</param>
    /// <param name="cancellation">Ends the writing, and leaves the stream half written.</param>
    public static void Write(NodeSnapshot snapshot, Stream stream, Action<string, int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        using GZipStream packed = new(stream, CompressionLevel.Optimal, leaveOpen: true);
        using TarWriter writer = new(packed, TarEntryFormat.Gnu, leaveOpen: true);
        SnapshotPart manifest = new(SnapshotManifest.Path, snapshot.Content.ManifestBytes);
        int done = 0;
        foreach (SnapshotPart part in snapshot.Content.Parts.OrderBy(part => part.Path, StringComparer.Ordinal).Prepend(manifest))
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke(part.Path, done++);
            GnuTarEntry entry = new(TarEntryType.RegularFile, part.Path)
            {
                ModificationTime = snapshot.CapturedAt,
                AccessTime = DateTimeOffset.UnixEpoch,
                ChangeTime = DateTimeOffset.UnixEpoch,
                Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
                DataStream = new ReadOnlyMemoryStream(part.Content, cancellation),
            };
            writer.WriteEntry(entry);
        }
    }

    private static NodeSnapshot ReadTar(Stream stream, string source, SnapshotLimits limits, Action<string>? progress, CancellationToken cancellation)
    {
        using MeteredStream metered = new(stream, [], limits.TotalBytes, source, cancellation);
        PartCollector parts = new(source, limits);
        TarPartReader reader = new(parts, source, progress);
        try
        {
            reader.ReadAll(metered);
        }
        catch (Exception error) when (TarPartReader.MeansDamage(error))
        {
            if (!reader.SawEntry)
            {
                throw new SnapshotFormatException(source, "is neither a tar nor a gzipped tar", error);
            }

            parts.CutOff(reader.Current, error is EndOfStreamException ? "ends" : "is damaged");
        }

        return parts.ToSnapshot();
    }
}
