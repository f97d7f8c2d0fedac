using NetPath.Core.Links;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Sockets;
using Xunit;

namespace NetPath.Unit.Netfilter;

/// <summary>Conditions on the place that the packet is in, asked of a SYN from 10.0.0.1:40000 to 10.0.0.2:80 that came in by eth0 and leaves by cali1.</summary>
public class SurroundingsMatchTests
{
    // xt_physdev.c: without a bridge's note only what stands behind a "!" holds.
    [Theory]
    [InlineData(Truth.No, null, "--physdev-is-bridged", Truth.No)]
    [InlineData(Truth.No, null, "! --physdev-is-bridged", Truth.Yes)]
    [InlineData(Truth.No, null, "--physdev-is-in", Truth.No)]
    [InlineData(Truth.No, null, "--physdev-in vethA", Truth.No)]
    [InlineData(Truth.No, null, "! --physdev-in vethA ! --physdev-is-out", Truth.Yes)]
    [InlineData(Truth.No, null, "! --physdev-in vethA --physdev-is-out", Truth.No)]
    [InlineData(Truth.Yes, "vethA", "--physdev-is-in", Truth.Yes)]
    [InlineData(Truth.Yes, "vethA", "! --physdev-is-in", Truth.No)]
    [InlineData(Truth.Yes, "vethA", "--physdev-is-bridged", Truth.No)]
    [InlineData(Truth.Yes, "vethA", "! --physdev-is-bridged --physdev-in vethA", Truth.Yes)]
    [InlineData(Truth.Yes, "vethA", "--physdev-in veth+", Truth.Yes)]
    [InlineData(Truth.Yes, "vethA", "! --physdev-in veth+", Truth.No)]
    [InlineData(Truth.Yes, "vethA", "--physdev-in vethB", Truth.No)]
    [InlineData(Truth.Yes, "vethA", "! --physdev-out vethB", Truth.No)]
    [InlineData(Truth.Yes, null, "--physdev-in vethA", Truth.Unknown)]
    [InlineData(Truth.Yes, null, "--physdev-in +", Truth.Yes)]
    [InlineData(Truth.Unknown, null, "--physdev-is-bridged", Truth.Unknown)]
    public void Ports_of_bridges(Truth note, string? port, string options, Truth expected) =>
        Assert.Equal(expected, Ask($"-m physdev {options}", new TestSurroundings { Bridge = note, Port = port }));

    [Theory]
    [InlineData(true, "--uid-owner 1337", Truth.Unknown)]
    [InlineData(true, "! --uid-owner 1337", Truth.Unknown)]
    [InlineData(true, "--socket-exists", Truth.Yes)]
    [InlineData(true, "! --socket-exists", Truth.No)]
    [InlineData(false, "--uid-owner 1337", Truth.No)]
    [InlineData(false, "! --uid-owner 1337 ! --gid-owner 0-10", Truth.Yes)]
    [InlineData(false, "! --uid-owner 1337 --gid-owner 0-10 --suppl-groups", Truth.No)]
    [InlineData(false, "! --socket-exists", Truth.Yes)]
    [InlineData(false, "--socket-exists", Truth.No)]
    public void A_packet_that_is_passed_on_has_no_owner(bool sentHere, string options, Truth expected) =>
        Assert.Equal(expected, RuleBench.Evaluate($"-m owner {options}", RuleBench.Context with { IsSentHere = sentHere }));

    [Theory]
    [InlineData(true, Hook.Output, "--path system.slice", Truth.Unknown)]
    [InlineData(false, Hook.Postrouting, "--path system.slice", Truth.No)]
    [InlineData(false, Hook.Postrouting, "! --cgroup 1", Truth.No)]
    [InlineData(false, Hook.Input, "! --cgroup 1", Truth.No)]
    public void A_packet_that_is_passed_on_has_no_control_group(bool sentHere, Hook hook, string options, Truth expected) =>
        Assert.Equal(expected, RuleBench.Evaluate($"-m cgroup {options}", RuleBench.Context with { IsSentHere = sentHere, Hook = hook }));

