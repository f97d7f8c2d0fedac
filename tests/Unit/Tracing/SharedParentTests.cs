using NetPath.Core.Tracing;
using NetPath.Unit.Plugins;
using Xunit;

namespace NetPath.Unit.Tracing;

/// <summary>Pods whose interfaces share the node's eth0: they reach each other and the network, but not the node.</summary>
public class SharedParentTests
{
    private const string Web = "192.0.2.102";

    /// <summary>Kind and mode of the pods' interfaces, who sends to whom, how it ends, and a part of the reason.</summary>
    public static TheoryData<string, string, string, string, string, string> Cases => new()
    {
        { "macvlan", "bridge", "client", Web, nameof(Disposition.Delivered), "takes the packet" },
        { "macvlan", "private", "client", Web, nameof(Disposition.LeavesSnapshot), "leads out of this node" },
        { "macvlan", "bridge", "client", "192.0.2.10", nameof(Disposition.NeighbourUnresolved), "does not reach node1 itself over it (macvlan)" },
        { "macvlan", "bridge", "node", Web, nameof(Disposition.NeighbourUnresolved), "shares eth0 of node1, which does not reach it over that (macvlan)" },
        { "macvlan", "bridge", "client", "192.0.2.77", nameof(Disposition.LeavesSnapshot), "towards 192.0.2.77" },
        { "ipvlan", "l2", "client", Web, nameof(Disposition.Delivered), "takes the packet" },
        { "ipvlan", "l3", "client", "192.0.2.77", nameof(Disposition.Inconclusive), "in mode l3" },
    };

    [Theory, MemberData(nameof(Cases))]
    public void A_packet_ends_as_the_kernel_makes_it(string kind, string mode, string from, string to, string disposition, string reason)
    {
        PathOutcome outcome = CalicoNode.Outcome(Node(kind, mode), from, to, to == "192.0.2.10" ? 22 : 8080);

        Assert.True(disposition == outcome.Disposition, $"{outcome} {outcome.Reason}");
        Assert.Contains(reason, outcome.Reason, StringComparison.Ordinal);
    }

    private static NodeBuilder Node(string kind, string mode)
    {
        NodeBuilder node = CalicoNode.Healthy();
        new PodNamespace(node, "web", 102, 2).Fill(2, Web, 24, "192.0.2.1", "02:00:00:00:00:01", TestSockets.Tcp("0.0.0.0:8080"));
        new PodNamespace(node, "client", 103, 3).Fill(2, "192.0.2.103", 24, "192.0.2.1", "02:00:00:00:00:01", TestSockets.Tcp());
        foreach (string pod in new[] { "pods/102", "pods/103" })
        {
            node.Change($"{pod}/links/link.json", "\"linkinfo\":{\"info_kind\":\"veth\"} }", $"\"linkinfo\":{{\"info_kind\":\"{kind}\",\"info_data\":{{\"mode\":\"{mode}\"}} }} }}");
        }

        return node;
    }
}
