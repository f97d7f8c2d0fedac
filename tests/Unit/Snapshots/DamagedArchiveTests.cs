using NetPath.Core.Snapshots;
using Xunit;

namespace NetPath.Unit.Snapshots;

public sealed class DamagedArchiveTests
{
    private static readonly TestSnapshot Node = new TestSnapshot()
        .With("host/routing/route4.json", "[]")
        .With("host/netfilter/iptables-nft-save.txt", new string('x', 3000))
        .With("host/sysctl.txt", "net/ipv4/ip_forward = 1\n");

    [Fact]
    public void What_came_before_the_cut_is_used_and_the_part_in_the_cut_is_not()
    {
        byte[] archive = TestArchive.Tar(Node.Files());
        int inside = archive.AsSpan().IndexOf("xxxx"u8) + 1000;

        NodeSnapshot snapshot = TestArchive.Read(archive[..inside]);

        Assert.True(snapshot.IsDamaged);
        Assert.Equal(
            [
                "The archive ends inside host/netfilter/iptables-nft-save.txt. What came before is used.",
                "Files that the manifest lists are missing: host/sysctl.txt.",
            ],
            snapshot.Problems);
        Assert.Equal(2, snapshot.Host.Part("routing/route4.json").Content.Length);
        Assert.Equal(
            "The snapshot does not hold 'host/netfilter/iptables-nft-save.txt': the archive ends inside it",
            Assert.Throws<SectionNotCollectedException>(() => snapshot.Host.Part("netfilter/iptables-nft-save.txt")).Message);
        Assert.Equal("its manifest lists it, but the archive does not hold it", Assert.Throws<SectionNotCollectedException>(() => snapshot.Host.Part("sysctl.txt")).Reason);
    }

    [Fact]
    public void A_cut_exactly_between_two_files_is_seen_from_the_manifest()
    {
        byte[] archive = TestArchive.Tar(Node.Files());
        int before = archive.AsSpan().IndexOf("host/sysctl.txt\0"u8);

        NodeSnapshot snapshot = TestArchive.Read(archive[..before]);

        Assert.True(snapshot.IsDamaged);
        Assert.Contains("Files that the manifest lists are missing: host/sysctl.txt.", snapshot.Problems);
    }

    [Fact]
    public void A_gzipped_archive_that_is_cut_off_anywhere_never_passes_for_complete_while_a_part_is_missing()
    {
        byte[] archive = TestArchive.Gzip(TestArchive.Tar(Node.Files()));
        int complete = 0;
        for (int length = 1; length < archive.Length; length++)
        {
            try
            {
                NodeSnapshot snapshot = TestArchive.Read(archive[..length]);
                complete += snapshot.IsDamaged ? 0 : 1;
                Assert.Equal(snapshot.IsDamaged, snapshot.Problems.Count > 0);
                Assert.True(snapshot.IsDamaged || snapshot.Host.Part("sysctl.txt").Content.Length == 24, $"cut to {length} of {archive.Length} bytes");
            }
            catch (SnapshotFormatException)
            {
                // The manifest was not among what could be read.
            }
        }

        Assert.InRange(complete, 0, 40);
    }

    [Fact]
    public void Without_its_manifest_a_cut_archive_cannot_be_interpreted()
    {
        byte[] archive = TestArchive.Tar(Node.Files().Reverse());
        int inside = archive.AsSpan().IndexOf("manifest.json"u8) + 600;

        SnapshotFormatException error = Assert.Throws<SnapshotFormatException>(() => TestArchive.Read(archive[..inside]));

        Assert.Equal(
            "holds no manifest.json, without which its 3 files have no meaning (The archive ends inside manifest.json. What came before is used)",
            error.Problem);
    }

    [Fact]
    public void A_header_that_was_overwritten_ends_the_reading_there()
    {
        byte[] archive = TestArchive.Tar(Node.Files());
        archive.AsSpan(archive.AsSpan().IndexOf("host/sysctl.txt\0"u8), 300).Fill(0x55);

        NodeSnapshot snapshot = TestArchive.Read(archive);

        Assert.Equal("The archive is damaged. What came before is used.", snapshot.Problems[0]);
        Assert.True(snapshot.Host.TryPart("netfilter/iptables-nft-save.txt", out _));
        Assert.False(snapshot.Host.TryPart("sysctl.txt", out _));
    }

    [Fact]
    public void A_file_of_a_folder_that_cannot_be_read_costs_only_itself()
    {
        SnapshotFile[] files =
        [
            .. Node.Files().Where(file => file.Path != "host/sysctl.txt").Select(file => new SnapshotFile(file.Path, () => new MemoryStream(file.Content))),
            new SnapshotFile("host/sysctl.txt", () => throw new UnauthorizedAccessException("Access is denied.")),
        ];

        NodeSnapshot snapshot = SnapshotArchive.Read(files, "folder", cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(["host/sysctl.txt cannot be read: Access is denied."], snapshot.Problems);
        Assert.Equal("Access is denied", Assert.Throws<SectionNotCollectedException>(() => snapshot.Host.Sysctl).Reason);
    }
}
