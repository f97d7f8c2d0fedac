using NetPath.Core.Diagnosis;
using NetPath.Core.Tracing;
using NetPath.Unit.Tracing;
using Xunit;

namespace NetPath.Unit.Diagnosis;

/// <summary>NP3, NP4 and NP7 on a node: what its state alone shows, and what is normal though it looks odd.</summary>
public class NodeStateTests
{
    private const string Limits = "net/netfilter/nf_conntrack_max = 1000\nnet/netfilter/nf_conntrack_buckets = 1000\n";
    private const string Statistics = "entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart\n";

    /// <summary>Lines that are added to the node's settings, and what they show.</summary>
    public static TheoryData<string, string, string> Settings => new()
    {
        { "one neighbour of a table of 1024", "net/ipv4/neigh/default/gc_thresh3 = 1024\n", "" },
        { "one neighbour of a table of one", "net/ipv4/neigh/default/gc_thresh3 = 1\n", "NP3008 1 of 1 IPv4 neighbours are in use on node1" },
        { "79 % of the entries", Limits + "net/netfilter/nf_conntrack_count = 799\n", "" },
        { "80 % of the entries", Limits + "net/netfilter/nf_conntrack_count = 800\n", "NP7001 800 of 1000 conntrack entries are in use on node1 (80 %)" },
        { "a limit of 0, which is none", "net/netfilter/nf_conntrack_max = 0\nnet/netfilter/nf_conntrack_count = 800\n", "" },
        { "four entries a bucket", "net/netfilter/nf_conntrack_max = 100000\nnet/netfilter/nf_conntrack_buckets = 100\nnet/netfilter/nf_conntrack_count = 400\n", "" },
        { "more than four entries a bucket", "net/netfilter/nf_conntrack_max = 100000\nnet/netfilter/nf_conntrack_buckets = 100\nnet/netfilter/nf_conntrack_count = 401\n", "NP7004 401 conntrack entries are in 100 buckets on node1" },
        { "the kernel's time-out", "net/netfilter/nf_conntrack_tcp_timeout_established = 432000\n", "" },
        { "a time-out shorter than the default keep-alive", "net/netfilter/nf_conntrack_tcp_timeout_established = 3600\n", "NP7008 node1 forgets idle TCP connections after 3600 s, and the first keep-alive of a socket that asks for one comes after 7200 s" },
        { "that time-out, and a keep-alive that is shorter still", "net/netfilter/nf_conntrack_tcp_timeout_established = 3600\nnet/ipv4/tcp_keepalive_time = 600\n", "" },
        { "a strict reverse-path filter", "net/ipv4/conf/cali-web/rp_filter = 1\nnet/ipv4/conf/eth0/rp_filter = 1\n", "" },
        { "forwarding is off where no pod is", "net/ipv4/conf/eth0/forwarding = 0\n", "" },
        { "forwarding is off where a pod is", "net/ipv4/conf/cali-web/forwarding = 0\n", "NP3005 forwarding is off on cali-web of node1, which leads to a pod" },
        { "forwarding is off altogether", "net/ipv4/ip_forward = 0\nnet/ipv4/conf/cali-web/forwarding = 0\nnet/ipv4/conf/cali-client/forwarding = 0\n", "NP3005 ip_forward is 0 on node1, and 2 of its interfaces lead to pods" },
        { "proxy ARP is off", "net/ipv4/conf/cali-web/proxy_arp = 0\n", "NP4007 proxy_arp is 0 on cali-web of node1, and web asks there for its gateway 169.254.1.1, which is nobody's address" },
    };

