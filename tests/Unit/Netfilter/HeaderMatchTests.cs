using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using Xunit;

namespace NetPath.Unit.Netfilter;

/// <summary>Conditions on what a packet's headers say.</summary>
public class HeaderMatchTests
{
    [Theory]
    [InlineData(3, 1, "--icmp-type any", Truth.Yes)]
    [InlineData(3, 1, "! --icmp-type any", Truth.No)]
    [InlineData(3, 1, "--icmp-type 255", Truth.Yes)]
    [InlineData(3, 1, "--icmp-type 3", Truth.Yes)]
    [InlineData(3, 1, "--icmp-type 3/1", Truth.Yes)]
    [InlineData(3, 1, "--icmp-type 3/2", Truth.No)]
    [InlineData(3, 1, "! --icmp-type 3/2", Truth.Yes)]
    [InlineData(3, 1, "--icmp-type host-unreachable", Truth.Yes)]
    [InlineData(3, 1, "--icmp-type destination-unreachable", Truth.Yes)]
    [InlineData(8, 0, "--icmp-type ping", Truth.Yes)]
    [InlineData(8, 0, "--icmp-type echo-reply", Truth.No)]
    [InlineData(8, 0, "--icmp-type TOS-host-redirect", Truth.No)]
    [InlineData(8, 0, "--icmp-type shout", Truth.Unknown)]
    [InlineData(8, 0, "--icmp-type 8/300", Truth.Unknown)]
    public void Icmp_types_and_codes(byte type, byte code, string option, Truth expected) =>
        Assert.Equal(expected, RuleBench.Evaluate($"-p icmp -m icmp {option}", Of(Protocol.Icmp, packet => packet with { Icmp = new IcmpMessage(type, code) })));

    [Fact]
    public void An_icmp_type_that_is_not_known_is_unknown_unless_any_will_do()
    {
        Assert.Equal(Truth.Unknown, RuleBench.Evaluate("-m icmp --icmp-type 8", Of(Protocol.Icmp)));
        Assert.Equal(Truth.Yes, RuleBench.Evaluate("-m icmp --icmp-type any", Of(Protocol.Icmp)));
    }

    [Theory]
    [InlineData("--icmpv6-type echo-request", Truth.Yes)]
    [InlineData("--icmpv6-type 128/0", Truth.Yes)]
    [InlineData("--icmpv6-type 128/1", Truth.No)]
    [InlineData("--icmpv6-type neighbour-solicitation", Truth.No)]
    [InlineData("! --icmpv6-type packet-too-big", Truth.Yes)]
    public void Icmp_types_of_version_6(string option, Truth expected) =>
        Assert.Equal(expected, RuleBench.Evaluate($"-m icmp6 {option}", Of(Protocol.IcmpV6, packet => packet with { Icmp = new IcmpMessage(128, 0) })));

    [Theory]
    [InlineData("--dport 80", Truth.Yes)]
    [InlineData("--chunk-types any DATA:Be,INIT", Truth.Yes)]
    [InlineData("--chunk-types any DATA,INIT_ACK", Truth.No)]
    [InlineData("--chunk-types all INIT", Truth.Yes)]
    [InlineData("--chunk-types all INIT,DATA", Truth.No)]
    [InlineData("--chunk-types all NONE", Truth.Yes)]
    [InlineData("--chunk-types only INIT,INIT_ACK", Truth.Yes)]
    [InlineData("--chunk-types only DATA", Truth.No)]
    [InlineData("--chunk-types any ALL", Truth.Yes)]
    [InlineData("--chunk-types all ALL", Truth.No)]
    [InlineData("! --chunk-types any INIT", Truth.No)]
    [InlineData("--chunk-types some INIT", Truth.Unknown)]
    [InlineData("--dport 81 --chunk-types some INIT", Truth.Unknown)]
    public void An_association_begins_with_one_init_chunk(string options, Truth expected) =>
        Assert.Equal(expected, RuleBench.Evaluate($"-p sctp -m sctp {options}", Of(Protocol.Sctp)));

