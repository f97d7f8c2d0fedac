using System.Text;
using NetPath.Core.Snapshots;
using Xunit;

namespace NetPath.Unit.Snapshots;

public sealed class ArchiveReadingTests
{
    private static readonly TestSnapshot Node = new TestSnapshot()
        .WithPod(4026532281, netnsId: 3, name: "np-numbers", hostname: "numbers-api-7c9d", podUid: "3f0c")
        .With("host/sysctl.txt", "net/ipv4/ip_forward = 1\n")
        .With("host/netfilter/iptables-nft-save.txt", new string('x', 200_000))
        .With("pods/4026532281/dns/resolv.conf", "");

    public static TheoryData<string, Func<byte[]>> Forms { get; } = new()
    {
        { "a plain tar", () => TestArchive.Tar(Node.Files()) },
        { "a gzipped tar", () => TestArchive.Gzip(TestArchive.Tar(Node.Files())) },
        { "a tar with the manifest last, as the collector writes it", () => TestArchive.Tar(Node.Files().Reverse()) },
        { "names that begin with ./", () => TestArchive.Tar(Node.Files().Select(file => ($"./{file.Path}", file.Content))) },
        { "a tar with its folders in it", () => TestArchive.Tar(Node.Files(), TestArchive.Folder("host/"), TestArchive.Folder("./")) },
        { "two gzip members", () => [.. TestArchive.Gzip(TestArchive.Tar(Node.Files())[..1024]), .. TestArchive.Gzip(TestArchive.Tar(Node.Files())[1024..])] },
    };

    [Theory]
    [MemberData(nameof(Forms), DisableDiscoveryEnumeration = true)]
    public void Every_form_of_an_archive_gives_the_same_snapshot(string form, Func<byte[]> archive)
    {
        Assert.NotEmpty(form);
        NodeSnapshot snapshot = TestArchive.Read(archive());

        Assert.Equal("node1", snapshot.NodeName);
        Assert.Equal("6.18.44", snapshot.KernelRelease);
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 2, 0, 0, TimeSpan.Zero), snapshot.CapturedAt);
        Assert.Equal(312, snapshot.DurationMilliseconds);
        Assert.Equal("node1.tar.gz", snapshot.Source);
        Assert.Equal("node1, 2026-11-23 02:00:00Z, 1 pod", snapshot.ToString());
        Assert.False(snapshot.IsDamaged);
        Assert.Empty(snapshot.Problems);
        Assert.Equal(200_000, snapshot.Host.Part("netfilter/iptables-nft-save.txt").Content.Length);
        Assert.Equal("net/ipv4/ip_forward = 1\n", Encoding.UTF8.GetString(snapshot.Host.Part("sysctl.txt").Content.Span));
        Assert.Equal(0, snapshot.Pods[0].Part("dns/resolv.conf").Content.Length);
    }

    [Fact]
    public void A_part_that_is_not_utf8_stays_as_it_is_and_its_text_can_be_shown()
    {
        NodeSnapshot snapshot = new TestSnapshot().With("host/dns/resolv.conf", [0x23, 0xff, 0xfe, 0x0a]).Read();

        Assert.Equal([0x23, 0xff, 0xfe, 0x0a], snapshot.Host.Part("dns/resolv.conf").Content.ToArray());
    }

    [Fact]
    public void A_manifest_with_bytes_that_are_not_utf8_in_an_error_text_is_read()
    {
        byte[] manifest = new TestSnapshot().Listed("host/sysctl.txt", 1, "caf#").Manifest();
        manifest[Array.IndexOf(manifest, (byte)'#')] = 0xe9;

        NodeSnapshot snapshot = TestArchive.Read(TestArchive.Tar([("manifest.json", manifest)]));

        Assert.Equal(["sysctl.txt was not collected in the host: 'print sysctl.txt' ended with exit code 1: caf\uFFFD."], snapshot.Problems);
    }

    [Fact]
    public void Writing_gives_an_archive_that_reads_the_same_and_has_the_manifest_first()
    {
        NodeSnapshot first = TestArchive.Read(TestArchive.Tar(Node.Files().Reverse()));
        byte[] written = Write(first);

        NodeSnapshot second = TestArchive.Read(written);

        Assert.False(second.IsDamaged);
        Assert.Equal(first.Content.Parts.Select(Text).Order(), second.Content.Parts.Select(Text).Order());
        using System.Formats.Tar.TarReader reader = new(new System.IO.Compression.GZipStream(new MemoryStream(written), System.IO.Compression.CompressionMode.Decompress));
        System.Formats.Tar.TarEntry entry = reader.GetNextEntry()!;
        Assert.Equal("manifest.json", entry.Name);
        Assert.Equal(first.CapturedAt, entry.ModificationTime);
        Assert.Equal((0, 0), (entry.Uid, entry.Gid));
    }

    [Fact]
    public void Writing_twice_gives_the_same_bytes_whatever_order_the_parts_came_in() =>
        Assert.Equal(Write(TestArchive.Read(TestArchive.Tar(Node.Files()))), Write(TestArchive.Read(TestArchive.Tar(Node.Files().Reverse()))));

    [Fact]
    public void Reading_ends_when_it_is_cancelled()
    {
        using CancellationTokenSource source = new();
        int parts = 0;
        using MemoryStream stream = new(TestArchive.Tar(Node.Files()));

        Assert.Throws<OperationCanceledException>(() => SnapshotArchive.Read(stream, "x", null, _ => Count(), source.Token));
        Assert.Equal(1, parts);

        void Count()
        {
            parts++;
            source.Cancel();
        }
    }

    private static byte[] Write(NodeSnapshot snapshot)
    {
        using MemoryStream stream = new();
        SnapshotArchive.Write(snapshot, stream, cancellation: TestContext.Current.CancellationToken);
        return stream.ToArray();
    }

    private static string Text(SnapshotPart part) => $"{part.Path}={Encoding.UTF8.GetString(part.Content.Span)}";
}
