using NetPath.Core.Dns;
using NetPath.Core.Tracing;
using Xunit;

namespace NetPath.Lab.Names;

/// <summary>Queries to NodeLocal DNSCache take the way that is foretold, untracked in both directions.</summary>
public sealed class NodeLocalCacheTests(LabNode lab, CacheLab node) : IClassFixture<CacheLab>
{
    [Fact]
    public void The_cache_answers_and_no_entry_of_conntrack_is_left()
    {
        node.UpWithCache(lab);
        (string[] addresses, _) = node.Lookup("numbers-api");
        ServiceNameResolution resolution = node.Query("numbers-api");

        string message = NameLab.Describe(resolution);
        Assert.Equal(["10.109.60.134"], addresses);
        Assert.True(resolution is { Verdict: nameof(NameVerdict.Resolved), QueryVerdict: nameof(NameVerdict.Resolved), Passed: true, Findings.Length: 0 }, message);
        Assert.All(resolution.Tries, one => Assert.True(one.AsExpected, message));
        NameServer server = Assert.Single(resolution.Servers);
        Assert.Equal((nameof(NameServerKind.NodeLocalCache), nameof(Symptom.Connected), true), (server.Kind, server.Symptom, server.IsUntracked));
        Assert.DoesNotContain(CacheLab.Address, node.Inside("node", "conntrack", "-L", "-p", "udp").OrFail().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rules_that_the_walk_meets_are_those_that_count_the_query_and_the_answer()
    {
        node.UpWithCache(lab);
        Counters("PREROUTING -d", "--dport", zero: true);
        node.Lookup("numbers-api");

        Assert.Equal("2", Counters("PREROUTING -d", "--dport"));
        Assert.Equal("2", Counters("OUTPUT -s", "--sport"));
        PathOutcome way = Assert.Single(Assert.Single(node.Resolve("numbers-api").Servers).GetTrace()!.Outcomes);
        Assert.Equal(["PREROUTING", "INPUT"], Rules(way.Hops));
        Assert.Equal(["OUTPUT", "OUTPUT"], Rules(way.ReplyHops));
    }

    [Fact]
    public void A_query_to_the_virtual_IP_is_tracked_and_reaches_a_pod()
    {
        node.UpWithCache(lab);
        node.Resolver(NameLab.Impatient);
        ServiceNameResolution resolution = node.Query("numbers-api");

        NameServer server = Assert.Single(resolution.Servers);
        Assert.Equal((nameof(NameServerKind.Service), false), (server.Kind, server.IsUntracked));
        Assert.Equal(nameof(NameVerdict.Resolved), resolution.QueryVerdict);
        Assert.Contains("dst=10.96.0.10 ", node.Inside("node", "conntrack", "-L", "-p", "udp").OrFail().Text, StringComparison.Ordinal);
    }

    private static string[] Rules(Hop[] hops) => [.. hops.OfType<RuleHop>().Where(hop => hop.Evidence.Any(line => line.Text.Contains("NodeLocal DNS Cache", StringComparison.Ordinal))).Select(hop => hop.Chain)];

    private string Counters(string start, string port, bool zero = false)
    {
        if (zero)
        {
            node.Inside("node", "iptables-nft", "-t", "raw", "-Z").OrFail();
        }

        string line = node.Inside("node", "iptables-nft-save", "-c", "-t", "raw").OrFail().Text.Split('\n')
            .First(text => text.Contains($"-A {start} {CacheLab.Address}/32 -p udp", StringComparison.Ordinal) && text.Contains(port, StringComparison.Ordinal));
        return line[1..line.IndexOf(':', StringComparison.Ordinal)];
    }
}
