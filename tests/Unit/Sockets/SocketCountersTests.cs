using NetPath.Core.Snapshots;
using NetPath.Core.Sockets;
using Xunit;

namespace NetPath.Unit.Sockets;

public sealed class SocketCountersTests
{
    private const string Netstat = "TcpExt: SyncookiesSent ListenOverflows ListenDrops\nTcpExt: 0 6 7\nIpExt: InNoRoutes\nIpExt: 3\n";

    [Fact]
    public void Counters_have_their_groups_name_and_say_where_they_stand()
    {
        SocketCounters counters = Read(Netstat);

        Assert.Equal((6, 7, 3, null), (counters.ListenOverflows, counters.ListenDrops, counters.Value("IpExt.InNoRoutes"), counters.Value("TcpExt.Nothing")));
        Assert.Equal("host/sockets/netstat.txt:2: TcpExt.ListenOverflows = 6", $"{counters.EvidenceFor("TcpExt.ListenOverflows")}");
    }

    [Theory]
    [InlineData("TcpExt: A B\nTcpExt: 1\n")]
    [InlineData("TcpExt: A\nIpExt: 1\n")]
    [InlineData("TcpExt: A\nTcpExt: x\n")]
    public void Numbers_without_names_are_refused(string text) => Assert.Throws<SnapshotParseException>(() => Read(text));

    private static SocketCounters Read(string text) => new NodeBuilder().With("host/sockets/netstat.txt", text).Build().Host.SocketCounters;
}
