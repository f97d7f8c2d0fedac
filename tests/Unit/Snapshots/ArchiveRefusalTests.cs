using System.Formats.Tar;
using System.Text;
using NetPath.Core.Snapshots;
using Xunit;

namespace NetPath.Unit.Snapshots;

public sealed class ArchiveRefusalTests
{
    public static TheoryData<string, Func<byte[]>, string> Archives { get; } = new()
    {
        { "empty file", () => [], "is empty" },
        { "one byte", () => [7], "is neither a tar nor a gzipped tar" },
        { "text", () => Encoding.UTF8.GetBytes(new string('a', 5000)), "is neither a tar nor a gzipped tar" },
        { "gzipped text", () => TestArchive.Gzip(Encoding.UTF8.GetBytes(new string('a', 5000))), "is neither a tar nor a gzipped tar" },
        { "gzip magic, then garbage", () => [0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9], "is neither a tar nor a gzipped tar" },
        { "zeros", () => new byte[10240], "holds no manifest.json, without which its 0 files have no meaning" },
        { "no manifest", () => TestArchive.Tar([("host/a", [1])]), "holds no manifest.json, without which its 1 files have no meaning" },
        { "a name that leads out", () => With(TestArchive.File("host/../../etc/passwd", "x")), "holds an entry whose name leads out of the archive ('host/../../etc/passwd')" },
        { "a name that leads out by backslashes", () => With(TestArchive.File("host\\..\\..\\boot.ini", "x")), "holds an entry whose name leads out of the archive ('host\\..\\..\\boot.ini')" },
        { "a folder that leads out", () => With(TestArchive.Folder("../x/")), "holds an entry whose name leads out of the archive ('../x/')" },
        { "an absolute name", () => With(TestArchive.File("/etc/passwd", "x")), "holds an entry with an absolute name ('/etc/passwd')" },
        { "a drive letter", () => With(TestArchive.File("C:/boot.ini", "x")), "holds an entry with an absolute name ('C:/boot.ini')" },
        { "an empty step in a name", () => With(TestArchive.File("host//a", "x")), "holds an entry whose name has an empty step ('host//a')" },
        { "a terminal sequence in a name", () => With(TestArchive.File("host/\u001b[31m", "x")), "holds an entry whose name holds control characters ('host/\uFFFD[31m')" },
        { "a name that is not UTF-8", NotUtf8Name, "holds an entry whose name is not UTF-8 ('host/\uFFFD')" },
        { "a symbolic link", () => With(TestArchive.Link(TarEntryType.SymbolicLink, "host/sysctl.txt", "/etc/shadow")), "holds 'host/sysctl.txt', a symbolic link; a snapshot has files only" },
        { "a hard link", () => With(TestArchive.Link(TarEntryType.HardLink, "host/b", "host/a")), "holds 'host/b', a hard link; a snapshot has files only" },
        { "a device", () => With(new UstarTarEntry(TarEntryType.CharacterDevice, "host/null")), "holds 'host/null', a device; a snapshot has files only" },
        { "a named pipe", () => With(new UstarTarEntry(TarEntryType.Fifo, "host/pipe")), "holds 'host/pipe', a named pipe; a snapshot has files only" },
        { "the same file twice", () => With(TestArchive.File("host/a", "1"), TestArchive.File("./host/a", "2")), "holds 'host/a' twice" },
        { "a file over the limit", () => With(TestArchive.File("host/a", new byte[4001])), "holds 'host/a', which unpacks to more than 4,000 bytes" },
        { "a bomb", () => TestArchive.Gzip(With([.. Enumerable.Range(0, 18).Select(n => TestArchive.File($"host/{n}", new byte[4000]))])), "unpacks to more than 60,000 bytes" },
        { "a gzipped bomb behind the end of the tar", () => TestArchive.Gzip([.. With(), .. new byte[70_000]]), "unpacks to more than 60,000 bytes" },
        { "too many files", () => With([.. Enumerable.Range(0, 21).Select(n => TestArchive.File($"host/{n}", ""))]), "holds more than 20 files" },
    };

