using System.Diagnostics;
using System.Text.RegularExpressions;
using NetPath.Core.KernelTracing.Verification;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Linux;
using NetPath.Linux.Verification;
using Xunit;

namespace NetPath.Lab.KernelTracing;

/// <summary>What the kernel says of a trace where the rules are those of legacy iptables, and that its logger is put back.</summary>
public sealed class VerifyLegacyTests : IDisposable
{
    private const string State = "nft list tables; cat /proc/sys/net/netfilter/nf_log/2 /proc/sys/net/netfilter/nf_log/10";

    private static readonly string Prefix = $"{LabNode.Prefix}-leg";

    private readonly bool _up;

    public VerifyLegacyTests(LabNode lab)
    {
        lab.SkipUnlessUp();
        Shell.Run(Repository.LabScript, "up", "--prefix", Prefix, "--backend", "legacy").OrFail();
        _up = true;
    }

    public void Dispose()
    {
        if (_up)
        {
            Shell.Run(Repository.LabScript, "down", "--prefix", Prefix);
        }
    }

    [Fact]
    public void The_kernel_confirms_and_contradicts_by_rule_number_and_nothing_is_left_behind()
    {
        string before = Node(State);
        NodeSnapshot snapshot = Collector.Collect(Repository.Collector, new CollectorOptions { NetworkNamespace = $"{Prefix}-node" }, null, TestContext.Current.CancellationToken);

        PacketTrace connected = Verify(snapshot, "client", "10.109.60.134", 80);
        PacketTrace hairpin = Verify(snapshot, "numbers", "10.109.60.134", 80);
        PacketTrace refused = Verify(snapshot, "client", "10.106.0.1", 80);
        PacketTrace name = Verify(snapshot, "client", "10.96.0.10", 53, Protocol.Udp);

        Assert.All([connected, hairpin, refused, name], trace => Assert.True(trace.Verification!.Result == nameof(VerificationResult.Confirmed), $"{trace.Verification}\n{LabTrace.Describe(trace)}"));
        RuleHop translation = connected.Outcomes[0].Hops.OfType<RuleHop>().Single(hop => hop.Target == "DNAT");
        Assert.StartsWith("TRACE: nat:KUBE-SEP-E4SSCTGR3GJGHN43:rule:2 IN=cali241865e94fd OUT= SRC=10.244.120.68 DST=10.109.60.134", translation.KernelEvidence[0], StringComparison.Ordinal);

        Node("iptables-legacy -t nat -I KUBE-SERVICES -d 10.1.2.3 -j RETURN");
        PacketTrace stale = Verify(snapshot, "client", "10.109.60.134", 80);

        Assert.Equal("minikube: the kernel took nat KUBE-SERVICES rule 6, and the trace says nat KUBE-SERVICES rule 5 (KUBE-SVC-BE5LIK4X2OAKIEFX)", stale.Verification!.Reason);
        Assert.Equal(before, Node(State));
    }

    [Fact]
    public void A_process_that_is_killed_leaves_nothing_behind()
    {
        string module = Path.Combine(Repository.Root, "out", "NetPath", "NetPath.psd1");
        Assert.SkipUnless(File.Exists(module), "The module is not built.");
        string before = Node(State);
        string script = Path.GetTempFileName() + ".ps1";
        File.WriteAllText(script, $"""
            Import-Module '{module}'
            $node = Get-NodeSnapshot -NetworkNamespace {Prefix}-node
            Trace-ServicePacket numbers-api -From {Prefix}-client -Snapshot $node -Verify -Confirm:$false
            """);

        // Nothing comes back, so that the probe waits.
        Node("iptables-legacy -I FORWARD -d 10.244.120.67 -p tcp --dport 80 -j DROP");
        using Process run = Shell.Start([Path.Combine(Repository.Root, "tools", "PowerShellHost", "launch.sh"), "-File", script], new Dictionary<string, string>());
        try
        {
            Assert.True(SpinWait.SpinUntil(() => Node(State).Contains("netpath_trace_", StringComparison.Ordinal), TimeSpan.FromSeconds(60)), "no trace table was put in");
            Assert.Contains("nfnetlink_log", Node(State), StringComparison.Ordinal);
            string owner = Regex.Match(Node(State), @"netpath_trace_(\d+)_").Groups[1].Value;
            Shell.Run("kill", "-KILL", owner).OrFail();

            Assert.True(SpinWait.SpinUntil(() => Node(State) == before, TimeSpan.FromSeconds(10)), $"left behind: {Node(State)}");
        }
        finally
        {
            run.Kill(entireProcessTree: true);
            File.Delete(script);
        }
    }

    private static PacketTrace Verify(NodeSnapshot snapshot, string space, string address, int port, Protocol protocol = Protocol.Tcp) => KernelVerifier.Verify(
        [snapshot],
        new TraceRequest { From = $"{Prefix}-{space}", Destination = IpAddress.Parse(address), Port = port, Protocol = protocol },
        TestContext.Current.CancellationToken);

    private static string Node(string command) => Shell.Run("ip", "netns", "exec", $"{Prefix}-node", "sh", "-ec", command).OrFail().Text;
}