    [Theory]
    [InlineData("02:00:00:00:00:0a", "02:00:00:00:00:0A", Truth.Yes)]
    [InlineData("02:00:00:00:00:0b", "02:00:00:00:00:0A", Truth.No)]
    [InlineData(null, "02:00:00:00:00:0A", Truth.Unknown)]
    [InlineData("", "02:00:00:00:00:0A", Truth.No)]
    [InlineData("02:00:00:00:00:0a", "02-00", Truth.Unknown)]
    public void Who_sent_the_frame(string? from, string asked, Truth expected)
    {
        EthernetHeader? header = from?.Length == 0 ? null : new EthernetHeader(from is not null && HardwareAddress.TryParse(from, out HardwareAddress address) ? address : null, null);

        Assert.Equal(expected, RuleBench.Evaluate($"-m mac --mac-source {asked}", RuleBench.Context with { Ethernet = header }));
    }

    [Theory]
    [InlineData("-m pkttype --pkt-type unicast", Truth.Yes)]
    [InlineData("-m pkttype ! --pkt-type multicast", Truth.Yes)]
    [InlineData("-m pkttype --pkt-type broadcast", Truth.No)]
    [InlineData("-m pkttype --pkt-type everyone", Truth.Unknown)]
    [InlineData("-m helper --helper ftp", Truth.No)]
    [InlineData("-m helper ! --helper ftp", Truth.Yes)]
    [InlineData("-m time --timestart 00:00:00 --timestop 23:59:59 --utc", Truth.Yes)]
    [InlineData("-m time --datestop 2038-01-19T03:14:07", Truth.Yes)]
    [InlineData("-m time --timestart 08:00:00 --timestop 17:00:00", Truth.Unknown)]
    [InlineData("-m time --weekdays Mon,Tue", Truth.Unknown)]
    [InlineData("-m time --moon full", Truth.Unknown)]
    public void What_the_packets_of_a_walk_have_in_common(string matches, Truth expected) => Assert.Equal(expected, RuleBench.Evaluate(matches));

    [Theory]
    [InlineData("0.0.0.0", "", Truth.No)]
    [InlineData("0.0.0.0", "--nowildcard", Truth.Yes)]
    [InlineData("10.0.0.2", "", Truth.Yes)]
    [InlineData("10.0.0.2", "--transparent", Truth.Unknown)]
    [InlineData("10.0.0.2", "--restore-skmark", Truth.Unknown)]
    [InlineData("0.0.0.0", "--transparent", Truth.No)]
    [InlineData("10.0.0.3", "--nowildcard", Truth.No)]
    [InlineData("10.0.0.2", "--odd", Truth.Unknown)]
    public void A_socket_that_listens(string address, string options, Truth expected)
    {
        ListeningSocketTable table = new NodeBuilder()
            .With("host/sockets/tcp.txt", TestSockets.Tcp($"{address}:80"))
            .With("host/sockets/tcp6.txt", TestSockets.Tcp())
            .Build().Host.Sockets;

        Assert.Equal(expected, Ask($"-m socket {options}", new TestSurroundings { Listening = table }));
        Assert.Equal(Truth.Unknown, Ask("-m socket", new TestSurroundings()));
    }

    [Theory]
    [InlineData("default", "--src-group 0x0", Truth.Yes)]
    [InlineData("default", "--src-group default", Truth.Yes)]
    [InlineData("7", "! --src-group default", Truth.Yes)]
    [InlineData("7", "--src-group 0x7", Truth.Yes)]
    [InlineData("7", "! --src-group 0x7", Truth.No)]
    [InlineData("7", "--src-group 0x3/0x3", Truth.Yes)]
    [InlineData("7", "--src-group 0x7 --dst-group 0x1", Truth.Unknown)]
    [InlineData("7", "--src-group 0x6 --dst-group 0x1", Truth.No)]
    [InlineData("pods", "--src-group 0x7", Truth.Unknown)]
    public void Groups_of_interfaces(string group, string options, Truth expected)
    {
        Link link = new() { Index = 2, Name = "eth0", Group = group, Evidence = new Evidence("link.json", 1, "") };

        Assert.Equal(expected, Ask($"-m devgroup {options}", new TestSurroundings { Links = { ["eth0"] = link } }));
    }

