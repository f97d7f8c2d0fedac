using NetPath.Core.Packets;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.Tracing;

/// <summary>One fault at a time: how the way ends, and what the client sees.</summary>
public class PathDispositionTests
{
    private const string Forward = ":FORWARD ACCEPT [0:0]\n";
    private const string WebRoute = """{"dst":"10.244.0.2","dev":"cali-web","scope":"link","flags":[]}""";

    [Fact]
    public void A_healthy_path_connects_for_certain()
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy());

        Assert.Equal((nameof(Disposition.Delivered), nameof(Disposition.Delivered), nameof(Symptom.Connected)), (outcome.Disposition, outcome.ReplyDisposition, outcome.Symptom));
        Assert.Equal(("10.244.0.2:8080", "web", "10.244.0.3"), (outcome.Endpoint, outcome.EndsAt, outcome.SourceSeen));
        Assert.Empty(outcome.Assumptions);
        Assert.True(outcome.Passed);
    }

    [Fact]
    public void The_answer_is_translated_back_by_the_node()
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy());

        ConntrackHop hop = Assert.Single(outcome.ReplyHops.OfType<ConntrackHop>());
        Assert.Equal(("10.244.0.2", "10.96.0.50", 80), (hop.Before.Source, hop.After.Source, hop.After.SourcePort));
        Assert.Equal("tcp 10.244.0.3:* -> 10.96.0.50:80 | tcp 10.244.0.2:8080 -> 10.244.0.3:*", Assert.Single(outcome.Conntrack).ToString());
    }

    [Theory]
    [InlineData("-A FORWARD -j DROP", nameof(Disposition.Dropped), nameof(Symptom.TimedOut))]
    [InlineData("-A FORWARD -j REJECT --reject-with icmp-port-unreachable", nameof(Disposition.Rejected), nameof(Symptom.ConnectionRefused))]
    [InlineData("-A FORWARD -p tcp -j REJECT --reject-with tcp-reset", nameof(Disposition.Rejected), nameof(Symptom.ConnectionRefused))]
    [InlineData("-A FORWARD -j REJECT --reject-with icmp-host-prohibited", nameof(Disposition.Rejected), nameof(Symptom.NoRouteToHost))]
    [InlineData("-A FORWARD -j REJECT --reject-with icmp-admin-prohibited", nameof(Disposition.Rejected), nameof(Symptom.NoRouteToHost))]
    [InlineData("-A FORWARD -j REJECT --reject-with icmp-net-unreachable", nameof(Disposition.Rejected), nameof(Symptom.NetworkUnreachable))]
    [InlineData("-A FORWARD -j KUBE-GONE", nameof(Disposition.Inconclusive), nameof(Symptom.Unknown))]
    public void A_rule_on_the_way_decides(string rule, string disposition, string symptom)
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy().Change(CalicoNode.Rules, Forward, $"{Forward}{rule}\n"));

        Assert.Equal((disposition, symptom, (string?)null), (outcome.Disposition, outcome.Symptom, outcome.ReplyDisposition));
        Assert.False(outcome.Passed);
    }

    [Fact]
    public void A_dropping_policy_is_named()
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy().Change(CalicoNode.Rules, Forward, ":FORWARD DROP [0:0]\n"));

        Assert.Equal((nameof(Disposition.Dropped), nameof(Symptom.TimedOut)), (outcome.Disposition, outcome.Symptom));
        Assert.Equal("the policy of filter FORWARD drops the packet, since no rule accepts it", outcome.Reason);
    }

    [Theory]
    [InlineData("blackhole", nameof(Disposition.Blackholed), nameof(Symptom.TimedOut))]
    [InlineData("unreachable", nameof(Disposition.Unreachable), nameof(Symptom.NoRouteToHost))]
    [InlineData("prohibit", nameof(Disposition.Prohibited), nameof(Symptom.NoRouteToHost))]
    public void A_route_of_the_node_that_refuses_ends_the_way(string type, string disposition, string symptom)
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy()
            .Change(CalicoNode.Routes, WebRoute, $$"""{"type":"{{type}}","dst":"10.244.0.2","flags":[]}"""));

        Assert.Equal((disposition, symptom), (outcome.Disposition, outcome.Symptom));
    }

    [Fact]
    public void Without_a_route_to_the_pod_the_packet_leaves_by_the_default_route()
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy().Change(CalicoNode.Routes, $"{WebRoute},", ""));

        Assert.Equal((nameof(Disposition.LeavesSnapshot), nameof(Symptom.Unknown), false), (outcome.Disposition, outcome.Symptom, outcome.Passed));
    }

    [Fact]
    public void Without_any_route_the_client_is_told()
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy()
            .With($"{CalicoNode.Client}/routing/neighbour.json", CalicoNode.KnownGateway)
            .Change(CalicoNode.Routes, $"{WebRoute},", "")
            .Change(CalicoNode.Routes, """{"dst":"default","gateway":"192.0.2.1","dev":"eth0","flags":[]},""", ""));

        Assert.Equal((nameof(Disposition.NoRoute), nameof(Symptom.NetworkUnreachable)), (outcome.Disposition, outcome.Symptom));
    }

    [Fact]
    public void Nobody_listens_on_the_target_port()
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy().With($"{CalicoNode.Web}/sockets/tcp.txt", TestSockets.Tcp("0.0.0.0:80")));

        Assert.Equal((nameof(Disposition.NotListening), nameof(Disposition.Delivered), nameof(Symptom.ConnectionRefused)), (outcome.Disposition, outcome.ReplyDisposition, outcome.Symptom));
    }

    [Fact]
    public void A_server_on_the_loopback_address_does_not_take_packets_for_the_pod()
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy().With($"{CalicoNode.Web}/sockets/tcp.txt", TestSockets.Tcp("127.0.0.1:8080")));

        Assert.Equal((nameof(Disposition.NotListening), nameof(Symptom.ConnectionRefused)), (outcome.Disposition, outcome.Symptom));
        Assert.Contains("127.0.0.1:8080", outcome.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("net/ipv4/conf/cali-client/forwarding = 1", "net/ipv4/conf/cali-client/forwarding = 0", nameof(Disposition.ForwardingDisabled))]
    [InlineData("net/ipv4/conf/cali-web/forwarding = 1", "net/ipv4/conf/cali-web/forwarding = 0", nameof(Disposition.Delivered))]
    public void Forwarding_is_asked_of_the_interface_that_a_packet_comes_in_by(string from, string to, string disposition)
    {
        // With forwarding off the node does not answer ARP for the gateway either, so the client must know it already.
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy()
            .With($"{CalicoNode.Client}/routing/neighbour.json", CalicoNode.KnownGateway)
            .Change(CalicoNode.Sysctl, from, to));

        Assert.Equal((disposition, nameof(Symptom.TimedOut), false), (outcome.Disposition, outcome.Symptom, outcome.Passed));
    }

    [Theory]
    [InlineData("all", 1, "eth0", nameof(Disposition.ReversePathFiltered))]
    [InlineData("cali-client", 1, "eth0", nameof(Disposition.ReversePathFiltered))]
    [InlineData("cali-client", 2, "eth0", nameof(Disposition.Delivered))]
    [InlineData("cali-client", 1, "cali-client", nameof(Disposition.Delivered))]
    [InlineData("cali-web", 1, "eth0", nameof(Disposition.Delivered))]
    public void The_reverse_path_filter_asks_for_the_route_back(string setting, int mode, string routeBack, string disposition)
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy()
            .With($"{CalicoNode.Client}/routing/neighbour.json", CalicoNode.KnownGateway)
            .Change(CalicoNode.Sysctl, $"net/ipv4/conf/{setting}/rp_filter = 0", $"net/ipv4/conf/{setting}/rp_filter = {mode}")
            .Change(CalicoNode.Routes, """{"dst":"10.244.0.3","dev":"cali-client",""", $$"""{"dst":"10.244.0.3","dev":"{{routeBack}}","""));

        Assert.Equal(disposition, outcome.Disposition);
        Assert.Equal(routeBack == "cali-client", outcome.Passed);
    }

    [Fact]
    public void Loose_mode_drops_a_source_without_any_route_back()
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy()
            .With($"{CalicoNode.Client}/routing/neighbour.json", CalicoNode.KnownGateway)
            .Change(CalicoNode.Sysctl, "net/ipv4/conf/cali-client/rp_filter = 0", "net/ipv4/conf/cali-client/rp_filter = 2")
            .Change(CalicoNode.Routes, """{"dst":"10.244.0.3","dev":"cali-client","scope":"link","flags":[]},""", "")
            .Change(CalicoNode.Routes, """{"dst":"default","gateway":"192.0.2.1","dev":"eth0","flags":[]},""", ""));

        Assert.Equal((nameof(Disposition.ReversePathFiltered), nameof(Symptom.TimedOut)), (outcome.Disposition, outcome.Symptom));
    }

    [Theory]
    [InlineData("\"ifname\":\"cali-web\",\"link_index\":2,\"link_netnsid\":2,\"flags\":[\"BROADCAST\",\"UP\",\"LOWER_UP\"],\"operstate\":\"UP\"", "\"ifname\":\"cali-web\",\"link_index\":2,\"link_netnsid\":2,\"flags\":[\"BROADCAST\"],\"operstate\":\"DOWN\"")]
    [InlineData("\"ifname\":\"cali-web\",\"link_index\":2,\"link_netnsid\":2,\"flags\":[\"BROADCAST\",\"UP\",\"LOWER_UP\"],\"operstate\":\"UP\"", "\"ifname\":\"cali-web\",\"link_index\":2,\"link_netnsid\":2,\"flags\":[\"NO-CARRIER\",\"BROADCAST\",\"UP\"],\"operstate\":\"LOWERLAYERDOWN\"")]
    public void An_interface_that_is_down_or_without_carrier_stops_the_packet(string from, string to)
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy().Change(CalicoNode.Links, from, to));

        Assert.Equal((nameof(Disposition.LinkDown), nameof(Symptom.TimedOut)), (outcome.Disposition, outcome.Symptom));
    }

    [Fact]
    public void A_peer_that_names_another_index_is_no_peer()
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy()
            .Change($"{CalicoNode.Web}/links/link.json", "\"link_index\":12", "\"link_index\":99"));

        Assert.Equal((nameof(Disposition.LeavesSnapshot), nameof(Symptom.Unknown), false), (outcome.Disposition, outcome.Symptom, outcome.Passed));
    }

    [Fact]
    public void A_pod_without_the_address_answers_no_arp()
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy()
            .Change($"{CalicoNode.Web}/links/address.json", "10.244.0.2", "10.244.0.9")
            .Change($"{CalicoNode.Web}/routing/route4.json", "10.244.0.2", "10.244.0.9"));

        Assert.Equal((nameof(Disposition.NeighbourUnresolved), nameof(Symptom.NoRouteToHost)), (outcome.Disposition, outcome.Symptom));
    }

    [Fact]
    public void A_gateway_that_does_not_answer_is_told_from_the_neighbour_table()
    {
        PathOutcome outcome = CalicoNode.Outcome(
            CalicoNode.Healthy().With(CalicoNode.Neighbours, """[{"dst":"192.0.2.1","dev":"eth0","state":["FAILED"]}]"""),
            from: "node",
            to: "198.51.100.7");

        Assert.Equal((nameof(Disposition.NeighbourUnresolved), nameof(Symptom.NoRouteToHost)), (outcome.Disposition, outcome.Symptom));
    }

    [Fact]
    public void Without_proxy_arp_nobody_answers_for_the_pods_gateway()
    {
        PathOutcome outcome = CalicoNode.Outcome(CalicoNode.Healthy()
            .Change(CalicoNode.Sysctl, "net/ipv4/conf/cali-client/proxy_arp = 1", "net/ipv4/conf/cali-client/proxy_arp = 0"));

        Assert.Equal((nameof(Disposition.NeighbourUnresolved), "client", nameof(Symptom.NoRouteToHost)), (outcome.Disposition, outcome.EndsAt, outcome.Symptom));
    }

    [Theory]
    [InlineData("-A OUTPUT -d 198.51.100.7/32 -j DROP", Protocol.Tcp, nameof(Symptom.TimedOut))]
    [InlineData("-A OUTPUT -d 198.51.100.7/32 -j DROP", Protocol.Udp, nameof(Symptom.OperationNotPermitted))]
    [InlineData("-A OUTPUT -d 198.51.100.7/32 -j REJECT --reject-with icmp-port-unreachable", Protocol.Tcp, nameof(Symptom.ConnectionRefused))]
    public void A_rule_of_the_clients_own_output_shows_at_once_or_not_at_all(string rule, Protocol protocol, string symptom)
    {
        PathOutcome outcome = CalicoNode.Outcome(
            CalicoNode.Healthy().Change(CalicoNode.Rules, ":OUTPUT ACCEPT [0:0]\n:KUBE-FORWARD", $":OUTPUT ACCEPT [0:0]\n{rule}\n:KUBE-FORWARD"),
            from: "node",
            to: "198.51.100.7",
            protocol: protocol);

        Assert.Equal(symptom, outcome.Symptom);
    }

    [Theory]
    [InlineData("blackhole", nameof(Symptom.InvalidArgument))]
    [InlineData("unreachable", nameof(Symptom.NoRouteToHost))]
    [InlineData("prohibit", nameof(Symptom.PermissionDenied))]
    public void A_refusing_route_of_the_clients_own_shows_at_once(string type, string symptom)
    {
        PathOutcome outcome = CalicoNode.Outcome(
            CalicoNode.Healthy().Change(CalicoNode.Routes, WebRoute, $$"""{{WebRoute}},{"type":"{{type}}","dst":"198.51.100.0/24","flags":[]}"""),
            from: "node",
            to: "198.51.100.7");

        Assert.Equal(symptom, outcome.Symptom);
    }

    // A node that has lost its default route still gets packets from outside.
    [Fact]
    public void A_packet_from_outside_arrives_though_no_route_leads_back()
    {
        NodeBuilder node = CalicoNode.Healthy()
            .With($"{CalicoNode.Web}/routing/neighbour.json", CalicoNode.KnownGateway.Replace(":13", ":12", StringComparison.Ordinal))
            .Change(CalicoNode.Routes, """{"dst":"default","gateway":"192.0.2.1","dev":"eth0","flags":[]},""", "");

        PathOutcome outcome = CalicoNode.Outcome(node, from: "198.51.100.7", to: "192.0.2.10", port: 30080);

        Assert.Equal((nameof(Disposition.Delivered), nameof(Disposition.NoRoute), nameof(Symptom.TimedOut)), (outcome.Disposition, outcome.ReplyDisposition, outcome.Symptom));
    }

    [Fact]
    public void Rules_that_see_ARP_are_an_assumption()
    {
        NodeBuilder node = CalicoNode.Healthy().With(CalicoNode.Native, """{"nftables":[{"table":{"family":"arp","name":"filter"}},{"chain":{"family":"arp","table":"filter","name":"INPUT","type":"filter","hook":"input","prio":0,"policy":"drop"}}]}""");

        PathOutcome outcome = CalicoNode.Outcome(node);

        Assert.Equal((nameof(Symptom.Connected), false), (outcome.Symptom, outcome.Passed));
        Assert.Equal(["taken to let stations find each other: nftables table arp filter chain INPUT of node1 sees ARP, and is not evaluated by this release (policy drop, 0 rules; in its table 0 that drop, reject or queue)"], outcome.Assumptions);
    }
}
