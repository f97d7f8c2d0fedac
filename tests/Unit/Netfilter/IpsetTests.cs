using System.Text;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Ipsets;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using Xunit;

namespace NetPath.Unit.Netfilter;

/// <summary>Sets as ipset save prints them, asked with a SYN from 10.0.0.1:40000 to 10.0.0.2:80 that came in by eth0 and leaves by cali1.</summary>
public class IpsetTests
{
    private const string Addresses = """
        create clients hash:ip family inet hashsize 1024 maxelem 65536 bucketsize 12 initval 0x6fa55fb9
        add clients 10.0.0.1
        add clients 10.0.0.9
        create timed hash:ip family inet hashsize 1024 maxelem 65536 timeout 300 counters comment skbinfo bucketsize 12 initval 0x1
        add timed 10.0.0.1 timeout 12 packets 3 bytes 180 comment "a \\ comment, with words" skbmark 0x1/0xff skbprio 1:2 skbqueue 3
        create masked hash:ip family inet hashsize 64 maxelem 100000 netmask 24 forceadd
        add masked 10.0.0.0
        create striped hash:ip family inet hashsize 1024 maxelem 65536 bitmask 255.0.255.0
        add striped 10.0.0.0
        create ranges hash:ip family inet hashsize 1024 maxelem 65536
        add ranges 10.0.0.1-10.0.0.6
        create block bitmap:ip range 10.0.0.0-10.0.255.255 netmask 24
        add block 10.0.0.0
        create zero hash:ip family inet hashsize 1024 maxelem 65536
        create six hash:ip family inet6 hashsize 1024 maxelem 65536
        add six fd00::1
        """;

    private const string Networks = """
        create pods hash:net family inet hashsize 1024 maxelem 65536 bucketsize 12 initval 0x1
        add pods 10.0.0.0/8
        add pods 10.0.0.0/30 nomatch
        add pods 10.0.0.2
        create pairs hash:net,net family inet hashsize 1024 maxelem 65536
        add pairs 10.0.0.0/24,10.0.0.0/24
        add pairs 10.0.0.1,10.0.0.2 nomatch
        create ports hash:net,port family inet hashsize 1024 maxelem 65536
        add ports 10.0.0.0/24,tcp:80
        add ports 10.0.0.0/24,udp:53
        create triple hash:net,port,net family inet hashsize 1024 maxelem 65536
        add triple 10.0.0.1,tcp:80,10.0.0.0/8
        create doors hash:net,iface family inet hashsize 1024 maxelem 65536
        add doors 10.0.0.0/8,eth0
        add doors 10.0.0.0/8,cali wildcard
        add doors 0.0.0.0/0,physdev:eth0
        create inner hash:net,iface family inet hashsize 1024 maxelem 65536
        add inner 10.0.0.0/8,eth0
        add inner 10.0.0.0/24,eth1
        """;

    private const string Others = """
        create web hash:ip,port family inet hashsize 1024 maxelem 65536
        add web 10.0.0.2,tcp:80
        add web 10.0.0.2,icmp:echo-request
        add web 10.0.0.2,vrrp:0
        create flows hash:ip,port,ip family inet hashsize 1024 maxelem 65536
        add flows 10.0.0.1,tcp:80,10.0.0.2
        create flownets hash:ip,port,net family inet hashsize 1024 maxelem 65536
        add flownets 10.0.0.1,tcp:80,10.0.0.0/24
        create numbers bitmap:port range 0-1000
        add numbers 80
        create stations hash:mac hashsize 1024 maxelem 65536
        add stations 02:00:00:00:00:01
        create hosts hash:ip,mac family inet hashsize 1024 maxelem 65536
        add hosts 10.0.0.1,02:00:00:00:00:01
        create learned bitmap:ip,mac range 10.0.0.0-10.0.0.255
        add learned 10.0.0.1,02:00:00:00:00:01
        add learned 10.0.0.2
        create marked hash:ip,mark family inet markmask 0x0000ff00 hashsize 1024 maxelem 65536
        add marked 10.0.0.1,0x00004000
        create all list:set size 8
        add all numbers
        add all web
        create none list:set size 8
        create counted hash:ip family inet hashsize 1024 maxelem 65536 counters
        add counted 10.0.0.1 packets 0 bytes 0
        """;

