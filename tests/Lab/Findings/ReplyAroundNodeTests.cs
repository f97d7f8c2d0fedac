using NetPath.Core.Tracing;
using NetPath.Lab.TwoNodes;
using Xunit;

namespace NetPath.Lab.Findings;

/// <summary>NP2017 on two nodes: a pod asks the other node's port, and the endpoint that it is sent on to is on its own node.</summary>
[Collection(CalicoRouted.Name)]
public sealed class ReplyAroundNodeTests(CalicoRouted lab)
{
    private static readonly Journey Asked = new("client2", "172.18.0.2", 30081, Symptom.TimedOut, [], "");

    [Fact]
    public void NP2017_the_answer_does_not_pass_the_node_that_translated()
    {
        lab.SkipUnlessUp();
        try
        {
            // Without natOutgoing the pod keeps its address on the way to another node.
            lab.Run("node2", "iptables-nft-save -t nat > /run/netpath-nat; iptables-nft -t nat -F cali-nat-outgoing").OrFail();

            PacketTrace trace = JourneyTrace.Of(lab.Snapshots(), Asked);
            Answer answer = lab.Ask(Asked.From, Asked.Address, Asked.Port);

            string message = $"{answer}\n{JourneyTrace.Describe(trace)}";
            Assert.True(answer.Symptom == Symptom.TimedOut && trace.Symptom == nameof(Symptom.TimedOut), message);
            Assert.True(trace.Cause?.Code == "NP2017", message);
            Assert.Equal("10.244.2.10 asks node1 for default/edge-local:http and is sent on to 10.244.2.11:8080 unmasqueraded; the answer does not pass node1, so nobody translates it back", trace.Cause!.Message);
        }
        finally
        {
            lab.Run("node2", "iptables-nft-restore < /run/netpath-nat; rm -f /run/netpath-nat");
        }
    }
}
