using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Linux;
using Xunit;

namespace NetPath.Lab.Findings;

/// <summary>NP2013 on a node of its own: a legacy table that was made once stays for as long as its namespace.</summary>
public sealed class BothBackendsTests
{
    private readonly LabNode _lab;

    public BothBackendsTests(LabNode lab) => _lab = lab;

    [Fact]
    public void NP2013_stale_rules_in_the_other_backend_take_the_packets()
    {
        _lab.SkipUnlessUp();
        string prefix = $"{LabNode.Prefix}-both";
        string rules = Path.Combine(Repository.Root, "tests", "Lab", "rules", "kube-proxy.save");
        try
        {
            Shell.Run(Repository.LabScript, "up", "--prefix", prefix).OrFail();
            // The pod that these rules know is gone.
            Shell loaded = Shell.Run("ip", "netns", "exec", $"{prefix}-node", "sh", "-c", $"sed 's/10.244.120.67/10.244.120.99/' {rules} | iptables-legacy-restore");
            Assert.SkipUnless(loaded.ExitCode == 0, $"This kernel has no iptables-legacy: {loaded.Error}");

            PacketTrace trace = Trace(prefix);
            string script = Path.Combine(Repository.Root, "tests", "Lab", "http-get.pl");
            Shell answer = Shell.Run("ip", "netns", "exec", $"{prefix}-client", "env", "PATIENCE=3", "perl", script, "10.109.60.134", "80", "0.0.0.0");

            // Who is asked first a snapshot does not tell; the kernel puts the table that was made last in front.
            Assert.Contains("timed out", answer.Error, StringComparison.Ordinal);
            string message = $"{string.Join('\n', trace.Findings.Select(finding => finding.ToString()))}\n{LabTrace.Describe(trace)}";
            Assert.True(trace.Cause?.Code == "NP2013", message);
            Assert.Contains(trace.Outcomes, outcome => outcome.Symptom == nameof(Symptom.TimedOut));
        }
        finally
        {
            Shell.Run(Repository.LabScript, "down", "--prefix", prefix);
        }
    }

    private static PacketTrace Trace(string prefix)
    {
        NodeSnapshot snapshot = Collector.Collect(Repository.Collector, new CollectorOptions { NetworkNamespace = $"{prefix}-node" }, null, TestContext.Current.CancellationToken);
        return ServiceTracer.For(snapshot).Trace(new TraceRequest { Destination = IpAddress.Parse("10.109.60.134"), Port = 80, From = $"{prefix}-client" }, TestContext.Current.CancellationToken);
    }
}