    [Theory]
    [InlineData(Protocol.UdpLite, "-m udplite --dport 80", Truth.Yes)]
    [InlineData((Protocol)33, "-m dccp --dport 80", Truth.Yes)]
    [InlineData((Protocol)33, "-m dccp --dport 80 --dccp-types REQUEST", Truth.Unknown)]
    [InlineData(Protocol.UdpLite, "-m multiport --dports 80", Truth.Yes)]
    [InlineData(Protocol.Tcp, "-m tcp --tcp-option 0", Truth.Yes)]
    [InlineData(Protocol.Tcp, "-m tcpmss --mss 1:500", Truth.Unknown)]
    [InlineData(Protocol.Udp, "-m tcpmss --mss 1:500", Truth.No)]
    [InlineData(Protocol.Esp, "-m esp --espspi 0:4294967295", Truth.Yes)]
    [InlineData(Protocol.Esp, "-m esp --espspi 0x100:0x200", Truth.Unknown)]
    [InlineData(Protocol.Esp, "-m esp", Truth.Yes)]
    [InlineData(Protocol.Tcp, "-m esp", Truth.No)]
    [InlineData(Protocol.Tcp, "-m ah --ahspi 5", Truth.No)]
    [InlineData(Protocol.Ah, "-m ah ! --ahspi 0:4294967295", Truth.No)]
    public void Other_transports(Protocol protocol, string matches, Truth expected) => Assert.Equal(expected, RuleBench.Evaluate(matches, Of(protocol)));

    [Theory]
    [InlineData("-m ttl --ttl-eq 63", Truth.Yes)]
    [InlineData("-m ttl ! --ttl-eq 63", Truth.No)]
    [InlineData("-m ttl --ttl-lt 63", Truth.No)]
    [InlineData("-m ttl --ttl-lt 64", Truth.Yes)]
    [InlineData("-m ttl --ttl-gt 62", Truth.Yes)]
    [InlineData("-m hl --hl-gt 63", Truth.No)]
    [InlineData("-m hl --hl-eq 256", Truth.Unknown)]
    [InlineData("-m length --length 0:65535", Truth.Yes)]
    [InlineData("-m length --length 40:65535", Truth.Yes)]
    [InlineData("-m length --length 0:39", Truth.No)]
    [InlineData("-m length ! --length 0:39", Truth.Yes)]
    [InlineData("-m length --length 60", Truth.Unknown)]
    public void Time_to_live_and_length(string matches, Truth expected) =>
        Assert.Equal(expected, RuleBench.Evaluate(matches, Of(Protocol.Tcp, packet => packet with { TimeToLive = 63 })));

    [Theory]
    [InlineData("-m tos --tos 0x10/0xff", Truth.No)]
    [InlineData("-m tos --tos 0x48/0xff", Truth.Yes)]
    [InlineData("-m tos --tos 72", Truth.Yes)]
    [InlineData("-m tos ! --tos 0x08/0x3f", Truth.No)]
    [InlineData("-m tos --tos Maximize-Throughput", Truth.Yes)]
    [InlineData("-m tos --tos 0x48/0x40", Truth.No)]
    [InlineData("-m dscp --dscp 0x12", Truth.Yes)]
    [InlineData("-m dscp --dscp-class AF21", Truth.Yes)]
    [InlineData("-m dscp ! --dscp-class cs1", Truth.Yes)]
    [InlineData("-m dscp --dscp-class EF", Truth.No)]
    [InlineData("-m dscp --dscp 0x40", Truth.Unknown)]
    public void Type_of_service_that_a_rule_has_set(string matches, Truth expected) =>
        Assert.Equal(expected, RuleBench.Evaluate(matches, Of(Protocol.Tcp, packet => packet with { TypeOfService = 0x48 })));

    [Theory]
    [InlineData("-m tos --tos 0x10", Truth.Unknown)]
    [InlineData("-m dscp --dscp 0", Truth.Unknown)]
    [InlineData("-m ecn --ecn-ip-ect 1", Truth.Unknown)]
    public void What_the_sender_decides_is_unknown(string matches, Truth expected) => Assert.Equal(expected, RuleBench.Evaluate(matches));

    [Theory]
    [InlineData("-m ipv6header --header protocol --soft", Truth.Yes)]
    [InlineData("-m ipv6header --header prot", Truth.Yes)]
    [InlineData("-m ipv6header --header prot,frag", Truth.No)]
    [InlineData("-m ipv6header ! --header prot,frag", Truth.Yes)]
    [InlineData("-m ipv6header --header frag --soft", Truth.No)]
    [InlineData("-m ipv6header ! --header frag --soft", Truth.Yes)]
    [InlineData("-m ipv6header ! --header prot,frag --soft", Truth.No)]
    [InlineData("-m frag --fragfirst", Truth.No)]
    [InlineData("-m hbh", Truth.No)]
    [InlineData("-m rt --rt-type 0", Truth.No)]
    [InlineData("-m mh --mh-type 1", Truth.No)]
    public void Extension_headers(string matches, Truth expected) => Assert.Equal(expected, RuleBench.Evaluate(matches));

    private static EvaluationContext Of(Protocol protocol, Func<Packet, Packet>? change = null)
    {
        Packet packet = RuleBench.Packet with { Transport = protocol };
        packet = change is null ? packet : change(packet);
        return RuleBench.Context with { Packet = packet, Connection = new Connection { Original = packet, Reply = packet.Reversed() } };
    }
}
