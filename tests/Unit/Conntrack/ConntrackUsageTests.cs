using NetPath.Core.Conntrack;
using NetPath.Core.Snapshots;
using NetPath.Unit.Snapshots;
using Xunit;

namespace NetPath.Unit.Conntrack;

public sealed class ConntrackUsageTests
{
    private const string Settings =
        """
        net/netfilter/nf_conntrack_buckets = 65536
        net/netfilter/nf_conntrack_count = 210000
        net/netfilter/nf_conntrack_max = 262144
        net/netfilter/nf_conntrack_tcp_timeout_established = 432000
        net/netfilter/nf_conntrack_udp_timeout_stream = 120
        net/netfilter/nf_conntrack_timestamp = 0
        net/netfilter/nf_conntrack_tcp_loose = 1

        """;

    private const string Statistics =
        """
        entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart
        00033450  00000001 00000002 00000000 00000010 00000000 00000000 00000003 00000000 000000ff 00000000 00000005 00000000  00000000 00000000 00000000 0000000a
        00033450  00000002 00000002 00000000 00000001 00000000 00000000 00000000 00000000 00000001 00000000 00000000 00000000  00000000 00000000 00000000 00000006

        """;

    private const string OldStatistics =
        """
        entries  searched found new invalid ignore delete delete_list insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart
        00000007  00000009 00000002 00000008 00000000 00000000 00000000 00000004 00000006 00000001 00000002 00000003 00000000  00000000 00000000 00000000 00000000

        """;

    [Fact]
    public void Numbers_come_from_the_settings_and_the_sums_over_all_processors()
    {
        ConntrackUsage usage = new TestSnapshot().With("host/sysctl.txt", Settings).With("host/conntrack/stat.txt", Statistics).Read().Host.ConntrackUsage;

        Assert.Equal("node1", usage.Namespace);
        Assert.True(usage.IsHost);
        Assert.Equal(210000, usage.Count);
        Assert.Equal(262144, usage.Max);
        Assert.Equal(80.1, usage.Percent);
        Assert.Equal(65536, usage.Buckets);
        Assert.Equal(3.2, usage.EntriesPerBucket);
        Assert.Equal(4, usage.Found);
        Assert.Equal(17, usage.Invalid);
        Assert.Equal(0, usage.Insert);
        Assert.Equal(256, usage.InsertFailed);
        Assert.Equal(0, usage.Drop);
        Assert.Equal(5, usage.EarlyDrop);
        Assert.Equal(16, usage.SearchRestart);
        Assert.Equal(3, usage.ClashResolved);
        Assert.Equal(3, usage.ChainTooLong);
        Assert.Equal(["tcp_timeout_established", "udp_timeout_stream"], usage.TimeOutSeconds.Keys);
        Assert.Equal(5 * 24 * 60 * 60, usage.TimeOutSeconds["tcp_timeout_established"]);
        Assert.Empty(usage.Problems);
        Assert.Contains("host/sysctl.txt:2: net/netfilter/nf_conntrack_count = 210000", usage.Evidence.Select(line => line.ToString()));
        Assert.Equal("node1: 210000 of 262144 entries (80.1 %)", usage.ToString());
    }

    [Fact]
    public void Columns_that_an_older_kernel_does_not_have_are_unknown_and_not_zero()
    {
        ConntrackUsage usage = new TestSnapshot().With("host/sysctl.txt", Settings).With("host/conntrack/stat.txt", OldStatistics).Read().Host.ConntrackUsage;

        Assert.Null(usage.ClashResolved);
        Assert.Null(usage.ChainTooLong);
        Assert.Equal(6, usage.Insert);
        Assert.Equal(2, usage.Drop);
    }

    [Fact]
    public void Without_the_statistics_their_counters_are_unknown_and_the_problem_says_why()
    {
        ConntrackUsage usage = new TestSnapshot()
            .With("host/sysctl.txt", Settings)
            .Listed("host/conntrack/stat.txt", null, skipped: "its statistics are not in /proc")
            .Read()
            .Host
            .ConntrackUsage;

        Assert.Equal(80.1, usage.Percent);
        Assert.Null(usage.Drop);
        Assert.Null(usage.InsertFailed);
        Assert.Equal(["The snapshot does not hold 'host/conntrack/stat.txt': its statistics are not in /proc."], usage.Problems);
    }

    [Fact]
    public void Without_the_settings_the_count_still_comes_from_the_statistics()
    {
        ConntrackUsage usage = new TestSnapshot().With("host/conntrack/stat.txt", OldStatistics).Read().Host.ConntrackUsage;

        Assert.Equal(7, usage.Count);
        Assert.Null(usage.Max);
        Assert.Null(usage.Percent);
        Assert.Empty(usage.TimeOutSeconds);
        Assert.Equal("node1: 7 of unknown entries", usage.ToString());
        Assert.Equal(["The snapshot does not hold 'host/sysctl.txt': the collector has no record of it."], usage.Problems);
    }

    [Fact]
    public void A_kernel_without_connection_tracking_gives_problems_and_no_numbers()
    {
        ConntrackUsage usage = new TestSnapshot().With("host/sysctl.txt", "net/ipv4/ip_forward = 1\n").Read().Host.ConntrackUsage;

        Assert.Null(usage.Count);
        Assert.Null(usage.Max);
        Assert.Null(usage.Buckets);
        Assert.Contains("The setting net/netfilter/nf_conntrack_count is not in the snapshot: connection tracking may not be loaded there.", usage.Problems);
    }

    [Fact]
    public void A_pod_that_does_not_show_the_limit_is_held_against_the_hosts()
    {
        ConntrackUsage usage = new TestSnapshot()
            .WithPod(7, hostname: "web-1")
            .With("host/sysctl.txt", Settings)
            .With("pods/7/sysctl.txt", "net/netfilter/nf_conntrack_count = 2621\nnet/netfilter/nf_conntrack_buckets = 65536\n")
            .With("pods/7/conntrack/stat.txt", OldStatistics)
            .Read()
            .Pods[0]
            .ConntrackUsage;

        Assert.Equal(("web-1", false), (usage.Namespace, usage.IsHost));
        Assert.Equal((2621, 262144, 1.0), (usage.Count, usage.Max, usage.Percent));
        Assert.Empty(usage.Problems);
    }

    [Theory]
    [InlineData("", "host/conntrack/stat.txt: no row of counters in it")]
    [InlineData("entries found\n", "host/conntrack/stat.txt: no row of counters in it")]
    [InlineData("entries found\n00000001\n", "host/conntrack/stat.txt, line 2: 1 numbers for 2 columns: 00000001")]
    [InlineData("entries found\n00000001 ?\n", "host/conntrack/stat.txt, line 2, column 10: not a hexadecimal number: ?")]
    public void Statistics_that_make_no_sense_say_where(string text, string message)
    {
        NodeSnapshot snapshot = new TestSnapshot().With("host/conntrack/stat.txt", text).Read();

        Assert.Equal(message, Assert.Throws<SnapshotParseException>(() => ConntrackStatistics.Parse(snapshot.Host.Part("conntrack/stat.txt"))).Message);
        Assert.Contains($"{message}.", snapshot.Host.ConntrackUsage.Problems);
    }

    [Fact]
    public void A_limit_of_zero_is_no_limit() =>
        Assert.Null(new TestSnapshot().With("host/sysctl.txt", "net/netfilter/nf_conntrack_count = 5\nnet/netfilter/nf_conntrack_max = 0\n").Read().Host.ConntrackUsage.Percent);
}
