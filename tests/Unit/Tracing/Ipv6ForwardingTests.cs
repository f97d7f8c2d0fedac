using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.Tracing;

public class Ipv6ForwardingTests
{
    private const string Rules6 = """[{"priority":0,"src":"all","table":"local"},{"priority":32766,"src":"all","table":"main"}]""";

    // Seen on a kernel (6.18): with all = 1 and 0 on the interface a packet passes, with all = 0 and 1 on both interfaces it does not.
    [Theory]
    [InlineData(1, 1, nameof(Disposition.Delivered))]
    [InlineData(1, 0, nameof(Disposition.Delivered))]
    [InlineData(0, 1, nameof(Disposition.ForwardingDisabled))]
    public void Forwarding_of_ipv6_is_asked_of_the_whole_namespace(int all, int own, string disposition)
    {
        NodeBuilder node = Node()
            .Change(CalicoNode.Sysctl, "net/ipv6/conf/all/forwarding = 1", $"net/ipv6/conf/all/forwarding = {all}")
            .Change(CalicoNode.Sysctl, "net/ipv6/conf/cali-client/forwarding = 1", $"net/ipv6/conf/cali-client/forwarding = {own}");

        PathOutcome outcome = CalicoNode.Outcome(node, to: "fd00::2", port: 8080);

        Assert.Equal((disposition, disposition == nameof(Disposition.Delivered)), (outcome.Disposition, outcome.Passed));
    }

    [Fact]
    public void An_ip_version_of_which_no_rules_were_collected_is_no_pass()
    {
        PathOutcome outcome = CalicoNode.Outcome(Node().Without("host/netfilter/ip6tables-nft-save.txt"), to: "fd00::2", port: 8080);

        Assert.Equal((nameof(Symptom.Connected), false), (outcome.Symptom, outcome.Passed));
    }

    // Seen on a kernel (6.18): solicitations and advertisements meet ip6tables at both ends, and conntrack takes them for untracked.
    [Theory]
    [InlineData("host", "-A INPUT -p ipv6-icmp -j DROP", "fe80::1 is not found on eth0 of client: filter INPUT rule 1 drops the packet of node1, and that is neighbour discovery (ICMPv6 type 135)")]
    [InlineData("host", "-A OUTPUT -p ipv6-icmp -m icmp6 --icmpv6-type 136 -j DROP", "fe80::1 is not found on eth0 of client: filter OUTPUT rule 1 drops the packet of node1, and that is neighbour discovery (ICMPv6 type 136)")]
    [InlineData(CalicoNode.Client, "-A OUTPUT -p ipv6-icmp -m icmp6 --icmpv6-type 135 -j DROP", "fe80::1 is not found on eth0 of client: filter OUTPUT rule 1 drops the packet of client, and that is neighbour discovery (ICMPv6 type 135)")]
    [InlineData(CalicoNode.Web, "-A INPUT -m conntrack --ctstate UNTRACKED -j DROP", "fd00::2 is not found on cali-web of node1: filter INPUT rule 1 drops the packet of web, and that is neighbour discovery (ICMPv6 type 135)")]
    public void Rules_that_drop_neighbour_discovery_keep_stations_from_finding_each_other(string space, string rule, string reason)
    {
        NodeBuilder node = Node().With($"{space}/netfilter/ip6tables-nft-save.txt", $"*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n{rule}\nCOMMIT\n");

        PathOutcome outcome = CalicoNode.Outcome(node, to: "fd00::2", port: 8080);

        Assert.Equal((nameof(Disposition.NeighbourUnresolved), nameof(Symptom.NoRouteToHost)), (outcome.Disposition, outcome.Symptom));
        Assert.Equal(reason, outcome.Reason);
    }

    [Theory]
    [InlineData("-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 128 -j DROP")]
    [InlineData("-A INPUT -m conntrack --ctstate INVALID -j DROP")]
    [InlineData("-A FORWARD -p ipv6-icmp -j DROP")]
    [InlineData("-A INPUT -p ipv6-icmp -m hl --hl-eq 255 -j ACCEPT\n-A INPUT -j DROP")]
    public void Rules_that_let_neighbour_discovery_through_make_no_difference(string rules)
    {
        NodeBuilder node = Node().With("host/netfilter/ip6tables-nft-save.txt", $"*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n{rules}\nCOMMIT\n");

        Assert.True(CalicoNode.Outcome(node, to: "fd00::2", port: 8080).Passed);
    }

    [Fact]
    public void A_rule_that_may_drop_neighbour_discovery_is_an_assumption()
    {
        NodeBuilder node = Node().With("host/netfilter/ip6tables-nft-save.txt", "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p ipv6-icmp -m limit --limit 1/sec -j ACCEPT\n-A INPUT -p ipv6-icmp -j DROP\nCOMMIT\n");

        PathOutcome outcome = CalicoNode.Outcome(node, to: "fd00::2", port: 8080);

        Assert.Equal((nameof(Symptom.Connected), false), (outcome.Symptom, outcome.Passed));
        Assert.Contains("neighbour discovery", outcome.Assumptions[0], StringComparison.Ordinal);
    }

    private static NodeBuilder Node()
    {
        NodeBuilder node = CalicoNode.Healthy()
            .With("host/netfilter/ip6tables-nft-save.txt", "")
            .With("host/routing/rule6.json", Rules6)
            .With("host/routing/route6.json", """
                [{"dst":"fd00::2","dev":"cali-web","metric":1024,"flags":[]},
                 {"dst":"fd00::3","dev":"cali-client","metric":1024,"flags":[]},
                 {"type":"local","dst":"fe80::1","dev":"cali-web","table":"local","metric":0,"flags":[]},
                 {"type":"local","dst":"fe80::1","dev":"cali-client","table":"local","metric":0,"flags":[]}]
                """);
        Pod(node, CalicoNode.Web, "10.244.0.2", "fd00::2");
        Pod(node, CalicoNode.Client, "10.244.0.3", "fd00::3");
        return node.With($"{CalicoNode.Web}/sockets/tcp6.txt", TestSockets.Tcp("[::]:8080"));
    }

    private static void Pod(NodeBuilder node, string path, string address4, string address6) => node
        .With($"{path}/netfilter/ip6tables-nft-save.txt", "")
        .With($"{path}/routing/rule6.json", Rules6)
        .Change($"{path}/links/address.json", $"\"local\":\"{address4}\",\"prefixlen\":32,\"scope\":\"global\"}}", $"\"local\":\"{address4}\",\"prefixlen\":32,\"scope\":\"global\"}},{{\"family\":\"inet6\",\"local\":\"{address6}\",\"prefixlen\":128,\"scope\":\"global\"}}")
        .With($"{path}/routing/route6.json", $$"""
            [{"dst":"default","gateway":"fe80::1","dev":"eth0","metric":1024,"flags":[]},
             {"type":"local","dst":"{{address6}}","dev":"eth0","table":"local","metric":0,"flags":[]}]
            """);
}