    /// <summary>Parts that are replaced as a whole, or in which a text is, and what they show.</summary>
    public static TheoryData<string, string, string, string, string> Parts => new()
    {
        { "counters that are 0", "host/conntrack/stat.txt", "", Statistics + "00000004  00000000  00000000  00000000  00000005  00000000  00000000  00000000  00000000  00000000  00000000  00000000  00000000  00000000  00000000  00000000  00000000\n", "" },
        { "counted losses", "host/conntrack/stat.txt", "", Statistics + "00000004  00000000  00000000  00000000  00000005  00000000  00000000  00000000  00000000  00000002  0000000a  00000000  00000000  00000000  00000000  00000000  00000000\n", "NP7002 connection tracking of node1 has counted drop 10, insert_failed 2 since it was made" },
        { "an interface that nobody uses is down", CalicoNode.Links, "[{\"ifindex\":1", "[{\"ifindex\":3,\"ifname\":\"eth1\",\"flags\":[\"BROADCAST\"],\"operstate\":\"DOWN\"},{\"ifindex\":4,\"ifname\":\"docker0\",\"flags\":[\"NO-CARRIER\",\"BROADCAST\",\"UP\"],\"operstate\":\"DOWN\",\"linkinfo\":{\"info_kind\":\"bridge\"}},{\"ifindex\":5,\"ifname\":\"wg0\",\"flags\":[\"POINTOPOINT\",\"NOARP\",\"UP\",\"LOWER_UP\"],\"operstate\":\"UNKNOWN\",\"linkinfo\":{\"info_kind\":\"wireguard\"}},{\"ifindex\":1", "" },
        { "a container's veth, whose other end is not in the snapshot", CalicoNode.Links, "[{\"ifindex\":1", "[{\"ifindex\":6,\"ifname\":\"veth1234\",\"link_index\":5,\"link_netnsid\":9,\"flags\":[\"UP\",\"LOWER_UP\"],\"operstate\":\"UP\",\"linkinfo\":{\"info_kind\":\"veth\"}},{\"ifindex\":1", "" },
        { "Calico's block route", CalicoNode.Routes, "[{\"dst\":\"default\"", "[{\"type\":\"blackhole\",\"dst\":\"10.244.0.0/26\",\"protocol\":\"80\",\"flags\":[]},{\"dst\":\"default\"", "" },
        { "a table of its own for what leaves", "host/routing/rule4.json", "[{", "[{\"priority\":100,\"src\":\"10.244.0.3\",\"table\":\"7\"},{", "" },
        { "a VPN's rule beside that for main", "host/routing/rule4.json", "{\"priority\":32766", "{\"priority\":200,\"src\":\"all\",\"table\":\"main\",\"suppress_prefixlen\":0},{\"priority\":32766", "" },
        { "only a VPN's rule looks in main", "host/routing/rule4.json", "{\"priority\":32766,\"src\":\"all\",\"table\":\"main\"}", "{\"priority\":200,\"src\":\"all\",\"table\":\"main\",\"suppress_prefixlen\":0}", "NP3009 no IPv4 policy rule of node1 looks in the table main for every packet; it has '0: from all lookup local', '200: from all lookup main suppress_prefixlength 0'" },
        { "no rule for local", "host/routing/rule4.json", "{\"priority\":0,\"src\":\"all\",\"table\":\"local\"},", "", "NP3009 no IPv4 policy rule of node1 looks in the table local for every packet; it has '32766: from all lookup main'" },
        { "the pod's end names another interface of the node", CalicoNode.Web + "/links/link.json", "\"link_index\":12", "\"link_index\":13", "NP4003 the ends do not name each other: 12: cali-web@if2 names index 2, but 2: eth0@if13 names index 13" },
        { "the node's end names an index that the pod does not have", CalicoNode.Links, "\"ifname\":\"cali-web\",\"link_index\":2", "\"ifname\":\"cali-web\",\"link_index\":7", "NP4003 web (namespace id 2) has no interface with the index 7 that cali-web names" },
        { "the pod's end is down", CalicoNode.Web + "/links/link.json", "\"link_netnsid\":0,\"flags\":[\"BROADCAST\",\"UP\",\"LOWER_UP\"]", "\"link_netnsid\":0,\"flags\":[\"BROADCAST\"]", "NP4001 2: eth0@if12 is down on web, and web has no other way out" },
        { "the pod has no default route", CalicoNode.Web + "/routing/route4.json", "{\"dst\":\"default\",\"gateway\":\"169.254.1.1\",\"dev\":\"eth0\",\"flags\":[]},", "", "NP4006 the pod web has IPv4 addresses and no IPv4 default route" },
        { "the pod has no address", CalicoNode.Web + "/links/address.json", "{\"family\":\"inet\",\"local\":\"10.244.0.2\",\"prefixlen\":32,\"scope\":\"global\"}", "", "NP4006 the pod web has no address" },
        { "the node has a pod's address", "host/links/address.json", "{\"ifindex\":12,\"ifname\":\"cali-web\",\"addr_info\":[]}", "{\"ifindex\":12,\"ifname\":\"cali-web\",\"addr_info\":[{\"family\":\"inet\",\"local\":\"10.244.0.2\",\"prefixlen\":32,\"scope\":\"global\"}]}", "NP4008 10.244.0.2 is an address of web and of node1" },
        { "two pods have one address", CalicoNode.Web + "/links/address.json", "10.244.0.2", "10.244.0.3", "NP4008 10.244.0.3 is an address of web and of client" },
    };

