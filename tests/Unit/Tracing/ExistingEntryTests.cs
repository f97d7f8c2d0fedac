using NetPath.Core.Conntrack;
using NetPath.Core.Packets;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.Tracing;

/// <summary>A flow that connection tracking knows goes where its entry says, and a new connection where the rules say.</summary>
public class ExistingEntryTests
{
    private const string Entries = "host/conntrack/entries.txt";

    // The client's flow to web's virtual IP, which went to an endpoint that is gone by now.
    private const string Stale = "udp 17 20 src=10.244.0.3 dst=10.96.0.50 sport=4000 dport=80 [UNREPLIED] src=10.244.0.99 dst=10.244.0.3 sport=8080 dport=4000 mark=0 use=1\n";

    [Fact]
    public void Without_the_clients_port_entries_are_not_asked()
    {
        PacketTrace trace = Trace(Tcp("ESTABLISHED", "10.244.0.2"), sourcePort: null);

        Assert.Null(trace.EntryEffect);
        Assert.Empty(trace.EntryOutcomes);
    }

    [Fact]
    public void Without_collected_entries_their_effect_is_not_known() => Assert.Null(Trace("", collected: false).EntryEffect);

    [Fact]
    public void A_flow_without_an_entry_is_a_new_connection() => Assert.Equal(nameof(EntryEffect.NoEntry), Trace(Tcp("ESTABLISHED", "10.244.0.2", port: 4001)).EntryEffect);

    [Fact]
    public void An_entry_that_agrees_with_the_rules_changes_nothing()
    {
        PacketTrace trace = Trace(Tcp("ESTABLISHED", "10.244.0.2"));

        Assert.Equal(nameof(EntryEffect.Same), trace.EntryEffect);
        Assert.True(trace.Passed);
        PathOutcome outcome = Assert.Single(trace.EntryOutcomes);
        Assert.Equal(("10.244.0.2:8080", "Connected"), (outcome.Endpoint, outcome.Symptom));
        Assert.Contains("conntrack DNAT by its existing entry: destination 10.96.0.50:80 -> 10.244.0.2:8080", outcome.Hops.Select(hop => hop.Description));
        Assert.Contains("conntrack un-DNAT: source 10.244.0.2:8080 -> 10.96.0.50:80", outcome.ReplyHops.Select(hop => hop.Description));
        Assert.True(Assert.Single(outcome.Conntrack, tuple => tuple.Place == "node1").Existing);
        Assert.DoesNotContain(outcome.Hops.OfType<RuleHop>(), hop => hop.Table == "Nat");
    }

