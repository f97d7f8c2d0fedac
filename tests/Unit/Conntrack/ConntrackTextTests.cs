using NetPath.Core.Conntrack;
using Xunit;

namespace NetPath.Unit.Conntrack;

public sealed class ConntrackTextTests
{
    [Fact]
    public void A_line_of_proc_gives_both_directions_and_all_that_stands_around_them()
    {
        ConntrackEntry entry = Read("ipv4     2 tcp      6 431990 ESTABLISHED src=10.244.120.68 dst=10.109.60.134 sport=52208 dport=80 packets=6 bytes=400 src=10.244.120.67 dst=172.30.99.11 sport=8080 dport=31000 packets=5 bytes=700 [ASSURED] mark=5 secctx=system_u:object_r:unlabeled_t:s0 zone=7 delta-time=3 use=2");

        Assert.Equal("Tcp", entry.Protocol);
        Assert.Equal("IPv4", entry.Family);
        Assert.Equal(431990, entry.TimeOutSeconds);
        Assert.Equal("ESTABLISHED", entry.State);
        Assert.Equal(("10.244.120.68", 52208, "10.109.60.134", 80), (entry.Source, entry.SourcePort, entry.Destination, entry.DestinationPort));
        Assert.Equal(("10.244.120.67", 8080, "172.30.99.11", 31000), (entry.Reply.Source, entry.Reply.SourcePort, entry.Reply.Destination, entry.Reply.DestinationPort));
        Assert.Equal((6, 400, 5, 700), (entry.Original.Packets, entry.Original.Bytes, entry.Reply.Packets, entry.Reply.Bytes));
        Assert.Equal("SeenReply, Assured, Confirmed", entry.Status);
        Assert.Equal("Both", entry.Nat);
        Assert.Equal(5u, entry.Mark);
        Assert.Equal("system_u:object_r:unlabeled_t:s0", entry.SecurityContext);
        Assert.Equal((7, "Both"), (entry.Zone, entry.ZoneDirection));
        Assert.Empty(entry.OtherFields);
    }

    [Theory]
    [InlineData("udp      17 29 src=10.0.0.1 dst=10.0.0.2 sport=1000 dport=53 [UNREPLIED] src=10.0.0.2 dst=10.0.0.1 sport=53 dport=1000 mark=0 use=1", "Udp", "None", "Confirmed", 29L)]
    [InlineData("ipv4     2 udp      17 29 src=10.0.0.1 dst=10.96.0.10 sport=1000 dport=53 src=10.0.0.2 dst=10.0.0.1 sport=53 dport=1000 mark=0 use=1 id=2303681028", "Udp", "Dnat", "SeenReply, Confirmed", 29L)]
    [InlineData("ipv4     2 tcp      6 9 TIME_WAIT src=10.0.0.1 dst=8.8.8.8 sport=1000 dport=53 src=8.8.8.8 dst=192.0.2.1 sport=53 dport=1000 [ASSURED] use=1", "Tcp", "Snat", "SeenReply, Assured, Confirmed", 9L)]
    [InlineData("ipv4     2 tcp      6 9 TIME_WAIT src=10.0.0.1 dst=8.8.8.8 sport=1000 dport=53 src=8.8.8.8 dst=10.0.0.1 sport=53 dport=1024 [ASSURED] mark=0", "Tcp", "Snat", "SeenReply, Assured, Confirmed", 9L)]
    [InlineData("ipv4     2 tcp      6 src=10.0.0.1 dst=8.8.8.8 sport=1000 dport=53 src=8.8.8.8 dst=10.0.0.1 sport=53 dport=1000 [OFFLOAD] mark=0 use=1", "Tcp", "None", "SeenReply, Confirmed, Offload", null)]
    [InlineData("ipv4     2 gre      47 99 timeout=0, stream_timeout=0 src=10.0.0.9 dst=10.0.0.10 srckey=0x11 dstkey=0x12 [UNREPLIED] src=10.0.0.10 dst=10.0.0.9 srckey=0x12 dstkey=0x11 mark=0 zone=0 use=2", "47", "None", "Confirmed", 99L)]
    [InlineData("ipv4     2 unknown  99 99 src=10.0.0.9 dst=10.0.0.10 [UNREPLIED] src=10.0.0.10 dst=10.0.0.9 mark=0 use=1", "99", "None", "Confirmed", 99L)]
    [InlineData("ipv6     10 udp      17 99 src=fd00:0000:0000:0000:0000:0000:0000:0001 dst=fd00::2 sport=1 dport=53 [UNREPLIED] src=fd00::2 dst=fd00::1 sport=53 dport=1 mark=0 zone=0 use=2", "Udp", "None", "Confirmed", 99L)]
    [InlineData("    [NEW] tcp      6 120 SYN_SENT src=10.0.0.1 dst=10.0.0.2 sport=5 dport=6 [UNREPLIED] src=10.0.0.2 dst=10.0.0.1 sport=6 dport=5", "Tcp", "None", "Confirmed", 120L)]
    [InlineData("[1700000000.123456]\t[DESTROY] ipv4     2 tcp      6 src=10.0.0.1 dst=10.0.0.2 sport=5 dport=6 src=10.0.0.2 dst=10.0.0.1 sport=6 dport=5 [ASSURED]", "Tcp", "None", "SeenReply, Assured, Confirmed, Dying", null)]
    public void Each_form_of_text_is_read(string line, string protocol, string nat, string status, long? timeOut)
    {
        ConntrackEntry entry = Read(line);

        Assert.Equal(protocol, entry.Protocol);
        Assert.Equal(nat, entry.Nat);
        Assert.Equal(status, entry.Status);
        Assert.Equal(timeOut, entry.TimeOutSeconds);
        Assert.Empty(entry.OtherFields);
    }