    [Theory, MemberData(nameof(Settings))]
    public void A_setting_shows_what_is_the_matter_with_the_node(string what, string lines, string found) =>
        Assert.Equal((what, found), (what, Found(CalicoNode.Healthy().Append(CalicoNode.Sysctl, lines))));

    [Theory, MemberData(nameof(Parts))]
    public void A_part_shows_what_is_the_matter_with_the_node(string what, string part, string from, string to, string found) =>
        Assert.Equal((what, found), (what, Found(from.Length == 0 ? CalicoNode.Healthy().With(part, to) : CalicoNode.Healthy().Change(part, from, to))));

    [Fact]
    public void A_full_table_is_an_error() => Assert.Equal(
        nameof(FindingSeverity.Error),
        Assert.Single(NodeFindings.Of(CalicoNode.Healthy().Append(CalicoNode.Sysctl, Limits + "net/netfilter/nf_conntrack_count = 1000\n").Build()).Of("NP7001")).Severity);

    [Theory]
    [InlineData(10, 2, "Warning")]
    [InlineData(0, 2, "Information")]
    public void Losses_of_a_full_table_are_a_warning_and_lost_races_alone_are_not(int drops, int lostRaces, string severity)
    {
        string row = $"00000004  00000000  00000000  00000000  00000005  00000000  00000000  00000000  00000000  {lostRaces:x8}  {drops:x8}  00000000  00000000  00000000  00000000  00000000  00000000\n";

        Assert.Equal(severity, Assert.Single(NodeFindings.Of(CalicoNode.Healthy().With("host/conntrack/stat.txt", Statistics + row).Build()).Of("NP7002")).Severity);
    }

    [Fact]
    public void A_way_over_a_full_table_is_not_certain()
    {
        PacketTrace trace = Diagnosed.Trace(CalicoNode.Healthy().Append(CalicoNode.Sysctl, Limits + "net/netfilter/nf_conntrack_count = 1000\n"));

        Assert.Equal(("Mixed", false, "NP7001", "NP7001"), (trace.Symptom, trace.Passed, trace.Codes(), trace.Cause?.Code));
        Assert.Equal(["Delivered Connected", "NoConntrackEntry TimedOut"], trace.Outcomes.Select(outcome => $"{outcome.Disposition} {outcome.Symptom}").Order());
        Assert.All(trace.Outcomes, outcome => Assert.Single(outcome.Assumptions));
    }

    [Theory]
    [InlineData("ESTABLISHED", " [ASSURED]", "TimedOut", 0)]
    [InlineData("TIME_WAIT", " [ASSURED]", "Mixed", 1)]
    [InlineData("SYN_SENT", " [UNREPLIED]", "Mixed", 1)]
    public void Whether_a_full_table_makes_room_its_entries_tell(string state, string flag, string symptom, int assumptions)
    {
        string entries = string.Concat(Enumerable.Range(0, 4).Select(i =>
            $"ipv4     2 tcp      6 300 {(i == 0 ? state : "ESTABLISHED")} src=10.244.0.5 dst=192.0.2.9 sport={40000 + i} dport=443 src=192.0.2.9 dst=10.244.0.5 sport=443 dport={40000 + i}{(i == 0 ? flag : " [ASSURED]")} mark=0 zone=0 use=1\n"));
        PacketTrace trace = Diagnosed.Trace(CalicoNode.Healthy()
            .Append(CalicoNode.Sysctl, "net/netfilter/nf_conntrack_max = 4\nnet/netfilter/nf_conntrack_count = 4\n")
            .With("host/conntrack/entries.txt", entries));

        Assert.Equal((symptom, "NP7001", false), (trace.Symptom, trace.Cause?.Code, trace.Passed));
        Assert.Equal(assumptions, trace.Outcomes.Max(outcome => outcome.Assumptions.Length));
    }

