using System.Text.Json;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Unit.KubeProxy;

/// <summary>
/// The rules and packets of kube-proxy's own tests (1.30), walked over the real hooks of a node with the addresses of node.json. Pods are
/// behind cali0, everybody else behind eth0. Their tracer asks nat PREROUTING for packets of the node too and stops at the verdict; the walk goes
/// by OUTPUT and on to the interface, which makes no difference to where these packets go.
/// </summary>
public class KubeProxyFlowTests
{
    private const uint MasqueradeMark = 0x4000;

    [Theory]
    [InlineData("cluster-ipgeneral", 9)]
    [InlineData("external-traffic-policy-cluster", 7)]
    [InlineData("external-traffic-policy-local", 7)]
    [InlineData("internal-external-masquerade.base", 30)]
    [InlineData("internal-external-masquerade.masquerade-all", 30)]
    [InlineData("load-balancer", 13)]
    [InlineData("node-ports.ipv4.localhost-nodeports-disabled", 5)]
    [InlineData("node-ports.ipv4.localhost-nodeports-enabled", 5)]
    [InlineData("trace-packets", 7)]
    public void Every_packet_goes_where_the_authors_of_the_rules_expect_it(string name, int flows)
    {
        string folder = SharedMaterial.Folder("kubeproxy/iptables");
        ExpectedFlow[] expected = JsonSerializer.Deserialize<ExpectedFlow[]>(File.ReadAllText(Path.Combine(folder, $"{name}.flows.json")))!;
        ServiceTracer tracer = ServiceTracer.For(Node(File.ReadAllText(Path.Combine(folder, $"{name}.save"))));

        string[] differences = [.. expected.Select(flow => Difference(tracer, flow)).OfType<string>()];

        Assert.Equal(flows, expected.Length);
        Assert.Empty(differences);
    }

    private static string? Difference(ServiceTracer tracer, ExpectedFlow flow)
    {
        PacketTrace trace = tracer.Trace(new TraceRequest
        {
            Destination = IpAddress.Parse(flow.Destination),
            Port = flow.Port,
            Protocol = Enum.Parse<Protocol>(flow.Protocol, ignoreCase: true),
            // A loopback address is in every namespace: such a packet is the node's own.
            From = flow.Source == "127.0.0.1" ? "node" : flow.Source,
        });
        string expected = string.Join(", ", Result(flow).Order());
        string actual = string.Join(", ", trace.Outcomes.Select(outcome => Result(flow, outcome)).Distinct().Order());
        bool masquerades = trace.Outcomes.SelectMany(outcome => outcome.Hops).Any(hop => (hop.After.Mark & MasqueradeMark) != 0);
        return expected != actual ? $"{flow.Name}: expected {expected}, got {actual}"
            : masquerades != flow.Masquerades ? $"{flow.Name}: masquerading is {masquerades}"
            : trace.Outcomes.Any(outcome => outcome.Assumptions.Length > 0) ? $"{flow.Name}: {trace.Outcomes[0].Assumptions[0]}"
            : null;
    }

    private static string[] Result(ExpectedFlow flow) => flow.Output switch
    {
        "" or "ACCEPT" => [$"{flow.Destination}:{flow.Port}"],
        _ => flow.Output.Split(", "),
    };

    private static string Result(ExpectedFlow flow, PathOutcome outcome)
    {
        bool healthCheck = outcome.Hops.OfType<RuleHop>().Any(hop => hop is { Chain: "KUBE-NODEPORTS", Target: "ACCEPT" });
        return outcome.Disposition switch
        {
            nameof(Disposition.Dropped) => "DROP",
            nameof(Disposition.Rejected) => "REJECT",
            nameof(Disposition.LeavesSnapshot) or nameof(Disposition.NotTranslated) => outcome.Endpoint,
            // For the node itself, where nothing listens in this snapshot.
            nameof(Disposition.NotListening) when healthCheck == (flow.Output == "ACCEPT") => outcome.Endpoint,
            _ => outcome.ToString(),
        };
    }

    private static NodeSnapshot Node(string rules) => new NodeBuilder()
        .With("host/netfilter/iptables-nft-save.txt", rules)
        .With("host/netfilter/nft-ruleset.json", """{"nftables":[]}""")
        .With("host/links/link.json", """
            [{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP","LOWER_UP"],"operstate":"UNKNOWN"},
             {"ifindex":2,"ifname":"eth0","flags":["BROADCAST","UP","LOWER_UP"],"operstate":"UP"},
             {"ifindex":3,"ifname":"cali0","flags":["BROADCAST","UP","LOWER_UP"],"operstate":"UP"}]
            """)
        .With("host/links/address.json", """
            [{"ifindex":1,"ifname":"lo","addr_info":[{"family":"inet","local":"127.0.0.1","prefixlen":8,"scope":"host"}]},
             {"ifindex":2,"ifname":"eth0","addr_info":[
               {"family":"inet","local":"192.168.0.2","prefixlen":24,"scope":"global"},
               {"family":"inet","local":"192.168.1.2","prefixlen":24,"scope":"global"},
               {"family":"inet","local":"192.168.99.11","prefixlen":24,"scope":"global"}]},
             {"ifindex":3,"ifname":"cali0","addr_info":[]}]
            """)
        .With("host/routing/rule4.json", """[{"priority":0,"src":"all","table":"local"},{"priority":32766,"src":"all","table":"main"}]""")
        .With("host/routing/route4.json", """
            [{"dst":"default","gateway":"192.168.0.1","dev":"eth0","flags":[]},
             {"dst":"10.0.0.0/8","dev":"cali0","scope":"link","flags":[]},
             {"dst":"192.168.0.0/24","dev":"eth0","scope":"link","prefsrc":"192.168.0.2","flags":[]},
             {"type":"local","dst":"127.0.0.0/8","dev":"lo","table":"local","scope":"host","prefsrc":"127.0.0.1","flags":[]},
             {"type":"local","dst":"192.168.0.2","dev":"eth0","table":"local","scope":"host","prefsrc":"192.168.0.2","flags":[]},
             {"type":"local","dst":"192.168.1.2","dev":"eth0","table":"local","scope":"host","prefsrc":"192.168.1.2","flags":[]},
             {"type":"local","dst":"192.168.99.11","dev":"eth0","table":"local","scope":"host","prefsrc":"192.168.99.11","flags":[]}]
            """)
        .With("host/routing/neighbour.json", "[]")
        .With("host/sysctl.txt", TestSysctl.Of("eth0", "cali0").Replace("all/route_localnet = 0", "all/route_localnet = 1", StringComparison.Ordinal))
        .With("host/sockets/tcp.txt", TestSockets.Tcp())
        .With("host/sockets/tcp6.txt", TestSockets.Tcp())
        .Build();
}
