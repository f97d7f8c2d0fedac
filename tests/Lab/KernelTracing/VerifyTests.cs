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

        PacketTrace trace = Verify(space, address, port, protocol);

        Assert.True(trace.Verification!.Result == nameof(VerificationResult.Confirmed), $"{what}\n{Describe(trace)}");
        Assert.Equal(symptom.ToString(), trace.Verification.Probe.Symptom);
        Assert.Single(trace.Outcomes, outcome => outcome.Confirmation == nameof(HopConfirmation.Confirmed));
    }

    private static PacketTrace Verify(string space, string address, int port, Protocol protocol = Protocol.Tcp, NodeSnapshot? snapshot = null) => KernelVerifier.Verify(
        snapshot ?? LabTrace.Snapshot(),
        new TraceRequest { From = LabNode.Space(space), Destination = IpAddress.Parse(address), Port = port, Protocol = protocol },
        TestContext.Current.CancellationToken);

    private static string Describe(PacketTrace trace) =>
        $"{trace.Verification}\n{trace.Verification!.Probe}\n{LabTrace.Describe(trace)}\n"
        + string.Join('\n', trace.Outcomes.SelectMany(outcome => outcome.Hops.Concat(outcome.ReplyHops)).Select(hop => $"{hop.Confirmation ?? "-",-12} {hop}  <- {string.Join(" | ", hop.KernelEvidence)}"))
        + "\n" + string.Join('\n', (object[])trace.Verification.Events);
}
