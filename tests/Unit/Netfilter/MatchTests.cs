using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Packets;
using Xunit;

namespace NetPath.Unit.Netfilter;

/// <summary>Conditions, asked of a SYN from 10.0.0.1:40000 to 10.0.0.2:80 that came in by eth0 and leaves by cali1.</summary>
public class MatchTests
{
    [Theory]
    [InlineData("-s 10.0.0.1/32", Truth.Yes)]
    [InlineData("-s 10.0.0.2/32", Truth.No)]
    [InlineData("! -s 10.0.0.0/8", Truth.No)]
    [InlineData("-s ! 10.0.0.0/8", Truth.No)]
    [InlineData("! -s ! 10.0.0.0/8", Truth.Yes)]
    [InlineData("-d 10.0.0.2", Truth.Yes)]
    [InlineData("-d 0.0.0.0/0", Truth.Yes)]
    [InlineData("-d 10.0.0.2/255.255.0.255", Truth.Yes)]
    [InlineData("-d 10.9.0.2/255.0.0.255", Truth.Yes)]
    [InlineData("-d 10.9.0.3/255.0.0.255", Truth.No)]
    [InlineData("! -d 10.9.0.3/255.0.0.255", Truth.Yes)]
    [InlineData("-d web.example.org", Truth.Unknown)]
    [InlineData("-p tcp", Truth.Yes)]
    [InlineData("-p 6", Truth.Yes)]
    [InlineData("-p all", Truth.Yes)]
    [InlineData("! -p udp", Truth.Yes)]
    [InlineData("-p ! tcp", Truth.No)]
    [InlineData("-p nothing-like-it", Truth.Unknown)]
    [InlineData("-i eth0 -o cali1", Truth.Yes)]
    [InlineData("-i eth+ -o cali+", Truth.Yes)]
    [InlineData("-i +", Truth.Yes)]
    [InlineData("-i eth", Truth.No)]
    [InlineData("! -o cali1", Truth.No)]
    [InlineData("-i ! docker0", Truth.Yes)]
    [InlineData("-f", Truth.No)]
    [InlineData("! -f", Truth.Yes)]
    public void What_every_rule_can_ask(string matches, Truth expected) => Assert.Equal(expected, RuleBench.Evaluate(matches));

    [Theory]
    [InlineData("-p tcp -m tcp --dport 80", Truth.Yes)]
    [InlineData("-p tcp --dport 80", Truth.Yes)]
    [InlineData("-p tcp -m tcp ! --dport 80", Truth.No)]
    [InlineData("-p tcp ! --dport 80", Truth.No)]
    [InlineData("-p tcp -m tcp --dport ! 80", Truth.No)]
    [InlineData("-p tcp -m tcp --dport 1:79", Truth.No)]
    [InlineData("-p tcp -m tcp --dport :80", Truth.Yes)]
    [InlineData("-p tcp -m tcp --dport 80:", Truth.Yes)]
    [InlineData("-p tcp -m tcp --sport 40000 --dport 81", Truth.No)]
    [InlineData("-p udp -m udp --dport 80", Truth.No)]
    [InlineData("-m tcp --dport 80", Truth.Yes)]
    [InlineData("-p tcp -m tcp --syn", Truth.Yes)]
    [InlineData("-p tcp -m tcp ! --syn", Truth.No)]
    [InlineData("-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN", Truth.Yes)]
    [InlineData("-p tcp -m tcp --tcp-flags ALL NONE", Truth.No)]
    [InlineData("-p tcp -m tcp ! --tcp-flags SYN,RST SYN", Truth.No)]
    [InlineData("-p tcp -m tcp --tcp-option 8", Truth.Unknown)]
    [InlineData("-p tcp -m tcp --dport 81 --tcp-option 8", Truth.No)]
    [InlineData("-p tcp -m tcp --dport http", Truth.Unknown)]
    [InlineData("-p sctp -m sctp --dport 80", Truth.No)]
    [InlineData("-p tcp -m multiport --dports 22,80,443", Truth.Yes)]
    [InlineData("-p tcp -m multiport ! --dports 22,80", Truth.No)]
    [InlineData("-p tcp -m multiport --dports 22,100:200", Truth.No)]
    [InlineData("-p tcp -m multiport --ports 40000", Truth.Yes)]
    [InlineData("-p tcp -m multiport --sports 80", Truth.No)]
    [InlineData("-p icmp -m icmp --icmp-type 8", Truth.No)]
    [InlineData("-m icmp --icmp-type any", Truth.No)]
    public void Ports_and_flags(string matches, Truth expected) => Assert.Equal(expected, RuleBench.Evaluate(matches));

