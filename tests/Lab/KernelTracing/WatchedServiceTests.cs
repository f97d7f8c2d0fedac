using NetPath.Core.KernelTracing;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Linux;
using NetPath.Linux.KernelTracing;
using NetPath.Linux.Netlink;
using Xunit;

namespace NetPath.Lab.KernelTracing;

/// <summary>The packets of a Service, as the kernel reports them, with the rules that the collector read.</summary>
public sealed class WatchedServiceTests
{
    private readonly LabNode _lab;

    public WatchedServiceTests(LabNode lab) => _lab = lab;

    [Theory]
    [InlineData("iptables-nft", false)]
    [InlineData("legacy iptables", true)]
    public void A_connections_first_packet_met_the_rules_that_the_walk_predicts(string backend, bool legacy)
    {
        _lab.SkipUnlessUp();
        using LegacyLab? other = legacy ? new LegacyLab() : null;
        string prefix = legacy ? LegacyLab.Prefix : LabNode.Prefix;
        NodeSnapshot snapshot = Snapshot($"{prefix}-node");

        List<KernelPacket> packets = Watch(snapshot, $"{prefix}-node", "default/numbers-api", null, () => Get($"{prefix}-client", "10.109.60.134"));

        KernelPacket first = packets[0];
        PacketTrace trace = ServiceTracer.For(snapshot).Trace(new TraceRequest { Destination = IpAddress.Parse("10.109.60.134"), Port = 80, From = $"{prefix}-client" }, TestContext.Current.CancellationToken);
        string[] predicted = [.. trace.Outcomes[0].Hops.OfType<RuleHop>().Where(hop => hop.Place == snapshot.Host.Name && hop.RuleNumber > 0).Select(hop => $"{hop.Table.ToLowerInvariant()} {hop.Chain} {hop.RuleNumber}")];
        Assert.NotEmpty(predicted);
        Assert.Equal(predicted, first.Steps.Where(step => step.Step == "Rule").Select(step => $"{step.Table} {step.Chain} {step.RuleNumber}"));
        Assert.All(packets, packet => Assert.True(packet.Problems.Length == 0 && packet.Verdict == "Accepted", $"{backend}: {packet} {packet.Reason} {string.Join("; ", packet.Problems)}"));
        Assert.All(packets, packet => Assert.All(packet.Steps, step => Assert.True(step.Problem is null, $"{backend}: {step} {step.Problem}")));
        Assert.Equal(("default/numbers-api", "10.109.60.134", "10.244.120.67"), (first.Service, first.Packet!.Destination, first.LastPacket!.Destination));
        Assert.Equal(("cali241865e94fd", "cali693e13cd073"), (first.InInterface, first.OutInterface));
        Assert.Contains(packets, packet => packet.Packet!.TcpFlags == "Syn, Ack" && packet.OutInterface == "cali241865e94fd");
    }

    [Fact]
    public void Other_clients_are_not_watched_when_one_is_named()
    {
        _lab.SkipUnlessUp();
        NodeSnapshot snapshot = Snapshot(LabNode.Space("node"));
        List<KernelPacket> packets = Watch(snapshot, LabNode.Space("node"), "default/numbers-api", LabNode.Space("client"), () =>
        {
            Get(LabNode.Space("backend"), "10.109.60.134");
            Get(LabNode.Space("client"), "10.109.60.134");
        });

        Assert.NotEmpty(packets);
        Assert.All(packets, packet => Assert.Contains("10.244.120.68", new[] { packet.Packet!.Source, packet.Packet.Destination }));
    }

    [Fact]
    public void A_rate_keeps_most_packets_of_a_busy_flow_unreported()
    {
        _lab.SkipUnlessUp();
        using PrivateNamespace space = new();
        TraceFlow flow = new() { Family = IpFamily.IPv4, Protocol = Protocol.Udp, DestinationPort = 9, PacketsPerSecond = 1 };
        space.Run("iptables-nft -t raw -A OUTPUT -p udp --dport 9 -j ACCEPT");
        using KernelTraceReader reader = KernelTraceReader.Open(space.Handle, new KernelTraceOptions { Flows = [flow], Legacy = false });
        Send(space, 50);
        int seen = reader.Drain().Count(step => step.Chain == "OUTPUT" && step.Step == KernelTraceStep.Rule);
        Assert.InRange(seen, 1, 9);
    }

