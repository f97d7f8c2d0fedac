using NetPath.Core.Snapshots;
using Xunit;

namespace NetPath.Lab;

/// <summary>What the collector writes is what NetPath reads: every part of every namespace, without a complaint.</summary>
public sealed class SnapshotContractTests
{
    private readonly LabNode _lab;

    public SnapshotContractTests(LabNode lab) => _lab = lab;

    [Fact]
    public void A_fresh_archive_is_read_whole()
    {
        _lab.SkipUnlessUp();
        Shell shell = Shell.Run("dash", Repository.Collector, "--netns", LabNode.Space("node")).OrFail();
        AssertReadWhole(shell.Output, "the lab node");
    }

    [Fact]
    public void The_sample_is_read_whole() => AssertReadWhole(File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "reference-node.tar.gz")), "the sample");

    private static void AssertReadWhole(byte[] archive, string source)
    {
        using MemoryStream stream = new(archive);
        NodeSnapshot snapshot = SnapshotArchive.Read(stream, source, cancellation: TestContext.Current.CancellationToken);
        Assert.False(snapshot.IsDamaged);
        Assert.Empty(snapshot.Problems);
        Assert.Equal("minikube", snapshot.NodeName);
        Assert.Equal(5, snapshot.Pods.Count);
        foreach (NetworkNamespace space in snapshot.Namespaces)
        {
            object[] parts = [space.Links, space.Addresses, space.Routes, space.PolicyRules, space.Neighbours, space.Netfilter, space.Sysctl, space.Sockets, space.ResolverConfiguration, space.ConntrackUsage];
            Assert.DoesNotContain(null, parts);
        }
    }
}