    [Theory]
    [InlineData("-p tcp -m tcp --sport 1024:65535", Truth.Unknown)]
    [InlineData("-p tcp -m tcp --sport 0:65535", Truth.Yes)]
    [InlineData("-p tcp -m tcp --sport 53 --dport 81", Truth.No)]
    [InlineData("-p tcp -m multiport --sports 53", Truth.Unknown)]
    [InlineData("-p tcp -m multiport --ports 80", Truth.Yes)]
    [InlineData("-m conntrack --ctorigsrcport 53", Truth.Unknown)]
    public void A_source_port_that_is_not_given_is_unknown(string matches, Truth expected)
    {
        Packet packet = RuleBench.Packet with { SourcePort = null };

        Assert.Equal(expected, RuleBench.Evaluate(matches, RuleBench.Context with { Packet = packet, Connection = new Connection { Original = packet, Reply = packet.Reversed() } }));
    }

    [Theory]
    [InlineData("-m addrtype --dst-type LOCAL", Truth.Yes)]
    [InlineData("-m addrtype ! --dst-type LOCAL", Truth.No)]
    [InlineData("-m addrtype --src-type LOCAL", Truth.No)]
    [InlineData("-m addrtype --dst-type UNICAST,LOCAL", Truth.Yes)]
    [InlineData("-m addrtype --src-type LOCAL -m addrtype --dst-type LOCAL", Truth.No)]
    [InlineData("-m addrtype ! --src-type LOCAL --limit-iface-out -m addrtype --dst-type LOCAL", Truth.Yes)]
    [InlineData("-m addrtype --dst-type ODD", Truth.Unknown)]
    [InlineData("-m addrtype", Truth.Unknown)]
    [InlineData("-m iprange --src-range 10.0.0.0-10.0.0.9", Truth.Yes)]
    [InlineData("-m iprange ! --src-range 10.0.0.0-10.0.0.9", Truth.No)]
    [InlineData("-m iprange --dst-range 10.0.0.3-10.0.0.9", Truth.No)]
    [InlineData("-m iprange --dst-range 10.0.0.3", Truth.No)]
    [InlineData("-m iprange", Truth.Unknown)]
    [InlineData("-m rpfilter", Truth.No)]
    [InlineData("-m rpfilter --loose", Truth.Yes)]
    [InlineData("-m rpfilter --invert --validmark", Truth.Yes)]
    public void Addresses(string matches, Truth expected) => Assert.Equal(expected, RuleBench.Evaluate(matches));

    [Theory]
    [InlineData("-m mark --mark 0x4000/0x4000", Truth.Yes)]
    [InlineData("-m mark ! --mark 0x4000/0x4000", Truth.No)]
    [InlineData("-m mark --mark 0x0/0x20000", Truth.Yes)]
    [InlineData("-m mark --mark 0x10735a8", Truth.No)]
    [InlineData("-m mark --mark 16384", Truth.Yes)]
    [InlineData("-m mark ! --mark 0x1/0x1 -m mark ! --mark 0x2/0x2 -m mark ! --mark 0x4000/0x4000", Truth.No)]
    [InlineData("-m mark ! --mark 0x1/0x1 -m mark ! --mark 0x2/0x2 -m mark ! --mark 0x8/0x8", Truth.Yes)]
    [InlineData("-m mark --mark odd", Truth.Unknown)]
    [InlineData("-m connmark --mark 0x80/0x80", Truth.Yes)]
    [InlineData("-m connmark ! --mark 0x80/0x80", Truth.No)]
    public void Marks(string matches, Truth expected) => Assert.Equal(expected, RuleBench.Evaluate(matches, RuleBench.Context with
    {
        Packet = RuleBench.Packet with { Mark = 0x4000 },
        Connection = RuleBench.Context.Connection! with { Mark = 0x80 },
    }));

