using NetPath.Core.KernelTracing.Verification;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Linux.Verification;
using Xunit;

namespace NetPath.Lab.KernelTracing;

/// <summary>What the kernel says of a trace, on the reference node.</summary>
public sealed class VerifyTests
{
    // The healthy node does not change: one snapshot is enough.
    private static NodeSnapshot? _healthy;

    private readonly LabNode _lab;

    public VerifyTests(LabNode lab) => _lab = lab;

    public static TheoryData<string, string, string, int, Protocol, Symptom> Paths => new()
    {
        { "the reference journey", "client", "10.109.60.134", 80, Protocol.Tcp, Symptom.Connected },
        { "from the node", "node", "10.109.60.134", 80, Protocol.Tcp, Symptom.Connected },
        { "a pod to itself through its Service", "numbers", "10.109.60.134", 80, Protocol.Tcp, Symptom.Connected },
        { "one of two endpoints", "client", "10.98.14.20", 8080, Protocol.Tcp, Symptom.Connected },
        { "the API server, an address of the node", "client", "10.96.0.1", 443, Protocol.Tcp, Symptom.Connected },
        { "a Service without endpoints", "client", "10.106.0.1", 80, Protocol.Tcp, Symptom.ConnectionRefused },
        { "a port where nobody listens", "client", "10.244.120.67", 81, Protocol.Tcp, Symptom.ConnectionRefused },
        { "the node to itself", "node", "192.168.49.2", 8443, Protocol.Tcp, Symptom.Connected },
        { "the cluster's DNS", "client", "10.96.0.10", 53, Protocol.Udp, Symptom.Connected },
        { "a datagram to a closed port", "client", "10.244.120.67", 9999, Protocol.Udp, Symptom.ConnectionRefused },
        { "an endpoint on another node", "client", "10.103.7.12", 80, Protocol.Tcp, Symptom.Connected },
    };

    [Theory, MemberData(nameof(Paths))]
    public void The_kernel_confirms_each_hop(string what, string space, string address, int port, Protocol protocol, Symptom symptom)
    {
        _lab.SkipUnlessUp();

        PacketTrace trace = Verify(space, address, port, protocol, _healthy ??= LabTrace.Snapshot());

        Assert.True(trace.Verification!.Result == nameof(VerificationResult.Confirmed), $"{what}\n{Describe(trace)}");
        Assert.Equal(symptom.ToString(), trace.Verification.Probe.Symptom);
        Assert.Single(trace.Outcomes, outcome => outcome.Confirmation == nameof(HopConfirmation.Confirmed));
    }

    [Fact]
    public void One_of_two_ways_is_confirmed_and_the_other_not_taken()
    {
        _lab.SkipUnlessUp();

        PacketTrace trace = Verify("client", "10.98.14.20", 8080);

        Assert.Equal(2, trace.Outcomes.Length);
        PathOutcome taken = Assert.Single(trace.Outcomes, outcome => outcome.Confirmation == nameof(HopConfirmation.Confirmed));
        PathOutcome other = Assert.Single(trace.Outcomes, outcome => outcome.Confirmation == nameof(HopConfirmation.NotTaken));
        Assert.Equal(taken.Endpoint, trace.Verification!.Endpoint);
        Assert.All(taken.Hops, hop => Assert.Equal(nameof(HopConfirmation.Confirmed), hop.Confirmation));
        Assert.All(other.Hops, hop => Assert.Null(hop.Confirmation));
        Assert.Contains($"sport {trace.Packet.SourcePort}", taken.Hops[0].KernelEvidence[0], StringComparison.Ordinal);
    }

    /// <summary>A rule that the snapshot holds, and what the trace then says.</summary>
    [Theory]
    [InlineData("iptables -I FORWARD -d 10.244.120.67 -p tcp --dport 80 -j DROP", "iptables -D FORWARD 1", Symptom.TimedOut)]
    [InlineData("iptables -I FORWARD -d 10.244.120.67 -p tcp --dport 80 -j REJECT", "iptables -D FORWARD 1", Symptom.ConnectionRefused)]
    [InlineData("ip route replace blackhole 10.244.120.67", "ip route replace 10.244.120.67 dev cali693e13cd073 scope link", Symptom.TimedOut)]
    [InlineData("iptables -I FORWARD -s 10.244.120.67 -p tcp --sport 80 -j DROP", "iptables -D FORWARD 1", Symptom.TimedOut)]
    [InlineData("iptables -t raw -I PREROUTING -i cali241865e94fd -j CT --notrack", "iptables -t raw -D PREROUTING 1", Symptom.TimedOut)]
    public void A_broken_path_is_confirmed_too(string breaks, string mends, Symptom symptom)
    {
        _lab.SkipUnlessUp();
        try
        {
            Node(breaks);

            PacketTrace trace = Verify("client", "10.109.60.134", 80);

            Assert.True(trace.Verification!.Result == nameof(VerificationResult.Confirmed), Describe(trace));
            Assert.Equal(symptom.ToString(), trace.Verification.Probe.Symptom);
        }
        finally
        {
            Node(mends);
        }
    }