    [Fact]
    public void An_identifier_of_icmp_is_none_of_the_entry()
    {
        ConntrackEntry entry = Read("ipv4     2 icmp     1 29 src=10.0.0.1 dst=10.0.0.2 type=8 code=0 id=77 [UNREPLIED] src=10.0.0.2 dst=192.0.2.1 type=0 code=0 id=78 mark=0 use=1 id=3835657635");

        Assert.Equal((8, 0, 77), (entry.Original.IcmpType, entry.Original.IcmpCode, entry.Original.IcmpId));
        Assert.Equal((0, 0, 78), (entry.Reply.IcmpType, entry.Reply.IcmpCode, entry.Reply.IcmpId));
        Assert.Equal(3835657635, entry.Id);
        Assert.Equal("Snat", entry.Nat);
        Assert.Equal("icmp 10.0.0.1 -> 10.0.0.2 id 77, answered 10.0.0.2 -> 192.0.2.1 id 78", entry.ToString());
    }

    [Theory]
    [InlineData("udp 17 9 src=10.0.0.1 dst=10.0.0.2 sport=1 dport=2 zone-orig=3 [UNREPLIED] src=10.0.0.2 dst=10.0.0.1 sport=2 dport=1 mark=0 use=2", 3, "Original")]
    [InlineData("udp 17 9 src=10.0.0.1 dst=10.0.0.2 sport=1 dport=2 [UNREPLIED] src=10.0.0.2 dst=10.0.0.1 sport=2 dport=1 zone-reply=4 mark=0 use=2", 4, "Reply")]
    [InlineData("udp 17 9 src=10.0.0.1 dst=10.0.0.2 sport=1 dport=2 [UNREPLIED] src=10.0.0.2 dst=10.0.0.1 sport=2 dport=1 mark=0 zone=0 use=2", 0, "Both")]
    public void A_zone_counts_in_the_direction_that_the_text_names(string line, int zone, string direction)
    {
        ConntrackEntry entry = Read(line);

        Assert.Equal((zone, direction), (entry.Zone, entry.ZoneDirection));
    }

    [Fact]
    public void What_the_text_says_beyond_that_is_kept()
    {
        ConntrackEntry entry = Read("tcp 6 9 ESTABLISHED src=10.0.0.1 dst=10.0.0.2 sport=1 dport=21 src=10.0.0.2 dst=10.0.0.1 sport=21 dport=1 [ASSURED] mark=0 helper=ftp use=1 labels=web,tested [start=Mon Nov 23 08:00:00 2026] colour=blue");

        Assert.Equal("ftp", entry.Helper);
        Assert.Equal(["web", "tested"], entry.Labels);
        Assert.Equal(["[start=Mon Nov 23 08:00:00 2026]", "colour=blue"], entry.OtherFields);
    }

    [Theory]
    [InlineData("tcp 6")]
    [InlineData("tcp six 9 src=10.0.0.1 dst=10.0.0.2 sport=1 dport=2 src=10.0.0.2 dst=10.0.0.1 sport=2 dport=1")]
    [InlineData("tcp 6 9 ESTABLISHED src=10.0.0.1 dst=10.0.0.2 sport=1 dport=2")]
    [InlineData("tcp 6 9 ESTABLISHED src=10.0.0.1 dst=10.0.0.2 sport=70000 dport=2 src=10.0.0.2 dst=10.0.0.1 sport=2 dport=1")]
    [InlineData("tcp 6 9 ESTABLISHED src=10.0.0.1 dst=10.0.0. sport=1 dport=2 src=10.0.0.2 dst=10.0.0.1 sport=2 dport=1")]
    [InlineData("tcp 6 9 ESTABLISHED src=10.0.0.1 dst=fd00::2 sport=1 dport=2 src=10.0.0.2 dst=10.0.0.1 sport=2 dport=1")]
    [InlineData("tcp 6 9 ESTABLISHED src=10.0.0.1 dst=10.0.0.2 sport=1 dport=2 src=fd00::2 dst=fd00::1 sport=2 dport=1")]
    [InlineData("tcp 6 9 ESTABLISHED src=10.0.0.1 src=10.0.0.1 dst=10.0.0.2 src=10.0.0.2 dst=10.0.0.1 sport=2 dport=1")]
    [InlineData("tcp 6 9 ESTABLISHED src=10.0.0.1 dst=10.0.0.2 sport=1 dport=2 src=10.0.0.2 dst=10.0.0.1 sport=2 dport=1 mark=x")]
    [InlineData("what is this")]
    public void A_line_that_is_no_entry_is_refused(string line) => Assert.False(ConntrackText.TryParse(line, out _));

    [Theory]
    [InlineData("conntrack v1.4.7 (conntrack-tools): 40 flow entries have been shown.", true)]
    [InlineData("", true)]
    [InlineData("tcp 6 9", false)]
    public void What_the_tool_says_about_itself_is_no_damage(string line, bool remark) => Assert.Equal(remark, ConntrackText.IsRemark(line));

    private static ConntrackEntry Read(string line)
    {
        Assert.True(ConntrackText.TryParse(line, out ConntrackEntry? entry));
        return entry;
    }
}
