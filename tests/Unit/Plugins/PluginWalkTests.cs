using NetPath.Core.Packets;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.Plugins;

/// <summary>
/// Packets walk over the rules that each network plugin and host firewall really installs, beside kube-proxy's, without a single unknown. The lab proves that
/// the kernel takes these rules and prints them so.
/// </summary>
public class PluginWalkTests
{
    private const string Service = "10.109.60.134";
    private const string Remote = "10.103.7.12";
    private const string Empty = "10.106.0.1";
    private const string Pod = "10.244.120.67";
    private const string Node = "192.168.49.2";
    private const string Far = "198.51.100.5";
    private const string OtherPod = "10.244.104.30";
    private const string Internet = "192.0.2.80";

    /// <summary>Who sends to whom, how the way there and the way back end, the source that the far end sees, and the filter chain that decides on the node: in the end OUTPUT, for what a tunnel device sends.</summary>
    public static TheoryData<string, string, string, int, string, string, string> Walks => new()
    {
        // Policy: numbers takes port 80 from the pod client and from 198.51.100.0/25, and its port named http from pods of the other node.
        { "calico", "client", Service, 80, "Delivered/Delivered", "10.244.120.68", "FORWARD" },
        { "calico", "client", Pod, 80, "Delivered/Delivered", "10.244.120.68", "FORWARD" },
        { "calico", "stranger", Service, 80, "Dropped", "10.244.120.69", "cali-tw-cali693e13cd073" },
        { "calico", "stranger", Pod, 80, "Dropped", "10.244.120.69", "cali-tw-cali693e13cd073" },
        { "calico", OtherPod, Pod, 80, "Delivered/LeavesSnapshot", OtherPod, "FORWARD" },
        { "calico", OtherPod, Pod, 81, "Dropped", OtherPod, "cali-tw-cali693e13cd073" },
        { "calico", "node", Service, 80, "Delivered/Delivered", Node, "OUTPUT" },
        { "calico", Far, Node, 30080, "Delivered/LeavesSnapshot", Node, "KUBE-FORWARD" },
        { "calico", "198.51.100.200", Node, 30080, "Dropped", "198.51.100.200", "cali-tw-cali693e13cd073" },
        { "calico", "client", Node, 8443, "Delivered/Delivered", "10.244.120.68", "cali-wl-to-host" },
        { "calico", "client", Internet, 443, "LeavesSnapshot", Node, "FORWARD" },
        { "calico", "client", Remote, 80, "LeavesSnapshot", "10.244.120.68", "cali-OUTPUT" },
        { "calico", "node", Remote, 80, "LeavesSnapshot", "10.244.120.64", "cali-OUTPUT" },

        // No policy: what is denied is a Service without endpoints. Between pods of one bridge the bridge asks the rules: also the way back is translated.
        { "flannel", "client", Service, 80, "Delivered/Delivered", "10.244.120.68", "FLANNEL-FWD" },
        { "flannel", OtherPod, Pod, 80, "Delivered/LeavesSnapshot", OtherPod, "FLANNEL-FWD" },
        { "flannel", "client", Remote, 80, "LeavesSnapshot", "10.244.120.68", "OUTPUT" },
        { "flannel", "node", Service, 80, "Delivered/Delivered", "10.244.120.1", "OUTPUT" },
        { "flannel", Far, Node, 30080, "Delivered/LeavesSnapshot", "10.244.120.1", "KUBE-FORWARD" },
        { "flannel", Far, Node, 8088, "Delivered/LeavesSnapshot", Far, "FLANNEL-FWD" },
        { "flannel", "client", Internet, 443, "LeavesSnapshot", Node, "FLANNEL-FWD" },
        { "flannel", "client", Empty, 80, "Rejected", "10.244.120.68", "KUBE-SERVICES" },

        // Policy: numbers takes port 80 from the pod client and from the lower half of 198.51.100.0/24 (a set with an exception).
        { "kube-router", "client", Service, 80, "Delivered/Delivered", "10.244.120.68", "KUBE-ROUTER-FORWARD" },
        { "kube-router", "stranger", Service, 80, "Rejected", "10.244.120.69", "KUBE-POD-FW-QQARTBW5TX4RTTJX" },
        { "kube-router", OtherPod, Pod, 80, "Rejected", OtherPod, "KUBE-POD-FW-QQARTBW5TX4RTTJX" },
        { "kube-router", "node", Service, 80, "Delivered/Delivered", "10.244.120.1", "KUBE-POD-FW-QQARTBW5TX4RTTJX" },
        { "kube-router", Far, Node, 30080, "Delivered/LeavesSnapshot", "10.244.120.1", "KUBE-ROUTER-FORWARD" },
        { "kube-router", "198.51.100.200", Node, 30080, "Rejected", "198.51.100.200", "KUBE-POD-FW-QQARTBW5TX4RTTJX" },
        { "kube-router", "client", Internet, 443, "LeavesSnapshot", Node, "KUBE-ROUTER-FORWARD" },
        { "kube-router", "client", Remote, 80, "LeavesSnapshot", "10.244.120.68", "KUBE-ROUTER-FORWARD" },

        // numbers has its address from the second interface. What came in by the first for a node port is answered over the first, by its connection's mark.
        { "aws-vpc-cni", "client", Service, 80, "Delivered/Delivered", "10.244.120.68", "FORWARD" },
        { "aws-vpc-cni", "client", Pod, 80, "Delivered/Delivered", "10.244.120.68", "FORWARD" },
        { "aws-vpc-cni", "node", Service, 80, "Delivered/Delivered", Node, "OUTPUT" },
        { "aws-vpc-cni", Far, Node, 30080, "Delivered/LeavesSnapshot", Node, "KUBE-FORWARD" },
        { "aws-vpc-cni", "client", Internet, 443, "LeavesSnapshot", Node, "FORWARD" },
        { "aws-vpc-cni", "numbers", Internet, 443, "LeavesSnapshot", Node, "FORWARD" },
        { "aws-vpc-cni", "client", Remote, 80, "LeavesSnapshot", "10.244.120.68", "FORWARD" },
        { "aws-vpc-cni", "client", Empty, 80, "Rejected", "10.244.120.68", "KUBE-SERVICES" },

        { "cilium", "client", Service, 80, "Delivered/Delivered", "10.244.120.68", "CILIUM_FORWARD" },
        { "cilium", "client", Pod, 80, "Delivered/Delivered", "10.244.120.68", "CILIUM_FORWARD" },
        { "cilium", OtherPod, Pod, 80, "Delivered/LeavesSnapshot", OtherPod, "CILIUM_FORWARD" },
        { "cilium", "node", Service, 80, "Delivered/Delivered", Node, "OUTPUT" },
        { "cilium", Far, Node, 30080, "Delivered/LeavesSnapshot", Node, "CILIUM_FORWARD" },
        { "cilium", "client", Internet, 443, "LeavesSnapshot", Node, "CILIUM_FORWARD" },
        { "cilium", "client", "192.168.49.3", 443, "LeavesSnapshot", "10.244.120.68", "CILIUM_FORWARD" },
        { "cilium", "client", Remote, 80, "LeavesSnapshot", "10.244.120.68", "CILIUM_FORWARD" },

        // Docker drops what nobody accepts in FORWARD: kube-proxy accepts what it masquerades, and nobody what a pod sends to a Service.
        { "docker", "client", Service, 80, "Dropped", "10.244.120.68", "FORWARD" },
        { "docker", "client", Pod, 80, "Dropped", "10.244.120.68", "FORWARD" },
        { "docker", "node", Service, 80, "Delivered/Delivered", Node, "OUTPUT" },
        { "docker", Far, Node, 30080, "Delivered/LeavesSnapshot", Node, "KUBE-FORWARD" },
        { "docker", Far, Node, 8080, "Delivered/LeavesSnapshot", Far, "DOCKER" },
        { "docker", Far, "172.17.0.2", 80, "Dropped", Far, "PREROUTING" },
        { "docker", "container", Service, 80, "Delivered/Delivered", Node, "KUBE-FORWARD" },
        { "docker", "container", Internet, 443, "LeavesSnapshot", Node, "DOCKER-FORWARD" },

        // kube-proxy's rules stand before the zones: a node port is open even to a source that the zone drop holds.
        { "firewalld", "client", Service, 80, "Delivered/Delivered", "10.244.120.68", "FORWARD" },
        { "firewalld", "client", Pod, 80, "Delivered/Delivered", "10.244.120.68", "FWD_trusted" },
        { "firewalld", "node", Service, 80, "Delivered/Delivered", Node, "OUTPUT" },
        { "firewalld", Far, Node, 30080, "Delivered/LeavesSnapshot", Node, "KUBE-FORWARD" },
        { "firewalld", "198.51.100.70", Node, 30080, "Delivered/LeavesSnapshot", Node, "KUBE-FORWARD" },
        { "firewalld", "198.51.100.70", Node, 22, "Dropped", "198.51.100.70", "IN_drop" },
        { "firewalld", Far, Node, 22, "Delivered/LeavesSnapshot", Far, "IN_public_allow" },
        { "firewalld", Far, Node, 8443, "Rejected", Far, "IN_public" },
        { "firewalld", "192.168.49.99", Node, 22, "Rejected", "192.168.49.99", "IN_public_deny" },
        { "firewalld", Far, Pod, 80, "Rejected", Far, "FWD_public" },
        { "firewalld", "client", Internet, 443, "LeavesSnapshot", Node, "FWD_trusted" },
        { "firewalld", "client", "169.254.169.254", 80, "Rejected", "10.244.120.68", "FWD_pods-out_deny" },

        { "ufw", "client", Service, 80, "Delivered/Delivered", "10.244.120.68", "ufw-user-forward" },
        { "ufw", "client", Pod, 80, "Delivered/Delivered", "10.244.120.68", "ufw-user-forward" },
        { "ufw", "node", Service, 80, "Delivered/Delivered", Node, "ufw-track-output" },
        { "ufw", Far, Node, 30080, "Delivered/LeavesSnapshot", Node, "KUBE-FORWARD" },
        { "ufw", "192.168.49.1", Node, 8443, "Delivered/LeavesSnapshot", "192.168.49.1", "ufw-user-input" },
        { "ufw", Far, Node, 8443, "Dropped", Far, "INPUT" },
        { "ufw", Far, Pod, 80, "Dropped", Far, "FORWARD" },
        { "ufw", "203.0.113.9", Node, 22, "Delivered/LeavesSnapshot", "203.0.113.9", "ufw-user-limit-accept" },
        { "ufw", "client", Node, 8443, "Delivered/Delivered", "10.244.120.68", "ufw-user-input" },
    };

