using System.Globalization;
using NetPath.Core.Diagnosis;
using NetPath.Core.Snapshots;
using NetPath.Linux;
using Xunit;

namespace NetPath.Lab.Findings;

/// <summary>
/// NP3008 on the real kernel. All namespaces share one table, and only the machine's own namespace shows its limit: this machine is the node here, and the
/// lab's namespaces are its pods. The table is filled to what the finding warns of and no further, since beyond the limit every namespace of the machine
/// would lose packets; entries that are older than five seconds the kernel throws out by itself (neigh_forced_gc()).
/// </summary>
public sealed class NeighbourTableTests
{
    private const string Limit = "/proc/sys/net/ipv4/neigh/default/gc_thresh3";
    private const int MostEntries = 5_000;

    private readonly LabNode _lab;

    public NeighbourTableTests(LabNode lab) => _lab = lab;

    [Fact]
    public void NP3008_a_neighbour_table_that_is_nearly_full()
    {
        _lab.SkipUnlessUp();
        Assert.SkipUnless(File.Exists(Limit), $"{Limit} is missing: this is not the machine's own network namespace.");
        int limit = int.Parse(File.ReadAllText(Limit), CultureInfo.InvariantCulture);
        Assert.SkipUnless(limit <= MostEntries, $"The limit of this machine's neighbours is {limit}, and the test makes at most {MostEntries}.");
        try
        {
            Assert.DoesNotContain("NP3008", Found().Select(finding => finding.Code));

            Fill(limit * 85 / 100);
            Finding finding = Found().Single(one => one.Code == "NP3008");

            Assert.Matches($"^[0-9]+ of {limit} IPv4 neighbours are in use on ", finding.Message);
            Assert.Contains(finding.Evidence, evidence => evidence.Text == $"net/ipv4/neigh/default/gc_thresh3 = {limit}");
            Assert.Contains("sysctl -w net.ipv4.neigh.default.gc_thresh2=4096 net.ipv4.neigh.default.gc_thresh3=8192", finding.Commands);
        }
        finally
        {
            LabNode.Inside("outside", "ip", "link", "del", "neighbours0");
        }
    }

    private static Finding[] Found()
    {
        NodeSnapshot machine = Collector.Collect(
            Repository.Collector,
            new CollectorOptions { Sections = ["routing", "sysctl", "pods"] },
            null,
            TestContext.Current.CancellationToken);
        return [.. NodeFindings.Of(machine).All];
    }

    private static void Fill(int count) => LabNode.Inside("outside", "sh", "-e", "-c", $"""
        ip link add neighbours0 type bridge
        ip link set neighbours0 up
        perl -e 'printf "neigh add 10.9.%d.%d dev neighbours0 lladdr 02:00:00:00:00:01 nud stale\n", $_ / 250, 1 + $_ % 250 for 0 .. {count - 1}' | ip -batch -
        """).OrFail();
}
