using NetPath.Core.Diagnosis;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Lab.Conntrack;
using Xunit;

namespace NetPath.Lab.Findings;

/// <summary>Family NP7 on the real kernel.</summary>
public sealed class ConntrackFindingsTests
{
    private readonly LabNode _lab;

    public ConntrackFindingsTests(LabNode lab) => _lab = lab;

    public static TheoryData<string> Faults => [.. ConntrackFaults.All.Select(fault => $"{fault}")];

    [Theory, MemberData(nameof(Faults))]
    public void A_fault_has_its_symptom_and_its_code(string name) =>
        BreakingLab.With(_lab, ConntrackFaults.All.Single(fault => $"{fault}" == name), node => node.AssertCause());

    [Fact]
    public void A_datagram_to_an_endpoint_that_is_gone_goes_there_until_its_entry_is_deleted()
    {
        _lab.SkipUnlessUp();
        using Conversation gone = Conversation.Server("backend", 8099);
        using Conversation other = Conversation.Server("numbers", 8099);
        try
        {
            Endpoint("10.244.120.69:8099");
            using Conversation client = Conversation.Client("client", "udp", "10.96.0.10", 53, 40300);
            Assert.Equal("backend", client.Ask());

            Node("ip route del 10.244.120.69; ip -n {backend} address del 10.244.120.69/32 dev eth0");
            Endpoint("10.244.120.67:8099");
            NodeSnapshot snapshot = LabTrace.Snapshot(entries: true);
            PacketTrace trace = Trace(snapshot, Protocol.Udp, "10.96.0.10", 53, 40300);
            using Conversation fresh = Conversation.Client("client", "udp", "10.96.0.10", 53, 40301);

            Assert.Equal("timed out", client.Ask());
            Assert.Equal("numbers", fresh.Ask());
            Assert.Equal((nameof(Symptom.TimedOut), "NP7003"), (trace.Symptom, trace.Cause?.Code));
            Assert.Contains("udp", trace.Cause!.Evidence[0].Text, StringComparison.Ordinal);
            Assert.Contains("NP7003", NodeFindings.Of(snapshot).All.Select(finding => finding.Code));

            Node(string.Join("; ", trace.Cause.Commands.Where(command => command.StartsWith("conntrack -D", StringComparison.Ordinal))));
            Assert.Equal("numbers", client.Ask());
        }
        finally
        {
            Endpoint("10.244.120.65:53");
            Node("ip -n {backend} address replace 10.244.120.69/32 dev eth0; ip -n {backend} route replace 169.254.1.1 dev eth0 scope link; ip -n {backend} route replace default via 169.254.1.1 dev eth0; ip route replace 10.244.120.69 dev cali5be3ae70b79 scope link");
            LabMemory.Forget();
        }
    }

    [Fact]
    public void A_client_whose_own_ports_are_all_taken_cannot_connect_to_that_destination_alone()
    {
        _lab.SkipUnlessUp();
        try
        {
            LabNode.Inside("client", "sysctl", "-qw", "net.ipv4.ip_local_port_range=40000 40004").OrFail();
            Node("ip netns exec {client} perl -MIO::Socket::INET -e '@s = map { IO::Socket::INET->new(PeerAddr => \"10.103.7.12\", PeerPort => 80, Timeout => 2) } 1 .. 5; sleep 20' >/dev/null 2>&1 & sleep 1");
            NodeSnapshot snapshot = LabTrace.Snapshot(entries: true);
            (_, string refused) = new LabConnection("client", "10.103.7.12", 80).Try(patience: 3);
            PacketTrace trace = Trace(snapshot, Protocol.Tcp, "10.103.7.12", 80);

            Assert.Contains("Cannot assign requested address", refused, StringComparison.Ordinal);
            Assert.Equal(Symptom.Connected, LabConnection.Reference.Try(patience: 3).Symptom);
            Assert.False(trace.Passed, LabTrace.Describe(trace));
            Assert.Equal(("NP7005", "Warning"), (trace.Findings.FirstOrDefault()?.Code, trace.Findings.FirstOrDefault()?.Severity));
            Assert.Contains("cannot assign requested address", trace.Outcomes[0].Assumptions[0], StringComparison.Ordinal);
            Assert.True(Trace(snapshot, Protocol.Tcp, "10.109.60.134", 80).Passed);
        }
        finally
        {
            LabNode.Rebuild();
        }
    }

