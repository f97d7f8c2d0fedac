using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using NetPath.Core.Snapshots;
using Xunit;

namespace NetPath.Unit.Snapshots;

/// <summary>Builds archives, also such as nobody should send.</summary>
internal static class TestArchive
{
    public static readonly SnapshotLimits SmallLimits = new(EntryBytes: 4000, TotalBytes: 60_000, Entries: 20);

    public static byte[] Tar(IEnumerable<(string Path, byte[] Content)> files, params TarEntry[] more)
    {
        using MemoryStream stream = new();
        using (TarWriter writer = new(stream, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach ((string path, byte[] content) in files)
            {
                writer.WriteEntry(File(path, content));
            }

            foreach (TarEntry entry in more)
            {
                writer.WriteEntry(entry);
            }
        }

        return stream.ToArray();
    }

    public static byte[] Gzip(byte[] content)
    {
        using MemoryStream stream = new();
        using (GZipStream packed = new(stream, CompressionLevel.Fastest))
        {
            packed.Write(content);
        }

        return stream.ToArray();
    }

    public static TarEntry File(string path, byte[] content) =>
        new UstarTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(content) };

    public static TarEntry File(string path, string content) => File(path, Encoding.UTF8.GetBytes(content));

    public static TarEntry Link(TarEntryType type, string path, string target) => new UstarTarEntry(type, path) { LinkName = target };

    public static TarEntry Folder(string path) => new UstarTarEntry(TarEntryType.Directory, path);

    /// <summary>Reads through a stream that cannot seek and hands out few bytes at a time, as a pipe does.</summary>
    public static NodeSnapshot Read(byte[] archive, SnapshotLimits? limits = null)
    {
        using PipeLikeStream stream = new(archive);
        return SnapshotArchive.Read(stream, "node1.tar.gz", limits, cancellation: TestContext.Current.CancellationToken);
    }

    private sealed class PipeLikeStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer)
        {
            byte[] few = new byte[Math.Min(buffer.Length, 700)];
            int read = Read(few, 0, few.Length);
            few.AsSpan(0, read).CopyTo(buffer);
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 700));
    }
}
