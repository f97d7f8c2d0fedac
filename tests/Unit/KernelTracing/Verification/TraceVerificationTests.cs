using NetPath.Core.KernelTracing;
using NetPath.Core.KernelTracing.Verification;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.KernelTracing.Verification;

/// <summary>A trace against what the kernel reported of the probe.</summary>
public sealed class TraceVerificationTests
{
    [Fact]
    public void A_kernel_that_does_what_was_predicted_confirms_each_hop()
    {
        PacketTrace trace = new ProbeEvents().Verify();

        Assert.Equal(("Confirmed", "the kernel did what the trace says, at each of its 25 hops"), (trace.Verification!.Result, trace.Verification.Reason));
        PathOutcome outcome = Assert.Single(trace.Outcomes);
        Assert.Equal("Confirmed", outcome.Confirmation);
        Assert.All(outcome.Hops.Concat(outcome.ReplyHops), hop => Assert.Equal("Confirmed", hop.Confirmation));
        Assert.Equal(["TRACE: nat:KUBE-SEP-AAAAAAAAAAAAAAA1:rule:2"], outcome.Hops.OfType<RuleHop>().Single(hop => hop.Target == "DNAT").KernelEvidence[..1]);
    }

    public static TheoryData<string, Action<ProbeEvents>, string> Differences => new()
    {
        {
            "another rule",
            events => Replace(events.Node, "nat:KUBE-SERVICES:rule:1", "nat:KUBE-SERVICES:rule:2"),
            "node1: the kernel took nat KUBE-SERVICES rule 2 (KUBE-NODEPORTS), and the trace says nat KUBE-SERVICES rule 1 (KUBE-SVC-AAAAAAAAAAAAAAAA)"
        },
        {
            "no rule",
            events => Truncate(events.Node, "filter:FORWARD:rule:1"),
            "node1: the kernel took no rule of filter in FORWARD here, and the trace says filter FORWARD rule 1 (KUBE-FORWARD)"
        },
        {
            "one rule more",
            events => events.Node.Insert(8, ProbeEvents.Rule("filter:FORWARD:rule:1", "10.244.0.3:40000 10.244.0.2:8080")),
            "node1: the kernel took filter FORWARD rule 1 (KUBE-FORWARD), and the trace says the policy ACCEPT of filter FORWARD"
        },
        {
            "a table that nobody predicted",
            events => events.Node.Insert(3, ProbeEvents.Rule("mangle:PREROUTING:rule:1", "10.244.0.3:40000 10.96.0.50:80")),
            "node1: the kernel also took mangle PREROUTING rule 1, which is not in the trace"
        },
        {
            "another source",
            events => events.Client[0] = ProbeEvents.Point(TraceCheckpoint.Output, "10.244.0.3:40000 10.96.0.51:80", null, "eth0"),
            "client: client sent tcp 10.244.0.3:40000 -> 10.96.0.51:80, and the trace says tcp 10.244.0.3:40000 -> 10.96.0.50:80"
        },
        {
            "another route",
            events => (events.Node[5], events.Node[12]) = (events.Node[5] with { OutInterface = "eth0" }, events.Node[12] with { OutInterface = "eth0" }),
            "node1: the kernel routed the packet in node1 to eth0, and the trace says that it leaves by cali-web"
        },
        { "lost behind the veth", events => events.Web.Clear(), "node1: the packet was not seen in web" },
        { "dropped before the socket", events => events.Web.RemoveRange(2, 3), "web: the packet was not seen behind the rules of web" },
        {
            "another symptom",
            events => events.Symptom = Symptom.TimedOut,
            "the client saw 'TimedOut', and the trace says Connected"
        },
        {
            "another conntrack entry",
            events => events.Conntrack[0] = events.Conntrack[0] with { Reply = "tcp 10.244.0.9:8080 -> 10.244.0.3:40000" },
            "node1: conntrack holds tcp 10.244.0.3:40000 -> 10.96.0.50:80 | tcp 10.244.0.9:8080 -> 10.244.0.3:40000, and the trace says tcp 10.244.0.3:40000 -> 10.96.0.50:80 | tcp 10.244.0.2:8080 -> 10.244.0.3:40000"
        },
    };

    [Theory, MemberData(nameof(Differences))]
    public void The_first_thing_that_the_kernel_did_otherwise_is_named(string what, Action<ProbeEvents> change, string reason)
    {
        ProbeEvents events = new();
        change(events);

        PathVerification verification = events.Verify().Verification!;

        Assert.Equal((what, "Contradicted", reason), (what, verification.Result, verification.Reason));
    }

    [Fact]
    public void Behind_the_first_difference_nothing_is_said()
    {
        ProbeEvents events = new();
        Replace(events.Node, "nat:KUBE-SERVICES:rule:1", "nat:KUBE-SERVICES:rule:2");

        PathOutcome outcome = events.Verify().Outcomes[0];

        Assert.Equal("Contradicted", outcome.Confirmation);
        Assert.Equal(["Confirmed", "Confirmed", "Confirmed", "Confirmed", "Contradicted", null, null], outcome.Hops.Take(7).Select(hop => hop.Confirmation));
        Assert.Equal(["TRACE: nat:KUBE-SERVICES:rule:2"], outcome.Hops[4].KernelEvidence);
        Assert.All(outcome.ReplyHops, hop => Assert.Null(hop.Confirmation));
    }

    [Fact]
    public void What_may_be_missing_since_events_were_lost_contradicts_nothing()
    {
        ProbeEvents events = new() { Lost = 2 };
        events.Web.Clear();

        PathVerification verification = events.Verify().Verification!;

        Assert.Equal(("Incomplete", "the kernel lost events, 2 times; without these node1: the packet was not seen in web"), (verification.Result, verification.Reason));
    }

    [Fact]
    public void Packets_that_are_sent_again_are_left_out()
    {
        ProbeEvents events = new();
        for (int i = 0; i < events.Node.Count; i++)
        {
            events.Node[i] = events.Node[i] with { Identity = new PacketIdentity { IpId = 7 } };
        }

        events.Node.AddRange(events.Node.Take(5).Select(step => step with { Identity = new PacketIdentity { IpId = 8 } }).ToArray());
        events.Client[0] = events.Client[0] with { Identity = new PacketIdentity { IpId = 7 } };

        Assert.Equal("Confirmed", events.Verify().Verification!.Result);
    }

    private static void Replace(List<KernelTraceEvent> events, string from, string to)
    {
        int index = events.FindIndex(step => step.Text.EndsWith(from, StringComparison.Ordinal));
        events[index] = ProbeEvents.Rule(to, "10.244.0.3:40000 10.96.0.50:80");
    }

    // The packet goes no further than before this event.
    private static void Truncate(List<KernelTraceEvent> events, string first)
    {
        int index = events.FindIndex(step => step.Text.EndsWith(first, StringComparison.Ordinal));
        events.RemoveRange(index, events.Count - index);
    }
}