    [Theory]
    [InlineData("-m conntrack --ctstate NEW", Truth.Yes)]
    [InlineData("-m conntrack --ctstate RELATED,ESTABLISHED", Truth.No)]
    [InlineData("-m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT", Truth.No)]
    [InlineData("-m conntrack --ctstate DNAT", Truth.Yes)]
    [InlineData("-m conntrack --ctstate SNAT", Truth.No)]
    [InlineData("-m state --state NEW", Truth.Yes)]
    [InlineData("-m state ! --state NEW", Truth.No)]
    [InlineData("-m conntrack --ctdir ORIGINAL", Truth.Yes)]
    [InlineData("-m conntrack --ctdir REPLY", Truth.No)]
    [InlineData("-m conntrack --ctproto 6 --ctorigdst 10.0.0.2/32 --ctorigdstport 80", Truth.Yes)]
    [InlineData("-m conntrack --ctorigdst 10.0.0.2/32 --ctorigdstport 81", Truth.No)]
    [InlineData("-m conntrack --ctreplsrc 10.0.0.2 --ctreplsrcport 80", Truth.Yes)]
    [InlineData("-m conntrack --ctstatus ASSURED", Truth.No)]
    [InlineData("-m conntrack ! --ctstatus ASSURED", Truth.Yes)]
    [InlineData("-m conntrack --ctstatus NONE", Truth.No)]
    [InlineData("-m conntrack ! --ctstatus NONE", Truth.Yes)]
    [InlineData("-m conntrack --ctstatus CONFIRMED,SEEN_REPLY", Truth.No)]
    [InlineData("-m conntrack --ctstatus ODD", Truth.Unknown)]
    [InlineData("-m conntrack --ctexpire 5:10", Truth.Unknown)]
    [InlineData("-m conntrack --ctstate ESTABLISHED --ctstatus ASSURED", Truth.No)]
    [InlineData("-m conntrack --ctstate ODD", Truth.Unknown)]
    [InlineData("-m conntrack", Truth.Unknown)]
    public void Connections(string matches, Truth expected) => Assert.Equal(expected, RuleBench.Evaluate(matches, RuleBench.Context with
    {
        Connection = RuleBench.Context.Connection! with { DestinationTranslated = true },
    }));

    // xt_conntrack.c and xt_connmark.c: nf_ct_get() gives nothing for these packets.
    [Theory]
    [InlineData("-m conntrack --ctstate INVALID", Truth.Yes)]
    [InlineData("-m conntrack ! --ctstate INVALID", Truth.No)]
    [InlineData("-m conntrack --ctstate NEW,ESTABLISHED", Truth.No)]
    [InlineData("-m conntrack --ctdir ORIGINAL", Truth.No)]
    [InlineData("-m conntrack ! --ctorigdst 192.0.2.1", Truth.No)]
    [InlineData("-m conntrack --ctstate INVALID --ctorigdst 192.0.2.1", Truth.Yes)]
    [InlineData("-m connmark --mark 0x0", Truth.No)]
    [InlineData("-m connmark ! --mark 0x1", Truth.No)]
    public void Without_an_entry_only_the_state_can_be_asked(string matches, Truth expected)
    {
        Connection invalid = RuleBench.Context.Connection! with { State = ConnectionState.Invalid };

        Assert.Equal(expected, RuleBench.Evaluate(matches, RuleBench.Context with { Connection = invalid }));
        Assert.Equal(expected, RuleBench.Evaluate(matches, RuleBench.Context with { Connection = null }));
    }

    [Theory]
    [InlineData("-m comment --comment \"a \\\"b\\\"  c\"", Truth.Yes)]
    [InlineData("-m comment --comment one -m comment --comment two", Truth.Yes)]
    [InlineData("-m comment --comment \"!\" -s 10.0.0.1", Truth.Yes)]
    [InlineData("-m nfacct --nfacct-name  ct_state_invalid_dropped_pkts", Truth.Yes)]
    [InlineData("-m recent --set --name KUBE-SEP-X --mask 255.255.255.255 --rsource", Truth.Yes)]
    [InlineData("-m recent --rcheck --seconds 10800 --reap --name KUBE-SEP-X --mask 255.255.255.255 --rsource", Truth.Unknown)]
    [InlineData("-m recent ! --rcheck --name X", Truth.Unknown)]
    [InlineData("-m limit --limit 5/min", Truth.Unknown)]
    [InlineData("-m set --match-set weave-P.B|!ZhkAr5q=XZ?3}tMBA+0 dst", Truth.Unknown)]
    [InlineData("-m set ! --match-set X src,dst", Truth.Unknown)]
    [InlineData("-m physdev ! --physdev-is-bridged", Truth.Unknown)]
    [InlineData("-m socket --transparent", Truth.Unknown)]
    [InlineData("-m policy --dir in --pol ipsec", Truth.Unknown)]
    [InlineData("-m nobody-knows --this 1", Truth.Unknown)]
    [InlineData("-m conntrack [unsupported revision]", Truth.Unknown)]
    [InlineData("-m addrtype [unsupported revision]", Truth.Unknown)]
    [InlineData("-m set [unsupported revision]", Truth.Unknown)]
    [InlineData("-s 10.0.0.9 -m nobody-knows", Truth.No)]
    [InlineData("-m nobody-knows -s 10.0.0.9", Truth.No)]
    [InlineData("stray -s 10.0.0.1", Truth.Unknown)]
    [InlineData("-s", Truth.Unknown)]
    public void What_is_not_known_stays_unknown_unless_another_condition_decides(string matches, Truth expected) =>
        Assert.Equal(expected, RuleBench.Evaluate(matches));

