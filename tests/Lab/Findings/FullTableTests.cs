using System.Globalization;
using NetPath.Core.Diagnosis;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Lab.Findings;

/// <summary>
/// A connection tracking table that is really full. Its limit is one of the whole machine and cannot be changed in a namespace, so the node's own table is
/// filled up to it, with entries that the kernel does not throw out: of connections that were answered.
/// </summary>
public sealed class FullTableTests
{
    // More would fill the memory of a machine whose limit is high.
    private const long MostEntries = 300_000;

    private readonly LabNode _lab;

    public FullTableTests(LabNode lab) => _lab = lab;

    [Fact]
    public void A_table_that_fills_up_warns_names_who_fills_it_and_then_drops_new_connections()
    {
        _lab.SkipUnlessUp();
        long limit = long.Parse(LabNode.Inside("node", "cat", "/proc/sys/net/netfilter/nf_conntrack_max").OrFail().Text, CultureInfo.InvariantCulture);
        Assert.SkipUnless(limit is > 0 and <= MostEntries, $"The limit of this machine's connection tracking is {limit}, and the test fills at most {MostEntries} entries.");
        // What other tests left closing would give way to a new connection.
        LabMemory.Forget();
        try
        {
            Fill(0, limit * 85 / 100);
            NodeSnapshot nearly = LabTrace.Snapshot(entries: true);
            Assert.Equal(Symptom.Connected, LabConnection.Reference.Try(patience: 4).Symptom);
            Assert.Equal([("NP7001", "Warning"), ("NP7007", "Warning")], Found(nearly));
            Assert.Contains("client-66d9c8b7f4-8wz5k", NodeFindings.Of(nearly).Of("NP7007").Select(finding => finding.Subject));
            Assert.Equal("NP7001", Trace(nearly).Findings.FirstOrDefault()?.Code);
            Assert.True(Trace(nearly).Passed);

            // What is closing gives way to a new connection, and so does what was not answered.
            LabNode.Inside("node", "sh", "-c", "conntrack -D -d 10.109.60.134; for protocol in udp icmp icmpv6; do conntrack -D -p $protocol; done");
            Fill(limit * 85 / 100, limit + 100);
            NodeSnapshot full = LabTrace.Snapshot();
            NodeSnapshot whole = LabTrace.Snapshot(entries: true);
            Assert.Equal(Symptom.TimedOut, LabConnection.Reference.Try(patience: 4).Symptom);
            PacketTrace trace = Trace(full);
            Assert.Equal(("NP7001", "NP7001", "Error"), (trace.Findings[0].Code, trace.Cause?.Code, trace.Findings[0].Severity));
            // Whether an entry can give way, the entries tell.
            Assert.Equal([nameof(Symptom.Connected), nameof(Symptom.TimedOut)], trace.Outcomes.Select(outcome => outcome.Symptom).Order());
            PacketTrace certain = Trace(whole);
            Assert.True(certain is { Symptom: nameof(Symptom.TimedOut), Disposition: nameof(Disposition.NoConntrackEntry), Cause.Code: "NP7001", Outcomes: [{ Assumptions: [] }] }, LabTrace.Describe(certain));
            Assert.Contains(("NP7001", "Error"), Found(full));
            string[] fillers = LabNode.Inside("node", "sh", "-c", trace.Cause!.Commands[^1]).OrFail().Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            Assert.All(fillers, line => Assert.Matches("^[0-9]+ src=", line));
            Assert.EndsWith("src=10.244.120.68", fillers[0], StringComparison.Ordinal);
            Assert.Contains(("NP7002", "Warning"), Found(LabTrace.Snapshot()));
        }
        finally
        {
            LabNode.Rebuild();
        }
    }

    private static (string Code, string Severity)[] Found(NodeSnapshot snapshot) =>
        [.. NodeFindings.Of(snapshot).All.Where(finding => finding.Severity != nameof(FindingSeverity.Information)).Select(finding => (finding.Code, finding.Severity))];

    private static PacketTrace Trace(NodeSnapshot snapshot) => ServiceTracer.For(snapshot).Trace(
        new TraceRequest { Destination = Core.Packets.IpAddress.Parse("10.109.60.134"), Port = 80, From = LabNode.Space("client") },
        TestContext.Current.CancellationToken);

    // Connections of the client's pod to one server, as the tool restores them. Past the limit it fails, as it should.
    private static void Fill(long from, long to)
    {
        const string Lines = """
            for my $i ($ARGV[0] .. $ARGV[1] - 1) {
                my ($server, $port) = ('10.2.0.' . int($i / 20000), 32768 + $i % 20000);
                print "-A -t 600 -u ASSURED,SEEN_REPLY -p tcp -s 10.244.120.68 -d $server --sport $port --dport 80 -r $server -q 10.244.120.68 --reply-port-src 80 --reply-port-dst $port --state ESTABLISHED\n";
            }
            """;
        string file = Path.Combine("/run/netpath-lab", LabNode.Prefix, "entries");
        LabNode.Inside("node", "sh", "-c", $"perl -e \"$1\" {from} {to} > {file}; conntrack -R {file}; rm {file}", "sh", Lines);
    }
}