    [Theory, MemberData(nameof(Walks))]
    public void A_packet_walks_without_an_unknown(string plugin, string from, string to, int port, string ways, string seen, string chain)
    {
        PacketTrace trace = Trace(PluginNode.With(plugin), from, to, port);

        string all = string.Join('\n', trace.Outcomes.Select(outcome => $"{outcome} {outcome.Reason} {string.Join("; ", outcome.Assumptions)}"));
        Assert.True(trace.Outcomes.Length == 1 && trace.Outcomes[0].Assumptions.Length == 0, all);
        PathOutcome walked = trace.Outcomes[0];
        Assert.Equal((ways, seen, chain), (walked.Disposition + (walked.ReplyDisposition is string back ? $"/{back}" : ""), walked.SourceSeen, DecidingChain(walked)));
    }

    [Fact]
    public void Whether_ufw_limits_a_client_that_came_before_is_really_not_known()
    {
        // Five connections were counted, this one is the sixth: when the others came the list tells in ticks of a clock that the snapshot does not hold.
        PacketTrace trace = Trace(
            PluginNode.With("ufw").With("host/netfilter/xt_recent/DEFAULT", "src=198.51.100.5 ttl: 63 last_seen: 4297813112 oldest_pkt: 5 4297811000, 4297811500, 4297812000, 4297812500, 4297813112\n"),
            Far,
            Node,
            22);

        Assert.Equal([nameof(Disposition.Delivered), nameof(Disposition.Rejected)], trace.Outcomes.Select(outcome => outcome.Disposition).Order());
        Assert.All(trace.Outcomes, outcome => Assert.Contains("ufw-user-input rule 2", Assert.Single(outcome.Assumptions), StringComparison.Ordinal));
    }

