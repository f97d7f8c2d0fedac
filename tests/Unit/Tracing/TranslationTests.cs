using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.Tracing;

/// <summary>Who is translated into whom, there and back.</summary>
public class TranslationTests
{
    private const string Output = "\n:OUTPUT ACCEPT [0:0]\n:KUBE-FORWARD";
    private const string NatPrerouting = "-A PREROUTING -m comment";

    [Fact]
    public void A_pod_that_reaches_itself_by_its_service_is_masqueraded()
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy(), from: "web");

        Assert.Equal((true, "192.0.2.10", "10.244.0.2:8080", "web"), (outcome.Passed, outcome.SourceSeen, outcome.Endpoint, outcome.EndsAt));
        Assert.Equal(2, outcome.ReplyHops.OfType<ConntrackHop>().Count());
    }

    [Fact]
    public void The_node_itself_keeps_its_own_address()
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy(), from: "node");

        Assert.Equal((true, "192.0.2.10", "10.244.0.2:8080"), (outcome.Passed, outcome.SourceSeen, outcome.Endpoint));
    }

    [Fact]
    public void A_client_outside_is_masqueraded_behind_the_node_port()
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy(), from: "198.51.100.7", to: "192.0.2.10", port: 30080);

        Assert.Equal((nameof(Disposition.Delivered), nameof(Disposition.LeavesSnapshot), nameof(Symptom.Connected)), (outcome.Disposition, outcome.ReplyDisposition, outcome.Symptom));
        Assert.Equal("192.0.2.10", outcome.SourceSeen);
        Packet answer = outcome.ReplyHops[^1].After;
        Assert.Equal(("192.0.2.10", 30080, "198.51.100.7"), (answer.Source, answer.SourcePort, answer.Destination));
    }

    [Fact]
    public void An_answer_that_leaves_by_another_interface_is_no_pass()
    {
        PathOutcome outcome = CalicoNode.Outcome(
            CalicoNode.Healthy()
                .Change(CalicoNode.Rules, "-A KUBE-EXT-AAAAAAAAAAAAAAAA -m comment --comment \"masquerade traffic for default/web external destinations\" -j KUBE-MARK-MASQ\n", "")
                .With($"{CalicoNode.Web}/routing/route4.json", """[{"type":"local","dst":"10.244.0.2","dev":"eth0","table":"local","scope":"host","prefsrc":"10.244.0.2","flags":[]}]"""),
            from: "198.51.100.7",
            to: "192.0.2.10",
            port: 30080);

        Assert.Equal((nameof(Disposition.Delivered), nameof(Disposition.NoRoute), nameof(Symptom.TimedOut)), (outcome.Disposition, outcome.ReplyDisposition, outcome.Symptom));
        Assert.Contains("but the answer is lost", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_endpoints_share_the_connections()
    {
        PacketTrace trace = CalicoNode.Trace(CalicoNode.Healthy().Change(
            CalicoNode.Rules,
            "-A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment",
            "-A KUBE-SVC-AAAAAAAAAAAAAAAA -m statistic --mode random --probability 0.25000000000 -j DNAT --to-destination 10.244.0.3:9\n-A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment").Build(), from: "node");

        Assert.Equal([("10.244.0.2:8080", 0.75, nameof(Symptom.Connected)), ("10.244.0.3:9", 0.25, nameof(Symptom.ConnectionRefused))], trace.Outcomes.Select(outcome => (outcome.Endpoint, outcome.Probability, outcome.Symptom)));
        Assert.Equal((nameof(Disposition.Mixed), nameof(Symptom.Mixed), false), (trace.Disposition, trace.Symptom, trace.Passed));
    }

    [Theory]
    [InlineData("-A PREROUTING -m comment --comment \"kubernetes service portals\" -j KUBE-SERVICES", "no rule of nat PREROUTING sends it to KUBE-SERVICES")]
    [InlineData("-A KUBE-SEP-AAAAAAAAAAAAAAA1 -p tcp -m comment --comment \"default/web\" -m tcp -j DNAT --to-destination 10.244.0.2:8080", "sends it to KUBE-SEP-AAAAAAAAAAAAAAA1, which translates nothing")]
    [InlineData("-A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment --comment \"default/web -> 10.244.0.2:8080\" -j KUBE-SEP-AAAAAAAAAAAAAAA1", "sends it to KUBE-SVC-AAAAAAAAAAAAAAAA, which translates nothing")]
    public void The_missing_link_is_named(string rule, string reason)
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy().Change(CalicoNode.Rules, $"{rule}\n", ""));

        Assert.Equal((nameof(Disposition.NotTranslated), false), (outcome.Disposition, outcome.Passed));
        Assert.Contains(reason, outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_without_a_route_to_the_virtual_IP_never_asks_the_rules()
    {
        PathOutcome outcome = CalicoNode.Outcome(
            CalicoNode.Healthy().Change(CalicoNode.Routes, """{"dst":"default","gateway":"192.0.2.1","dev":"eth0","flags":[]},""", ""),
            from: "node");

        Assert.Equal((nameof(Disposition.NoRoute), nameof(Symptom.NetworkUnreachable)), (outcome.Disposition, outcome.Symptom));
    }

    [Fact]
    public void Without_connection_tracking_nothing_is_translated()
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy().Append(CalicoNode.Rules, "*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -j CT --notrack\nCOMMIT\n"));

        Assert.Equal((nameof(Disposition.NotTranslated), "10.96.0.50:80"), (outcome.Disposition, outcome.Endpoint));
        Assert.Empty(outcome.Conntrack);
    }

    // Seen on a kernel: a cali interface has no IPv4 address, and REDIRECT drops there (nf_nat_redirect_ipv4).
    [Theory]
    [InlineData("client", nameof(Disposition.Dropped), "10.96.0.50:80")]
    [InlineData("198.51.100.7", nameof(Disposition.Delivered), "192.0.2.10:22")]
    public void A_redirect_takes_an_address_of_the_interface_that_the_packet_came_in_by(string from, string disposition, string endpoint)
    {
        PathOutcome outcome = CalicoNode.Outcome(
            CalicoNode.Healthy().Change(CalicoNode.Rules, NatPrerouting, $"-A PREROUTING -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 22\n{NatPrerouting}"),
            from);

        Assert.Equal((disposition, endpoint), (outcome.Disposition, outcome.Endpoint));
    }

    // Seen on a kernel (6.18): connect() has found the route to the virtual IP good; the SYN then dies after OUTPUT's DNAT without an error.
    [Theory]
    [InlineData("blackhole", nameof(Disposition.Blackholed))]
    [InlineData("unreachable", nameof(Disposition.Unreachable))]
    [InlineData("prohibit", nameof(Disposition.Prohibited))]
    public void A_refusing_route_behind_the_nodes_own_translation_times_out(string type, string disposition)
    {
        PathOutcome outcome = CalicoNode.Outcome(
            CalicoNode.Healthy().Change(CalicoNode.Routes, """{"dst":"10.244.0.2","dev":"cali-web","scope":"link","flags":[]}""", $$"""{"type":"{{type}}","dst":"10.244.0.2","flags":[]}"""),
            from: "node");

        Assert.Equal((disposition, nameof(Symptom.TimedOut)), (outcome.Disposition, outcome.Symptom));
    }

    // Seen on a kernel (6.18): the send itself fails.
    [Theory]
    [InlineData("-A OUTPUT -j REJECT --reject-with icmp-port-unreachable", nameof(Symptom.OperationNotPermitted))]
    [InlineData("-A OUTPUT -j REJECT --reject-with icmp-host-prohibited", nameof(Symptom.OperationNotPermitted))]
    [InlineData("-A OUTPUT -j DROP", nameof(Symptom.OperationNotPermitted))]
    public void A_datagram_that_its_own_kernel_stops_is_an_error_of_the_send(string rule, string symptom)
    {
        PathOutcome outcome = CalicoNode.Outcome(
            CalicoNode.Healthy().Change(CalicoNode.Rules, Output, $"\n:OUTPUT ACCEPT [0:0]\n{rule}\n:KUBE-FORWARD"),
            from: "node",
            to: "198.51.100.7",
            protocol: Protocol.Udp);

        Assert.Equal(symptom, outcome.Symptom);
    }

    // ipt_mangle_out() alone looks at the mark; the nat and filter tables do not choose a route again for it.
    [Theory]
    [InlineData("mangle", "eth0")]
    [InlineData("filter", "cali-web")]
    [InlineData("raw", "cali-web")]
    public void Only_a_mark_of_the_mangle_table_changes_the_route(string table, string device)
    {
        string mark = $"*{table}\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -j MARK --set-xmark 0x1/0xffffffff\nCOMMIT\n";
        PathOutcome outcome = CalicoNode.Outcome(
            CalicoNode.Healthy()
                .With(CalicoNode.Rules, mark)
                .With("host/routing/rule4.json", """[{"priority":0,"src":"all","table":"local"},{"priority":100,"src":"all","fwmark":"0x1","table":"100"},{"priority":32766,"src":"all","table":"main"}]""")
                .Change(CalicoNode.Routes, "[{\"dst\":\"default\"", "[{\"dst\":\"default\",\"gateway\":\"192.0.2.1\",\"dev\":\"eth0\",\"table\":\"100\",\"flags\":[]},{\"dst\":\"default\""),
            from: "node",
            to: "10.244.0.2",
            port: 8080);

        Assert.Equal(device, outcome.Hops.OfType<LinkHop>().First().Interface);
    }

    [Fact]
    public void A_neighbour_entry_for_another_station_swallows_the_packet()
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy()
            .With(CalicoNode.Neighbours, """[{"dst":"10.244.0.2","dev":"cali-web","lladdr":"0a:00:00:00:00:99","state":["PERMANENT"]}]"""));

        Assert.Equal((nameof(Disposition.NeighbourMismatch), nameof(Symptom.TimedOut)), (outcome.Disposition, outcome.Symptom));
    }

    [Fact]
    public void A_loopback_source_from_a_pod_is_martian()
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy(), from: "198.51.100.7", to: "127.0.0.1", port: 22);

        Assert.Equal((nameof(Disposition.Martian), nameof(Symptom.TimedOut)), (outcome.Disposition, outcome.Symptom));
    }
}