    [Theory]
    [InlineData("--mode random --probability 0.33333333349", 0.33333333349)]
    [InlineData("--mode random ! --probability 0.25", 0.75)]
    [InlineData("--mode nth --every 4 --packet 0", 0.25)]
    [InlineData("--mode random --probability 1.00000000000", 1)]
    public void A_statistic_match_gives_a_share(string options, double share) =>
        Assert.Equal(share, RuleBench.Rule($"-m statistic {options} -j DROP").First<StatisticMatch>()!.Probability, 10);

    [Theory]
    [InlineData("--mode random")]
    [InlineData("--mode random --probability 7")]
    [InlineData("--mode nth --every 0 --packet 0")]
    public void A_share_that_is_none_is_unknown(string options) => Assert.Equal(Truth.Unknown, RuleBench.Evaluate($"-m statistic {options}"));

    [Fact]
    public void Two_comments_are_both_kept() =>
        Assert.Equal("cali:abc Policy  default/deny", RuleBench.Rule("-m comment --comment \"cali:abc\" -m comment --comment \"Policy  default/deny\" -j DROP").Comment);

    [Fact]
    public void An_unknown_condition_keeps_its_text()
    {
        UnknownMatch match = Assert.IsType<UnknownMatch>(RuleBench.Rule("-m nobody-knows --this \"1 2\" -j DROP").Matches[0]);

        Assert.Equal("-m nobody-knows --this \"1 2\"", match.Text);
    }

    [Theory]
    [InlineData("10.0.0.9", "-m recent --rcheck --seconds 10800 --reap --name L --mask 255.255.255.255 --rsource", Truth.No)]
    [InlineData("10.0.0.9", "-m recent ! --rcheck --name L", Truth.Yes)]
    [InlineData("10.0.0.1", "-m recent --rcheck --name L", Truth.Yes)]
    [InlineData("10.0.0.1", "-m recent --rcheck --seconds 10800 --name L", Truth.Unknown)]
    [InlineData("10.0.0.1", "-m recent --update --hitcount 4 --name L", Truth.No)]
    [InlineData("10.0.0.1", "-m recent --update --hitcount 3 --name L", Truth.Unknown)]
    [InlineData("10.0.0.1", "-m recent --update --hitcount 2 --name L", Truth.Yes)]
    [InlineData("10.0.0.1", "-m recent --update --seconds 60 --hitcount 4 --name L", Truth.No)]
    [InlineData("10.0.0.1", "-m recent --update --seconds 60 --hitcount 2 --name L", Truth.Unknown)]
    [InlineData("10.0.0.1", "-m recent --remove --seconds 60 --name L", Truth.Yes)]
    [InlineData("10.0.0.1", "-m recent ! --remove --name L", Truth.No)]
    [InlineData("10.0.0.1", "-m recent --name L", Truth.Unknown)]
    [InlineData("10.0.0.0", "-m recent --rcheck --name L --mask 255.255.255.0", Truth.Yes)]
    [InlineData("10.0.0.2", "-m recent --rcheck --name L --rdest", Truth.Yes)]
    [InlineData("10.0.0.9", "-m recent --rcheck --name L --mask 255.255.255.0", Truth.No)]
    [InlineData("10.0.0.9", "-m recent --rcheck --name Other", Truth.Unknown)]
    public void An_address_that_is_not_in_the_list_of_recent_ones_does_not_match(string listed, string matches, Truth expected)
    {
        EvaluationContext context = RuleBench.Context with
        {
            Surroundings = new TestSurroundings { Recent = { ["L"] = new() { [IpAddress.Parse(listed)] = new RecentEntry(64, 2) } } },
        };

        Assert.Equal(expected, RuleBench.Evaluate(matches, context));
    }
}