    [Fact]
    public void Between_pods_of_one_bridge_the_bridge_asks_the_rules_when_it_is_told_to()
    {
        NodeBuilder asking = PluginNode.With("flannel");
        NodeBuilder silent = PluginNode.With("flannel").Change("host/sysctl.txt", "net/bridge/bridge-nf-call-iptables = 1", "net/bridge/bridge-nf-call-iptables = 0");

        PathOutcome asked = Assert.Single(Trace(asking, "client", Pod, 80).Outcomes);
        PathOutcome unasked = Assert.Single(Trace(silent, "client", Pod, 80).Outcomes);

        Assert.Equal((true, "FLANNEL-FWD"), (asked.Passed, DecidingChain(asked)));
        Assert.Equal((true, null), (unasked.Passed, DecidingChain(unasked)));
    }

    private static PacketTrace Trace(NodeBuilder node, string from, string to, int port) =>
        ServiceTracer.For(node.Build()).Trace(new TraceRequest { Destination = IpAddress.Parse(to), Port = port, From = from }, TestContext.Current.CancellationToken);

    private static string? DecidingChain(PathOutcome walked) => walked.Hops
        .OfType<RuleHop>()
        .LastOrDefault(hop => hop.Place == "node1" && ((hop.Table == "Filter" && hop.Effect is "Accept") || hop.Effect is "Drop" or "Reject"))?.Chain;
}