    [Theory]
    [InlineData("clients src", Truth.Yes)]
    [InlineData("clients dst", Truth.No)]
    [InlineData("clients src,src", Truth.Yes)]
    [InlineData("timed src", Truth.Yes)]
    [InlineData("masked src", Truth.Yes)]
    [InlineData("striped src", Truth.Yes)]
    [InlineData("ranges src", Truth.Unknown)]
    [InlineData("block dst", Truth.Yes)]
    [InlineData("zero src", Truth.No)]
    [InlineData("six src", Truth.No)]
    [InlineData("elsewhere src", Truth.Unknown)]
    public void Addresses_in_sets(string question, Truth expected) => Assert.Equal(expected, Ask(Addresses, question));

    [Theory]
    [InlineData("pods src", Truth.No)]
    [InlineData("pods dst", Truth.Yes)]
    [InlineData("pods src --return-nomatch", Truth.Yes)]
    [InlineData("pods dst --return-nomatch", Truth.No)]
    [InlineData("pairs src,dst", Truth.No)]
    [InlineData("pairs dst,src", Truth.Yes)]
    [InlineData("pairs src,dst --return-nomatch", Truth.Yes)]
    [InlineData("pairs src", Truth.No)]
    [InlineData("ports dst,dst", Truth.Yes)]
    [InlineData("ports src,src", Truth.No)]
    [InlineData("triple src,dst,dst", Truth.Yes)]
    [InlineData("triple dst,dst,dst", Truth.No)]
    [InlineData("doors src,src", Truth.Yes)]
    [InlineData("doors src,dst", Truth.Yes)]
    [InlineData("inner src,src", Truth.No)]
    public void The_most_specific_network_decides(string question, Truth expected) => Assert.Equal(expected, Ask(Networks, question));

    [Theory]
    [InlineData("web dst,dst", Truth.Yes)]
    [InlineData("web src,dst", Truth.No)]
    [InlineData("web dst,src", Truth.No)]
    [InlineData("flows src,dst,dst", Truth.Yes)]
    [InlineData("flows src,dst,src", Truth.No)]
    [InlineData("flownets src,dst,dst", Truth.Yes)]
    [InlineData("numbers dst", Truth.Yes)]
    [InlineData("numbers src", Truth.No)]
    [InlineData("stations src", Truth.Yes)]
    [InlineData("stations dst", Truth.Unknown)]
    [InlineData("hosts src,src", Truth.Yes)]
    [InlineData("hosts dst,src", Truth.No)]
    [InlineData("learned src,src", Truth.Yes)]
    [InlineData("learned dst,src", Truth.Yes)]
    [InlineData("learned src,dst", Truth.Unknown)]
    [InlineData("marked src,src", Truth.Yes)]
    [InlineData("all dst,dst", Truth.Yes)]
    [InlineData("all src", Truth.No)]
    [InlineData("none src", Truth.No)]
    [InlineData("counted src", Truth.Yes)]
    [InlineData("counted src --packets-gt 3", Truth.Unknown)]
    [InlineData("counted dst --packets-gt 3", Truth.No)]
    [InlineData("web dst,dst ! --update-counters ! --update-subcounters --bytes-lt 10", Truth.Yes)]
    [InlineData("web both", Truth.Unknown)]
    [InlineData("web dst,dst --colour red", Truth.Unknown)]
    public void Ports_stations_marks_and_lists(string question, Truth expected) => Assert.Equal(expected, Ask(Others, question));

    [Theory]
    [InlineData("-m set --match-set clients src", Truth.Yes)]
    [InlineData("-m set ! --match-set clients src", Truth.No)]
    [InlineData("-m set --match-set ! clients src", Truth.No)]
    [InlineData("-m set --set clients src", Truth.Yes)]
    [InlineData("-m set ! --match-set six src", Truth.Yes)]
    [InlineData("-m set ! --match-set pairs src", Truth.Unknown)]
    [InlineData("-m set", Truth.Unknown)]
    public void What_the_rule_says(string matches, Truth expected) => Assert.Equal(expected, RuleBench.Evaluate(matches, With(Addresses)));