    [Theory]
    [InlineData(Truth.No, "-m policy --dir in --pol none", Truth.Yes)]
    [InlineData(Truth.No, "-m policy --dir out --pol ipsec --mode tunnel", Truth.No)]
    [InlineData(Truth.Yes, "-m policy --dir in --pol none", Truth.Unknown)]
    [InlineData(Truth.Unknown, "-m policy --dir in --pol ipsec", Truth.Unknown)]
    [InlineData(Truth.No, "-m policy --dir in", Truth.Unknown)]
    public void Ipsec(Truth uses, string matches, Truth expected) => Assert.Equal(expected, Ask(matches, new TestSurroundings { Ipsec = uses }));

    [Theory]
    [InlineData(Truth.No, "--realm 0x5", Truth.No)]
    [InlineData(Truth.No, "--realm cosmos", Truth.Yes)]
    [InlineData(Truth.No, "! --realm 0x5", Truth.Yes)]
    [InlineData(Truth.No, "--realm 0x0/0xff", Truth.Yes)]
    [InlineData(Truth.Yes, "--realm 0x5", Truth.Unknown)]
    public void Realms(Truth uses, string options, Truth expected) => Assert.Equal(expected, Ask($"-m realm {options}", new TestSurroundings { Realms = uses }));

    // match_type6() in xt_addrtype.c: a local address is UNICAST too, and all that is asked must hold.
    [Theory]
    [InlineData("--dst-type LOCAL", Truth.Yes)]
    [InlineData("--dst-type UNICAST", Truth.Yes)]
    [InlineData("--dst-type UNICAST,LOCAL", Truth.Yes)]
    [InlineData("--dst-type MULTICAST,LOCAL", Truth.No)]
    [InlineData("--src-type LOCAL", Truth.No)]
    [InlineData("--src-type UNICAST", Truth.Yes)]
    [InlineData("! --src-type UNICAST,LOCAL", Truth.Yes)]
    [InlineData("--src-type UNREACHABLE", Truth.Yes)]
    [InlineData("--src-type LOCAL,UNREACHABLE", Truth.Yes)]
    [InlineData("--dst-type UNREACHABLE", Truth.No)]
    [InlineData("--dst-type UNREACHABLE --limit-iface-in", Truth.Unknown)]
    public void Address_types_of_version_6(string options, Truth expected)
    {
        Packet packet = new(Protocol.Tcp, IpAddress.Parse("fd00::1"), IpAddress.Parse("fd00::2"), 40000, 80);
        EvaluationContext context = RuleBench.Context with
        {
            Packet = packet,
            AddressTypeOf = (address, _) => address == packet.DestinationAddress ? AddressType.Local : AddressType.Unicast,
            Surroundings = new TestSurroundings { Unreachable = packet.SourceAddress },
        };

        Assert.Equal(expected, RuleBench.Evaluate($"-m addrtype {options}", context));
    }

    [Theory]
    [InlineData("fe80::ff:fe00:a", Truth.Yes)]
    [InlineData("fe80::2ff:fe00:a", Truth.No)]
    public void An_address_made_of_the_stations(string source, Truth expected)
    {
        EvaluationContext context = RuleBench.Context with
        {
            Packet = new Packet(Protocol.Tcp, IpAddress.Parse(source), IpAddress.Parse("fd00::2")),
            Ethernet = new EthernetHeader(new HardwareAddress(0x02000000000a), null),
        };

        Assert.Equal(expected, RuleBench.Evaluate("-m eui64", context));
    }

    [Theory]
    [InlineData("--ctstatus SEEN_REPLY", Truth.Yes)]
    [InlineData("--ctstatus CONFIRMED", Truth.Yes)]
    [InlineData("--ctstatus ASSURED,EXPECTED", Truth.No)]
    [InlineData("! --ctstatus SEEN_REPLY", Truth.No)]
    public void The_first_answer_is_seen_and_not_yet_assured(string options, Truth expected)
    {
        Connection answered = RuleBench.Context.Connection! with { State = ConnectionState.Established, IsReply = true };

        Assert.Equal(expected, RuleBench.Evaluate($"-m conntrack {options}", RuleBench.Context with { Connection = answered }));
    }

    private static Truth Ask(string matches, PacketSurroundings surroundings) =>
        RuleBench.Evaluate(matches, RuleBench.Context with { Surroundings = surroundings });
}