    [Fact]
    public void A_table_that_is_nearly_full_is_not_why_a_rule_drops() => Assert.Equal("NP6003", Diagnosed.Trace(CalicoNode.Healthy()
        .Append(CalicoNode.Sysctl, Limits + "net/netfilter/nf_conntrack_count = 900\n")
        .Change(CalicoNode.Rules, "-A FORWARD -m comment", "-A FORWARD -p tcp -j DROP\n-A FORWARD -m comment")).Cause?.Code);

    [Fact]
    public void A_static_neighbour_needs_no_proxy_ARP() => Assert.Equal("", Found(CalicoNode.Healthy()
        .Append(CalicoNode.Sysctl, "net/ipv4/conf/cali-web/proxy_arp = 0\n")
        .With(CalicoNode.Web + "/routing/neighbour.json", CalicoNode.KnownGateway.Replace("STALE", "PERMANENT", StringComparison.Ordinal))));

    [Theory]
    [InlineData("docker0", "172.17.0.1")]
    [InlineData("lo", "203.0.113.9")]
    public void Pods_may_have_the_same_address_where_only_they_see_it(string device, string address)
    {
        string more = $$"""[{"ifindex":9,"ifname":"{{device}}","addr_info":[{"family":"inet","local":"{{address}}","prefixlen":16,"scope":"global"}]},""";

        Assert.Equal("", Found(CalicoNode.Healthy().Change(CalicoNode.Web + "/links/address.json", "[{\"ifindex\"", more + "{\"ifindex\"").Change(CalicoNode.Client + "/links/address.json", "[{\"ifindex\"", more + "{\"ifindex\"")));
    }

    [Fact]
    public void Nodes_of_different_clusters_may_have_the_same_addresses()
    {
        NodeBuilder other = CalicoNode.Healthy().Renamed(("node1", "node2"), ("web", "other"), ("client", "second")).Change(CalicoNode.Rules, "10.96.0.50", "10.97.0.50");

        Assert.Empty(ClusterFindings.Of([CalicoNode.Healthy().Build(), other.Build()]));
    }

    [Fact]
    public void A_node_does_not_contradict_what_it_was_earlier()
    {
        NodeBuilder node = CalicoNode.Healthy().Change(CalicoNode.Routes, "[{\"dst\":\"default\"", "[{\"type\":\"blackhole\",\"dst\":\"10.244.0.0/26\",\"protocol\":\"80\",\"flags\":[]},{\"dst\":\"default\"");

        Assert.Empty(ClusterFindings.Of([node.Build(), node.CapturedAt(DateTimeOffset.UnixEpoch).Build()]));
    }

    [Fact]
    public void Pods_of_two_nodes_with_one_address_are_found_across_their_snapshots()
    {
        NodeBuilder other = CalicoNode.Healthy().Renamed(("node1", "node2"), ("web", "other"), ("client", "second")).Change(CalicoNode.Client + "/links/address.json", "10.244.0.3", "10.244.1.3");

        Finding found = Assert.Single(ClusterFindings.Of([CalicoNode.Healthy().Build(), other.Build()]), finding => finding.Code == "NP4008");
        Assert.Equal("10.244.0.2 is an address of web on node1 and of other on node2", found.Message);
        Assert.Equal(2, found.Evidence.Length);
    }

    private static string Found(NodeBuilder node) => string.Join("; ", NodeFindings.Of(node.Build()).All
        .Where(finding => finding.Severity != nameof(FindingSeverity.Information))
        .Select(finding => finding.Evidence.Length > 0 ? $"{finding}" : "no evidence"));
}
