using System.Text.RegularExpressions;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Lab.TwoNodes;

/// <summary>What the kernel learns about the length of packets on a path is what NetPath says of it.</summary>
[Collection(CalicoVxlan.Name)]
public sealed class PathMtuTests(CalicoVxlan lab)
{
    [Theory]
    [InlineData("10.244.2.11", 1430)]
    [InlineData("fd00:10:244:2::11", 1430)]
    public void On_healthy_nodes_a_full_segment_fits_all_the_way(string pod, int mtu)
    {
        lab.SkipUnlessUp();
        PathOutcome outcome = Assert.Single(JourneyTrace.Of(lab.Healthy, To(pod)).Outcomes);

        Assert.Equal((mtu, mtu, mtu), (outcome.PathMtu, outcome.ReplyPathMtu, outcome.PacketSize));
        Assert.Empty(outcome.MtuProblems);
    }

    // The node tells the pod, whose kernel keeps the number for that destination.
    [Theory]
    [InlineData("10.244.2.11", "10.244.1.10", 1450)]
    [InlineData("fd00:10:244:2::11", "fd00:10:244:1::10", 1430)]
    public void A_pod_with_a_larger_MTU_than_the_tunnel_learns_the_number_that_the_walk_gives(string pod, string client, int mtu)
    {
        lab.SkipUnlessUp();
        try
        {
            SetPodMtu(1500);
            Answer answer = lab.Ask("client1", pod, 8080, bytes: 200000);
            string route = lab.Inside("web2", "ip", "route", "get", client).OrFail().Text;
            PathOutcome outcome = Assert.Single(JourneyTrace.Of(lab.Snapshots(), To(pod)).Outcomes);

            Assert.Equal(Symptom.Connected, answer.Symptom);
            Assert.Equal($"{mtu}", Regex.Match(route, @"mtu (\d+)").Groups[1].Value);
            Assert.Equal((mtu, mtu, 1500), (outcome.PathMtu, outcome.ReplyPathMtu, outcome.PacketSize));
            Assert.All(outcome.MtuProblems, problem => Assert.Equal((nameof(MtuEffect.SenderTold), mtu), (problem.Effect, problem.Fits)));
            Assert.Equal([false, true], outcome.MtuProblems.Select(problem => problem.IsReply));
        }
        finally
        {
            SetPodMtu(1430);
            lab.Forget();
        }
    }

    // The interface of the other node takes no longer ones, and the switch between them tells nobody.
    [Fact]
    public void What_the_other_node_does_not_take_is_lost_in_a_black_hole_of_that_length()
    {
        lab.SkipUnlessUp();
        try
        {
            lab.Inside("node2", "ip", "link", "set", "eth0", "mtu", "1400").OrFail();
            Journey journey = new("client2", "10.244.1.11", 8080, Symptom.Connected, [], "");
            PathOutcome outcome = Assert.Single(JourneyTrace.Of(lab.Snapshots(), journey).Outcomes);
            MtuProblem problem = Assert.Single(outcome.MtuProblems, problem => problem.IsReply);
            Answer large = lab.Ask("client2", "10.244.1.11", 8080, bytes: 200000, patience: 2);
            // The answer is a segment of these bytes, 40 of headers, and 12 of TCP's time stamps: it just fits.
            Answer fitting = lab.Ask("client2", "10.244.1.11", 8080, bytes: 1000, patience: 10);

            Assert.Equal((nameof(MtuEffect.BlackHole), "eth0", 1400, 1350), (problem.Effect, problem.Device, problem.Mtu, problem.Fits));
            Assert.Equal((Symptom.TimedOut, Symptom.Connected), (large.Symptom, fitting.Symptom));
        }
        finally
        {
            lab.Inside("node2", "ip", "link", "set", "eth0", "mtu", "1500").OrFail();
            lab.Forget();
        }
    }

    private static Journey To(string pod) => new("client1", pod, 8080, Symptom.Connected, [], "");

    private void SetPodMtu(int mtu)
    {
        lab.Run("node1", $"ip link set cali086f19da27d mtu {mtu}").OrFail();
        lab.Run("node2", $"ip link set cali455451dbca5 mtu {mtu}").OrFail();
        lab.Run("client1", $"ip link set eth0 mtu {mtu}").OrFail();
        lab.Run("web2", $"ip link set eth0 mtu {mtu}").OrFail();
    }
}