    [Theory]
    [MemberData(nameof(Archives), DisableDiscoveryEnumeration = true)]
    public void An_archive_that_cannot_be_trusted_is_refused_with_its_reason(string what, Func<byte[]> archive, string problem)
    {
        Assert.NotEmpty(what);
        SnapshotFormatException error = Assert.Throws<SnapshotFormatException>(() => TestArchive.Read(archive(), TestArchive.SmallLimits));

        Assert.Equal(problem, error.Problem);
        Assert.Equal($"'node1.tar.gz' cannot be read as a snapshot: it {problem}.", error.Message);
    }

    public static TheoryData<string, object?, string> Manifests { get; } = new()
    {
        { "format", "netpath-snapshot/2", "is of format 'netpath-snapshot/2', and this version of NetPath reads 'netpath-snapshot/1'" },
        { "format", null, "does not say its format, and this version of NetPath reads 'netpath-snapshot/1'" },
        { "node", null, "has a manifest.json whose 'node' is missing" },
        { "node", 5, "has a manifest.json whose 'node' is no text" },
        { "captured", "yesterday", "has a manifest.json whose 'captured' is no time such as 2026-11-23T02:00:00Z" },
        { "durationMs", "long", "has a manifest.json whose 'durationMs' is no whole number" },
        { "sections", new object[] { "links", 1 }, "has a manifest.json whose 'sections' holds something that is no text" },
        { "namespaces", null, "has a manifest.json whose 'namespaces' is missing" },
        { "namespaces", "host", "has a manifest.json whose 'namespaces' is no list" },
        { "namespaces", Array.Empty<object>(), "has a manifest.json that does not list the namespace 'host' exactly once" },
        { "namespaces", new object[] { new { path = "host", inode = "x" } }, "has a manifest.json whose 'namespaces[0].inode' is no whole number" },
        { "files", new object[] { "host/a" }, "has a manifest.json whose 'files[0]' is no object" },
        { "files", new object[] { new { command = "ip" } }, "has a manifest.json whose 'files[0].path' is missing" },
    };

    [Theory]
    [MemberData(nameof(Manifests), DisableDiscoveryEnumeration = true)]
    public void A_manifest_that_makes_no_sense_is_refused_with_the_place(string member, object? value, string problem)
    {
        TestSnapshot node = new() { Changes = { [member] = value } };

        Assert.Equal(problem, Assert.Throws<SnapshotFormatException>(() => node.Read()).Problem);
    }

    [Theory]
    [InlineData("{\"format\":\"netpath-snap", "has a manifest.json that is not whole JSON (line 1)")]
    [InlineData("", "has a manifest.json that is not whole JSON (line 1)")]
    [InlineData("[]", "has a manifest.json that is no JSON object")]
    public void A_manifest_that_is_no_json_object_is_refused(string manifest, string problem) =>
        Assert.Equal(problem, Assert.Throws<SnapshotFormatException>(() => TestArchive.Read(TestArchive.Tar([("manifest.json", Encoding.UTF8.GetBytes(manifest))]))).Problem);

    private static byte[] With(params TarEntry[] more) => TestArchive.Tar(new TestSnapshot().Files(), more);

    private static byte[] NotUtf8Name()
    {
        byte[] archive = With(TestArchive.File("host/~", "x"));
        int at = archive.AsSpan().IndexOf("host/~"u8);
        archive[at + 5] = 0xe9;

        // The header's checksum is the sum of its bytes, as six octal digits at offset 148.
        int sum = Convert.ToInt32(Encoding.ASCII.GetString(archive, at + 148, 6), 8) + 0xe9 - '~';
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0')).CopyTo(archive, at + 148);
        return archive;
    }
}