    [Fact]
    public void An_open_connection_goes_on_to_an_endpoint_that_the_rules_have_left()
    {
        _lab.SkipUnlessUp();
        using Conversation left = Conversation.Server("numbers", 8099);
        using Conversation right = Conversation.Server("backend", 8099);
        const string Rule = "iptables-nft -t nat -I KUBE-SEP-E4SSCTGR3GJGHN43 -p tcp -j DNAT --to-destination 10.244.120.67:8099";
        try
        {
            Node(Rule);
            using Conversation client = Conversation.Client("client", "tcp", "10.109.60.134", 80, 40310);
            Assert.Equal("numbers", client.Ask());

            Node(Rule.Replace("-I KUBE-SEP-E4SSCTGR3GJGHN43", "-R KUBE-SEP-E4SSCTGR3GJGHN43 1", StringComparison.Ordinal).Replace(".67:", ".69:", StringComparison.Ordinal));
            PacketTrace trace = Trace(LabTrace.Snapshot(entries: true), Protocol.Tcp, "10.109.60.134", 80, 40310);

            Assert.Equal("numbers", client.Ask());
            Assert.Equal(("Connected", "NP7009"), (trace.Symptom, trace.Findings.FirstOrDefault()?.Code));
        }
        finally
        {
            Node("iptables-nft -t nat -D KUBE-SEP-E4SSCTGR3GJGHN43 1");
            LabMemory.Forget();
        }
    }

    [Fact]
    public void Idle_connections_are_reset_when_connection_tracking_has_forgotten_them()
    {
        _lab.SkipUnlessUp();
        const string Service = "10.98.14.20";
        using Conversation one = Conversation.Server("numbers", 8099);
        using Conversation other = Conversation.Server("backend", 8099);
        Conversation[] clients = [];
        try
        {
            Node("iptables-nft -t nat -I KUBE-SVC-OZQOZD5NGCHU6BTV 1 -p tcp -m statistic --mode random --probability 0.5 -j DNAT --to-destination 10.244.120.67:8099; iptables-nft -t nat -I KUBE-SVC-OZQOZD5NGCHU6BTV 2 -p tcp -j DNAT --to-destination 10.244.120.69:8099");
            clients = [.. Enumerable.Range(40320, 8).Select(port => Conversation.Client("client", "tcp", Service, 8080, port))];
            string[] first = Ask(clients);
            // Each packet sets the time-out anew.
            Node("sysctl -qw net.netfilter.nf_conntrack_tcp_timeout_established=1");
            string[] again = Ask(clients);
            Thread.Sleep(TimeSpan.FromSeconds(3));
            string[] idle = Ask(clients);

            Assert.All(first, answer => Assert.Contains(answer, (string[])["numbers", "backend"]));
            Assert.Equal(first, again);
            Assert.NotEqual(first, idle);
            Assert.Contains("NP7008", NodeFindings.Of(LabTrace.Snapshot()).All.Select(finding => finding.Code));
        }
        finally
        {
            Array.ForEach(clients, client => client.Dispose());
            Node("iptables-nft -t nat -D KUBE-SVC-OZQOZD5NGCHU6BTV 1; iptables-nft -t nat -D KUBE-SVC-OZQOZD5NGCHU6BTV 1; sysctl -qw net.netfilter.nf_conntrack_tcp_timeout_established=432000");
            LabMemory.Forget();
        }
    }

    private static string[] Ask(Conversation[] clients) => [.. clients.Select(client => client.Ask())];

    private static void Endpoint(string target) =>
        Node($"iptables-nft -t nat -R KUBE-SEP-GRHDFAQR5COOLLBC 2 -p udp -m comment --comment kube-system/kube-dns:dns -m udp -j DNAT --to-destination {target}");

    private static void Node(string commands) => LabNode.Inside("node", "sh", "-e", "-c", commands.Replace("{backend}", LabNode.Space("backend"), StringComparison.Ordinal).Replace("{client}", LabNode.Space("client"), StringComparison.Ordinal)).OrFail();

    private static PacketTrace Trace(NodeSnapshot snapshot, Protocol protocol, string address, int port, int? sourcePort = null) => ServiceTracer.For(snapshot).Trace(
        new TraceRequest { Destination = IpAddress.Parse(address), Port = port, Protocol = protocol, SourcePort = sourcePort, From = LabNode.Space("client") },
        TestContext.Current.CancellationToken);
}
