using NetPath.Core.KernelTracing.Verification;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Linux.Verification;
using Xunit;

namespace NetPath.Lab.TwoNodes;

/// <summary>The kernel's word on a path that goes on to another node: both nodes are on this machine.</summary>
public static class VerifyAcrossNodesTests
{
    private const string Client = "client-7d9c5b4f6-k2x8w";

    /// <summary>Plain routes: the probe itself crosses, and each of its hops is seen.</summary>
    [Collection(CalicoRouted.Name)]
    public sealed class Routed(CalicoRouted lab)
    {
        [Theory]
        [InlineData("10.96.0.81")]
        [InlineData("fd00:10:96::81")]
        public void Each_hop_of_both_nodes_is_confirmed(string service)
        {
            lab.SkipUnlessUp();
            PathVerification verification = Verify(lab.Snapshots(), service);

            Assert.True(verification.Result == nameof(VerificationResult.Confirmed), $"{verification}");
            Assert.Contains(verification.Conntrack, tuple => tuple.Place == "node2");
        }
    }

    /// <summary>A tunnel: what it carries is seen before and behind it.</summary>
    [Collection(CalicoVxlan.Name)]
    public sealed class Vxlan(CalicoVxlan lab)
    {
        [Fact]
        public void All_but_the_packet_around_it_is_confirmed()
        {
            lab.SkipUnlessUp();
            PacketTrace trace = Trace(lab.Snapshots(), "10.96.0.81");
            PathOutcome outcome = Assert.Single(trace.Outcomes);

            Assert.True(trace.Verification is { Result: nameof(VerificationResult.Incomplete), Probe.Symptom: nameof(Symptom.Connected) }, $"{trace.Verification}");
            Assert.EndsWith("(of what a tunnel carries the kernel reports the packet around it); the others are confirmed", trace.Verification!.Reason, StringComparison.Ordinal);
            Assert.All(OwnHops.Of(outcome.Hops).Concat(OwnHops.Of(outcome.ReplyHops)), hop => Assert.Equal(nameof(HopConfirmation.Confirmed), hop.Confirmation));
        }

        // The sample of another day: its namespaces are nowhere, and the walk goes over it all the same.
        [Fact]
        public void Of_a_node_that_is_not_here_it_says_so()
        {
            lab.SkipUnlessUp();
            using FileStream file = File.OpenRead(Path.Combine(Repository.Root, "samples", "two-nodes", "node2.tar.gz"));
            NodeSnapshot elsewhere = SnapshotArchive.Read(file, "node2.tar.gz", cancellation: TestContext.Current.CancellationToken);
            PathVerification verification = Verify([lab.Snapshot(1), elsewhere], "10.96.0.81");

            Assert.True(verification is { Result: nameof(VerificationResult.Incomplete), Probe.Symptom: nameof(Symptom.Connected) }, $"{verification}");
            Assert.Contains("of the other node are not on this machine", verification.Reason, StringComparison.Ordinal);
        }

        [Fact]
        public void A_rule_that_the_other_node_has_got_since_is_found()
        {
            lab.SkipUnlessUp();
            NodeSnapshot[] nodes = lab.Snapshots();
            lab.Run("node2", "iptables-nft -I FORWARD -p tcp --dport 8080 -j DROP").OrFail();
            try
            {
                PathVerification verification = Verify(nodes, "10.96.0.81");

                Assert.Equal(nameof(VerificationResult.Contradicted), verification.Result);
                Assert.StartsWith("node2: ", verification.Reason, StringComparison.Ordinal);
            }
            finally
            {
                lab.Run("node2", "iptables-nft -D FORWARD 1").OrFail();
            }
        }
    }

    private static PathVerification Verify(NodeSnapshot[] nodes, string service) => Trace(nodes, service).Verification!;

    private static PacketTrace Trace(NodeSnapshot[] nodes, string service) => KernelVerifier.Verify(
        nodes,
        new TraceRequest { From = Client, Destination = IpAddress.Parse(service), Port = 80 },
        TestContext.Current.CancellationToken);
}
