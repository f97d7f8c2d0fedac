using NetPath.Core.Conntrack;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using Xunit;

namespace NetPath.Unit.Conntrack;

public sealed class ConntrackEntryReaderTests
{
    private const string Entries =
        """
        tcp      6 100 ESTABLISHED src=10.0.0.1 dst=10.96.0.1 sport=1000 dport=80 src=10.1.0.5 dst=10.0.0.1 sport=8080 dport=1000 [ASSURED] mark=0 use=1
        conntrack v1.4.7 (conntrack-tools): 4 flow entries have been shown.
        tcp      6 100 ESTABLISHED src=10.0.0.1 dst=10.96.0.1 sport=1000 dport=80 src=10.1.0.6 dst=10.0.0.1 sport=8080 dport=1000 [ASSURED] mark=0 zone=9 use=1
        tcp      6 100 ESTAB
        udp      17 0 src=10.0.0.1 dst=10.96.0.10 sport=1000 dport=53 src=10.1.0.9 dst=10.0.0.1 sport=53 dport=1000 mark=0 use=1
        udp      17 20 src=10.0.0.1 dst=10.96.0.10 sport=1001 dport=53 src=10.1.0.9 dst=10.0.0.1 sport=53 dport=1001 mark=0 zone-orig=9 use=1
        """;

    [Fact]
    public void Entries_name_their_place_and_what_is_none_is_counted()
    {
        ConntrackEntryReader reader = new(Host());

        ConntrackEntry[] entries = [.. reader.Entries()];

        Assert.Equal(4, entries.Length);
        Assert.All(entries, entry => Assert.Equal(("node1", true), (entry.Namespace, entry.IsHost)));
        Assert.Equal([1, 3, 5, 6], entries.Select(entry => entry.Evidence!.Line));
        Assert.Equal(1, reader.Unread);
        Assert.Equal("host/conntrack/entries.txt:4: tcp      6 100 ESTAB", $"{reader.FirstUnread}");
    }

    [Theory]
    [InlineData("original", "10.0.0.1", 1000, "10.96.0.1", 80, 0, "10.1.0.5", false)]
    [InlineData("original, another zone", "10.0.0.1", 1000, "10.96.0.1", 80, 9, "10.1.0.6", false)]
    [InlineData("reply", "10.1.0.6", 8080, "10.0.0.1", 1000, 9, "10.1.0.6", true)]
    [InlineData("reply, zone of nobody", "10.1.0.6", 8080, "10.0.0.1", 1000, 8, null, null)]
    [InlineData("another port", "10.0.0.1", 1001, "10.96.0.1", 80, 0, null, null)]
    public void A_packet_finds_its_entry_in_either_direction_and_in_its_own_zone(string name, string source, int sourcePort, string destination, int port, int zone, string? endpoint, bool? reply)
    {
        Packet packet = new(Protocol.Tcp, IpAddress.Parse(source), IpAddress.Parse(destination), sourcePort, port);

        (ConntrackEntry Entry, bool IsReply)? found = Host().ConntrackIndex.Find(packet, new ConntrackZone(zone, true, true));

        Assert.True(endpoint == found?.Entry.Reply.Source, name);
        Assert.Equal(reply, found?.IsReply);
    }

    [Theory]
    [InlineData("over", 1000, 0, false)]
    [InlineData("zone counts on the way there", 1001, 9, true)]
    [InlineData("not in the default zone there", 1001, 0, false)]
    public void An_entry_whose_time_is_over_is_found_no_more_and_a_zone_of_one_direction_counts_in_it(string name, int sourcePort, int zone, bool found)
    {
        Packet packet = new(Protocol.Udp, IpAddress.Parse("10.0.0.1"), IpAddress.Parse("10.96.0.10"), sourcePort, 53);

        Assert.True(found == Host().ConntrackIndex.Find(packet, new ConntrackZone(zone, true, true)) is not null, name);
    }

    [Fact]
    public void A_packet_without_its_port_finds_nothing()
    {
        Packet packet = new(Protocol.Tcp, IpAddress.Parse("10.0.0.1"), IpAddress.Parse("10.96.0.1"), null, 80);

        Assert.Null(Host().ConntrackIndex.Find(packet, ConntrackZone.Default));
    }

    [Fact]
    public void Entries_that_were_not_collected_are_an_error() =>
        Assert.Throws<SectionNotCollectedException>(() => new ConntrackEntryReader(new NodeBuilder().Build().Host));

    private static NetworkNamespace Host() => new NodeBuilder().With("host/conntrack/entries.txt", Entries).Build().Host;
}