    [Fact]
    public void Renewed_rules_go_on_tracing_and_go_when_the_reader_is_closed()
    {
        _lab.SkipUnlessUp();
        using PrivateNamespace space = new();
        space.Run("iptables-nft -t raw -A OUTPUT -p udp --dport 9 -j ACCEPT");
        TraceFlow flow = new() { Family = IpFamily.IPv4, Protocol = Protocol.Udp, DestinationPort = 9 };
        using (KernelTraceReader reader = KernelTraceReader.Open(space.Handle, new KernelTraceOptions { Flows = [flow], Legacy = false }))
        {
            reader.Renew();
            Assert.Single(space.Run("nft list tables").Text.Split('\n'), line => line.Contains("netpath_trace_", StringComparison.Ordinal));
            Send(space, 1);
            Assert.Contains(reader.Wait(TimeSpan.FromSeconds(2)), step => step.Chain == "OUTPUT");
        }

        Assert.DoesNotContain("netpath_trace_", space.Run("nft list tables").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unconditional_rule_that_legacy_iptables_reports_as_its_chains_end_is_found()
    {
        _lab.SkipUnlessUp();
        using PrivateNamespace space = new();
        space.Run("iptables-legacy -N T; iptables-legacy -A T -j ACCEPT; iptables-legacy -A OUTPUT -p udp --dport 9 -j T; iptables-legacy -A INPUT -j DROP");
        NodeSnapshot snapshot = Snapshot(space.Name);
        TraceFlow flow = new() { Family = IpFamily.IPv4, Protocol = Protocol.Udp, DestinationPort = 9 };
        KernelPacketStream stream = new(snapshot.Host);
        List<KernelPacket> packets = [];
        using (KernelTraceReader reader = KernelTraceReader.Open(space.Handle, new KernelTraceOptions { Flows = [flow] }))
        {
            Send(space, 1);
            packets.AddRange(reader.Drain().SelectMany(stream.Add));
        }

        packets.AddRange(stream.End());
        KernelStep[] steps = [.. packets.SelectMany(packet => packet.Steps)];
        Assert.Contains(steps, step => step is { Step: "Return", Description: "filter T #1 ACCEPT" });
        Assert.Contains(steps, step => step is { Step: "Policy", Description: "filter INPUT #1 DROP" });
        Assert.Equal("Dropped", packets[^1].Verdict);
    }

    private static NodeSnapshot Snapshot(string space) =>
        Collector.Collect(Repository.Collector, new CollectorOptions { NetworkNamespace = space }, null, TestContext.Current.CancellationToken);

    private static List<KernelPacket> Watch(NodeSnapshot snapshot, string space, string service, string? from, Action traffic)
    {
        IReadOnlyList<IpAddress> clients = from is null ? [] : ClientAddresses.Of(snapshot, from);
        TraceFlow[] flows = [.. snapshot.Host.Services.Services.Where(one => one.Name == service).SelectMany(one => ServiceFlow.Of(one, clients)).Select(flow => flow.Flow with { PacketsPerSecond = 1000 })];
        KernelPacketStream stream = new(snapshot.Host);
        List<KernelPacket> packets = [];
        using (NetworkNamespaceHandle handle = NetworkNamespaceHandle.OpenNamed(space))
        using (KernelTraceReader reader = KernelTraceReader.Open(handle, new KernelTraceOptions { Flows = flows }))
        {
            traffic();
            packets.AddRange(reader.Drain().SelectMany(step => stream.Add(step with { Time = step.Time ?? DateTimeOffset.UtcNow })));
        }

        packets.AddRange(stream.End());
        return packets;
    }

    // Where the port is closed the error of one datagram keeps the next from being sent.
    private static void Send(PrivateNamespace space, int datagrams) =>
        space.Run($"perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new(Proto => \"udp\", PeerAddr => \"127.0.0.1\", PeerPort => 9) or die; $s->send(\"x\") for 1..{datagrams}'");

    private static void Get(string space, string address) =>
        Shell.Run("ip", "netns", "exec", space, "perl", Path.Combine(Repository.Root, "tests", "Lab", "http-get.pl"), address, "80").OrFail();
}