    [Fact]
    public void An_entry_takes_precedence_over_the_rules_and_both_are_told()
    {
        PacketTrace trace = Trace(Tcp("ESTABLISHED", "10.244.0.99"));

        Assert.Equal(nameof(EntryEffect.Differs), trace.EntryEffect);
        Assert.Equal("10.244.0.99:8080", Assert.Single(trace.EntryOutcomes).Endpoint);
        Assert.Equal("10.244.0.2:8080", Assert.Single(trace.Outcomes).Endpoint);
        Assert.False(trace.Passed);
        Assert.True(trace.Outcomes[0].Passed);
        Assert.StartsWith("An existing entry sends this flow to 10.244.0.99:8080 (", EntryText.Of(trace), StringComparison.Ordinal);
        Assert.EndsWith("; a new connection goes to 10.244.0.2:8080.", EntryText.Of(trace), StringComparison.Ordinal);
        Assert.Contains("A new connection:", TraceText.Render(trace, 120, TextStyle.Plain), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TIME_WAIT", nameof(EntryEffect.Over))]
    [InlineData("SYN_SENT", nameof(EntryEffect.Differs))]
    [InlineData("FIN_WAIT", nameof(EntryEffect.Differs))]
    [InlineData("LAST_ACK", nameof(EntryEffect.Differs))]
    public void A_connection_that_both_sides_have_closed_is_opened_anew(string state, string effect)
    {
        PacketTrace trace = Trace(Tcp(state, "10.244.0.99"));

        Assert.Equal(effect, trace.EntryEffect);
        Assert.Single(trace.Entries);
    }

    [Fact]
    public void Whether_a_reset_connection_is_opened_anew_is_not_told_by_text()
    {
        PathOutcome outcome = Assert.Single(Trace(Tcp("CLOSE", "10.244.0.99")).EntryOutcomes);

        Assert.Contains(outcome.Assumptions, text => text.Contains("which a reset has closed", StringComparison.Ordinal));
    }

    [Fact]
    public void A_datagram_that_was_never_answered_is_still_new_to_the_rules_and_goes_where_its_entry_says()
    {
        NodeBuilder node = CalicoNode.Healthy().Change(CalicoNode.Rules, "-p tcp", "-p udp").With(Entries, Stale);
        PacketTrace trace = ServiceTracer.For(node.Build()).Trace(Request(4000) with { Protocol = Protocol.Udp }, TestContext.Current.CancellationToken);

        Assert.Equal("10.244.0.99:8080", Assert.Single(trace.EntryOutcomes).Endpoint);
    }

    [Theory]
    [InlineData("another zone", "zone=5")]
    [InlineData("another zone on the way there", "zone-orig=5")]
    public void An_entry_of_another_zone_is_not_the_flows(string name, string zone) =>
        Assert.True(nameof(EntryEffect.NoEntry) == Trace(Tcp("ESTABLISHED", "10.244.0.99").Replace("mark=0", zone, StringComparison.Ordinal)).EntryEffect, name);

    [Fact]
    public void A_packet_that_a_rule_takes_out_of_tracking_finds_no_entry()
    {
        NodeBuilder node = CalicoNode.Healthy()
            .Append(CalicoNode.Rules, "*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -d 10.96.0.50/32 -j CT --notrack\nCOMMIT\n")
            .With(Entries, Tcp("ESTABLISHED", "10.244.0.99"));

        Assert.Equal(nameof(EntryEffect.NoEntry), ServiceTracer.For(node.Build()).Trace(Request(4000), TestContext.Current.CancellationToken).EntryEffect);
    }

    [Fact]
    public void An_entry_that_the_user_names_stands_before_those_that_were_collected()
    {
        Assert.True(ConntrackText.TryParse(Tcp("ESTABLISHED", "10.244.0.99").TrimEnd(), out ConntrackEntry? entry));
        NodeSnapshot node = CalicoNode.Healthy().With(Entries, Tcp("ESTABLISHED", "10.244.0.2")).Build();

        PacketTrace trace = ServiceTracer.For(node).Trace(Request(4000) with { Entries = [entry] }, TestContext.Current.CancellationToken);

        Assert.Equal("10.244.0.99:8080", Assert.Single(trace.EntryOutcomes).Endpoint);
    }

    [Fact]
    public void The_length_that_is_asked_for_holds_for_packets_of_the_entry_too()
    {
        NodeSnapshot node = CalicoNode.Healthy().With(Entries, Tcp("ESTABLISHED", "10.244.0.99")).Build();

        PacketTrace trace = ServiceTracer.For(node).Trace(Request(4000) with { PacketSize = 1234 }, TestContext.Current.CancellationToken);

        Assert.Equal((1234, 1234), (trace.Outcomes[0].PacketSize, trace.EntryOutcomes[0].PacketSize));
    }

    [Fact]
    public void The_answer_of_a_known_flow_goes_back_translated()
    {
        NodeSnapshot node = CalicoNode.Healthy().With(Entries, Tcp("ESTABLISHED", "10.244.0.2")).Build();

        PacketTrace trace = ServiceTracer.For(node).Trace(new TraceRequest { Destination = IpAddress.Parse("10.244.0.3"), Port = 4000, SourcePort = 8080, From = "web" }, TestContext.Current.CancellationToken);

        PathOutcome outcome = Assert.Single(trace.EntryOutcomes);
        Assert.Equal("10.96.0.50", outcome.SourceSeen);
    }

    [Fact]
    public void The_connections_mark_comes_from_its_entry()
    {
        NodeBuilder node = CalicoNode.Healthy()
            .Append(CalicoNode.Rules, "*mangle\n:FORWARD ACCEPT [0:0]\n-A FORWARD -m connmark --mark 0x7 -j DROP\nCOMMIT\n")
            .With(Entries, Tcp("ESTABLISHED", "10.244.0.2").Replace("mark=0", "mark=7", StringComparison.Ordinal));

        PacketTrace trace = ServiceTracer.For(node.Build()).Trace(Request(4000), TestContext.Current.CancellationToken);

        Assert.Equal((nameof(Disposition.Dropped), nameof(Disposition.Delivered)), (trace.EntryOutcomes[0].Disposition, trace.Outcomes[0].Disposition));
        Assert.Equal(nameof(EntryEffect.Differs), trace.EntryEffect);
    }

    [Theory]
    [InlineData("tcp 10.0.0.1:1000 -> 10.96.0.1:80", true)]
    [InlineData("udp [fd00::1]:1000 -> [fd00::2]:53", true)]
    [InlineData("tcp 10.0.0.1 -> 10.96.0.1:80", false)]
    [InlineData("tcp 10.0.0.1:1000 10.96.0.1:80", false)]
    [InlineData("tcp 10.0.0.1:1000 -> [fd00::2]:80", false)]
    [InlineData("what 10.0.0.1:1000 -> 10.96.0.1:80", false)]
    public void A_flow_as_text_needs_both_ends(string text, bool known) => Assert.Equal(known, FlowReader.TryParse(text, out _));

    private static string Tcp(string state, string endpoint, int port = 4000) =>
        $"tcp 6 100 {state} src=10.244.0.3 dst=10.96.0.50 sport={port} dport=80 src={endpoint} dst=10.244.0.3 sport=8080 dport={port} [ASSURED] mark=0 use=1\n";

    private static TraceRequest Request(int? sourcePort) => new() { Destination = IpAddress.Parse("10.96.0.50"), Port = 80, SourcePort = sourcePort, From = "client" };

    private static PacketTrace Trace(string entries, int? sourcePort = 4000, bool collected = true)
    {
        NodeBuilder node = CalicoNode.Healthy();
        return ServiceTracer.For((collected ? node.With(Entries, entries) : node).Build()).Trace(Request(sourcePort));
    }
}