    /// <summary>The machine changes behind the snapshot's back: the first difference is named.</summary>
    [Theory]
    [InlineData("iptables -I FORWARD -d 10.244.120.67 -p tcp --dport 80 -j DROP", "iptables -D FORWARD 1", "minikube: the kernel took filter FORWARD a rule that the snapshot does not hold, handle", "filter FORWARD #1")]
    [InlineData("iptables -t nat -R KUBE-SEP-E4SSCTGR3GJGHN43 2 -p tcp -j DNAT --to-destination 10.244.120.69:80", "iptables -t nat -R KUBE-SEP-E4SSCTGR3GJGHN43 2 -p tcp -m comment --comment default/numbers-api -m tcp -j DNAT --to-destination 10.244.120.67:80", "minikube: nat KUBE-SEP-E4SSCTGR3GJGHN43 rule 2 translates otherwise: the packet was tcp 10.244.120.68:", "nat KUBE-SEP-E4SSCTGR3GJGHN43 #2 DNAT")]
    [InlineData("iptables -t nat -R KUBE-POSTROUTING 1 -j MARK --set-mark 7", "iptables -t nat -R KUBE-POSTROUTING 1 -m mark ! --mark 0x4000/0x4000 -j RETURN", "minikube: the kernel's nat KUBE-POSTROUTING rule 1 came to 'continue'", "nat KUBE-POSTROUTING #1 RETURN")]
    [InlineData("ip route replace blackhole 10.244.120.67", "ip route replace 10.244.120.67 dev cali693e13cd073 scope link", "minikube: the packet was not seen behind the routing of minikube", "route main: 10.244.120.67")]
    public void A_snapshot_that_is_out_of_date_is_contradicted(string change, string restore, string difference, string hop)
    {
        _lab.SkipUnlessUp();
        NodeSnapshot before = LabTrace.Snapshot();
        try
        {
            Node(change);

            PacketTrace trace = Verify("client", "10.109.60.134", 80, snapshot: before);

            Assert.True(trace.Verification!.Result == nameof(VerificationResult.Contradicted), Describe(trace));
            Assert.StartsWith(difference, trace.Verification.Reason, StringComparison.Ordinal);
            Hop contradicted = Assert.Single(trace.Outcomes[0].Hops, one => one.Confirmation == nameof(HopConfirmation.Contradicted));
            Assert.StartsWith(hop, contradicted.Description, StringComparison.Ordinal);
        }
        finally
        {
            Node(restore);
        }
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        _lab.SkipUnlessUp();
        string before = State();

        _ = Verify("client", "10.109.60.134", 80);

        Assert.Equal(before, State());
    }

    [Fact]
    public void A_cancelled_verification_leaves_nothing_behind_either()
    {
        _lab.SkipUnlessUp();
        NodeSnapshot snapshot = LabTrace.Snapshot();
        string before = State();
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(700));
        try
        {
            Node("iptables -I FORWARD -d 10.244.120.67 -p tcp --dport 80 -j DROP");

            Assert.ThrowsAny<OperationCanceledException>(() => KernelVerifier.Verify([snapshot], Request("client", "10.109.60.134", 80, Protocol.Tcp), stop.Token));
        }
        finally
        {
            Node("iptables -D FORWARD 1");
        }

        Assert.Equal(before, State());
    }

    [Fact]
    public void A_snapshot_of_another_machine_is_refused()
    {
        _lab.SkipUnlessUp();
        using FileStream file = File.OpenRead(Path.Combine(Repository.Root, "samples", "reference-node.tar.gz"));
        NodeSnapshot other = SnapshotArchive.Read(file, "reference-node.tar.gz", cancellation: TestContext.Current.CancellationToken);
        TraceRequest request = new() { From = "client-66d9c8b7f4-8wz5k", Destination = IpAddress.Parse("10.109.60.134"), Port = 80 };

        VerificationException error = Assert.Throws<VerificationException>(() => KernelVerifier.Verify([other], request, TestContext.Current.CancellationToken));

        Assert.Contains("is not of this machine, or is gone", error.Message, StringComparison.Ordinal);
    }

    private static PacketTrace Verify(string space, string address, int port, Protocol protocol = Protocol.Tcp, NodeSnapshot? snapshot = null) =>
        KernelVerifier.Verify([snapshot ?? LabTrace.Snapshot()], Request(space, address, port, protocol), TestContext.Current.CancellationToken);

    private static TraceRequest Request(string space, string address, int port, Protocol protocol) =>
        new() { From = LabNode.Space(space), Destination = IpAddress.Parse(address), Port = port, Protocol = protocol };

    private static void Node(string command) => LabNode.Inside("node", "sh", "-ec", command).OrFail();

    // What a verification touches: the tables of nf_tables, and the loggers.
    private static string State() => string.Join('\n', new[] { "node", "client", "numbers" }.Select(space =>
        LabNode.Inside(space, "sh", "-ec", "nft list tables; cat /proc/sys/net/netfilter/nf_log/2 /proc/sys/net/netfilter/nf_log/10").OrFail().Text));

    private static string Describe(PacketTrace trace) =>
        $"{trace.Verification}\n{trace.Verification!.Probe}\n{LabTrace.Describe(trace)}\n"
        + string.Join('\n', trace.Outcomes.SelectMany(outcome => outcome.Hops.Concat(outcome.ReplyHops)).Select(hop => $"{hop.Confirmation ?? "-",-12} {hop}  <- {string.Join(" | ", hop.KernelEvidence)}"))
        + "\n" + string.Join('\n', (object[])trace.Verification.Events);
}
