using NetPath.Core.Netfilter;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.Tracing;

/// <summary>Rules in iptables-legacy and in iptables-nft at once: which is asked first is not in the snapshot.</summary>
public class BackendOrderTests
{
    private const string Legacy = "host/netfilter/iptables-legacy-save.txt";
    private const string Portals = "-A PREROUTING -m comment";

    [Theory]
    [InlineData("a rule that does not match", "*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -d 10.9.9.9/32 -j DROP\nCOMMIT\n", nameof(Symptom.Connected))]
    [InlineData("a drop in one of them", "*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -d 10.244.0.2/32 -j DROP\nCOMMIT\n", nameof(Symptom.TimedOut))]
    [InlineData("the policy of one of them", "*filter\n:FORWARD DROP [0:0]\nCOMMIT\n", nameof(Symptom.TimedOut))]
    [InlineData("the same translation in both", "*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -d 10.96.0.50/32 -p tcp -j DNAT --to-destination 10.244.0.2:8080\nCOMMIT\n", nameof(Symptom.Connected))]
    [InlineData("an ACCEPT is no translation, so that the other is asked", "*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -j ACCEPT\nCOMMIT\n", nameof(Symptom.Connected))]
    public void Where_the_order_makes_no_difference_the_answer_is_certain(string what, string rules, string symptom)
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy().With(Legacy, rules));

        Assert.True(outcome.Symptom == symptom && outcome.Assumptions.Length == 0, $"{what}: {outcome} {string.Join("; ", outcome.Assumptions)}");
    }

    [Fact]
    public void Where_it_does_both_orders_are_shown()
    {
        PacketTrace trace = CalicoNode.Trace(CalicoNode.Healthy()
            .With(Legacy, "*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -d 10.96.0.50/32 -p tcp -j DNAT --to-destination 10.244.0.2:9\nCOMMIT\n").Build());

        Assert.Equal(
            [("10.244.0.2:8080", nameof(Symptom.Connected), "taken in the order nft, legacy"), ("10.244.0.2:9", nameof(Symptom.ConnectionRefused), "taken in the order legacy, nft")],
            trace.Outcomes.Select(outcome => (outcome.Endpoint, outcome.Symptom, Assert.Single(outcome.Assumptions).Split(':')[0])).Order());
        Assert.False(trace.Passed);
    }

    [Fact]
    public void A_way_keeps_to_the_order_that_it_has_assumed()
    {
        const string Rules = "*mangle\n:PREROUTING ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n-A PREROUTING -m mark --mark 0x1 -j MARK --set-xmark 0x2/0xffffffff\n-A FORWARD -m mark --mark 0x2 -j DROP\nCOMMIT\n";
        const string Others = "*mangle\n:PREROUTING ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n-A PREROUTING -j MARK --set-xmark 0x1/0xffffffff\n-A FORWARD -j MARK --set-xmark 0x2/0xffffffff\nCOMMIT\n";

        PacketTrace trace = CalicoNode.Trace(CalicoNode.Healthy().With(Legacy, Rules).Append(CalicoNode.Rules, Others).Build());

        // nft first: 1, then 2, dropped in FORWARD. Legacy first: 1, no drop, then 2.
        Assert.Equal([nameof(Symptom.Connected), nameof(Symptom.TimedOut)], trace.Outcomes.Select(outcome => outcome.Symptom).Order());
    }

    [Fact]
    public void The_reason_names_the_backend_that_drops()
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy().With(Legacy, "*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -d 10.244.0.2/32 -j DROP\nCOMMIT\n"));

        Assert.Equal((nameof(Disposition.Dropped), "filter FORWARD rule 1 of iptables-legacy drops the packet"), (outcome.Disposition, outcome.Reason));
    }

    [Fact]
    public void Once_one_backend_has_translated_the_other_is_not_asked()
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy()
            .With(Legacy, CalicoNode.KubeProxy)
            .Change(CalicoNode.Rules, Portals, $"-A PREROUTING -d 10.244.0.2/32 -p tcp -m tcp -j DNAT --to-destination 10.244.0.3:9\n{Portals}"));

        Assert.Equal(("10.244.0.2:8080", true), (outcome.Endpoint, outcome.Passed));
    }
}