    [Theory]
    [InlineData("create odd hash:ip family inet colour red\nadd odd 10.0.0.1\n")]
    [InlineData("create odd hash:colour family inet\nadd odd 10.0.0.1\n")]
    [InlineData("create odd hash:ip family inet\nadd odd 10.0.0\n")]
    [InlineData("create odd hash:ip family inet\nadd odd\n")]
    [InlineData("create odd hash:ip family inet\nadd odd fd00::1\n")]
    [InlineData("create odd hash:ip family inet\nadd odd 10.0.0.1 colour red\n")]
    [InlineData("create odd hash:ip family inet netmask 0\nadd odd 10.0.0.1\n")]
    [InlineData("create odd hash:ip,port family inet\nadd odd 10.0.0.1\n")]
    [InlineData("create odd hash:ip,port family inet\nadd odd 10.0.0.1,tcp:http\n")]
    [InlineData("create odd bitmap:ip,mac range 10.0.0.0/24\nadd odd 10.0.0.1,00:11\n")]
    [InlineData("create odd list:set size 8\nadd odd missing\n")]
    [InlineData("create odd list:set size 8\nadd odd odd\n")]
    public void A_set_that_is_not_understood_is_unknown_and_no_other(string text)
    {
        string dump = text + "create clients hash:ip family inet\nadd clients 10.0.0.1\n";

        Assert.Equal(Truth.Unknown, Ask(dump, "odd src,src"));
        Assert.Equal(Truth.Yes, Ask(dump, "clients src"));
    }

    [Fact]
    public void A_line_that_no_ipset_prints_is_an_error_that_names_it()
    {
        SnapshotParseException error = Assert.Throws<SnapshotParseException>(() => Read("create a hash:ip\n<html>\n"));

        Assert.Equal("ipset-save.txt, line 2, column 1: 'create' or 'add' was expected, as 'ipset save' prints it: <html>", error.Message);
    }

    [Fact]
    public void Without_a_dump_the_answer_is_unknown_and_says_why()
    {
        EvaluationContext context = RuleBench.Context with { Ipsets = () => (null, "ipset: command not found") };

        MatchResult result = RuleBench.Rule("-m set --match-set clients src -j DROP").Matches[0].Evaluate(context);

        Assert.Equal(new MatchResult(Truth.Unknown, 1, "whether the set clients holds the packet: ipset: command not found"), result);
    }

    [Theory]
    [InlineData("web", "web dst,dst", Truth.Unknown)]
    [InlineData("web", "all dst,dst", Truth.Unknown)]
    [InlineData("web", "flows src,dst,dst", Truth.Yes)]
    public void A_set_that_the_walk_itself_has_changed_is_unknown(string changed, string question, Truth expected) =>
        Assert.Equal(expected, RuleBench.Evaluate($"-m set --match-set {question}", With(Others) with { ChangedSets = [changed] }));

    [Fact]
    public void A_source_port_that_is_not_given_is_unknown()
    {
        EvaluationContext context = With(Others) with { Packet = RuleBench.Packet with { SourcePort = null } };

        Assert.Equal(Truth.Unknown, RuleBench.Evaluate("-m set --match-set web dst,src", context));
        Assert.Equal(Truth.Yes, RuleBench.Evaluate("-m set --match-set web dst,dst", context));
    }

    [Theory]
    [InlineData(8, Truth.Yes)]
    [InlineData(0, Truth.No)]
    public void Icmp_types_are_ports(byte type, Truth expected)
    {
        Packet packet = new(Protocol.Icmp, RuleBench.Packet.SourceAddress, RuleBench.Packet.DestinationAddress) { Icmp = new IcmpMessage(type, 0) };

        Assert.Equal(expected, RuleBench.Evaluate("-m set --match-set web dst,dst", With(Others) with { Packet = packet }));
    }

    [Fact]
    public void A_set_tells_its_name_type_and_size()
    {
        Ipset set = Read(Networks).Find("pods")!;

        Assert.Equal(("pods (hash:net, 3 entries)", IpFamily.IPv4, 1), (set.ToString(), set.Family, set.Evidence.Line));
    }

    [Theory]
    [InlineData("hash:ip,port", "10.0.0.1,tcp:0-65535")]
    [InlineData("bitmap:port range 0-65535", "0-65535")]
    [InlineData("hash:net", "0.0.0.0-255.255.255.254")]
    public void Ipset_save_prints_no_ranges(string type, string range) =>
        Assert.NotNull(Read($"create many {type}{(type.Contains("range", StringComparison.Ordinal) ? "" : " family inet hashsize 64 maxelem 65536")}\nadd many {range}\n").Find("many")!.Contents.Unread);

    internal static IpsetTable Read(string text) => IpsetSaveReader.Read(new SnapshotPart("ipset-save.txt", Encoding.UTF8.GetBytes(text)));

    private static EvaluationContext With(string text)
    {
        IpsetTable sets = Read(text);
        return RuleBench.Context with
        {
            Packet = RuleBench.Packet with { Mark = 0x4001 },
            Ipsets = () => (sets, null),
            Ethernet = new EthernetHeader(new HardwareAddress(0x020000000001), null),
        };
    }

    private static Truth Ask(string dump, string question) => RuleBench.Evaluate($"-m set --match-set {question}", With(dump));
}
