using NetPath.Core.Netfilter.Matches;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Iptables;

/// <summary>
/// The match modules (-m) that NetPath knows. To add one: a record in Matches/ with a Parse function, and a line here.
/// A module that is not listed is kept as <see cref="UnknownMatch"/>.
/// </summary>
internal static class MatchModules
{
    private static readonly Dictionary<string, Func<OptionReader, Match>> Parsers = new(StringComparer.Ordinal)
    {
        ["addrtype"] = AddressTypeMatch.Parse,
        ["ah"] = SecurityParameterMatch.ParserFor(Protocol.Ah),
        ["cgroup"] = CgroupMatch.Parse,
        ["comment"] = CommentMatch.Parse,
        ["connmark"] = MarkMatch.ParseConnmark,
        ["conntrack"] = StateMatch.Parse,
        ["dccp"] = PortMatch.ParseDccp,
        ["devgroup"] = DeviceGroupMatch.Parse,
        ["dscp"] = TypeOfServiceMatch.ParseCodePoint,
        ["dst"] = ExtensionHeaderMatch.ParserFor("dst"),
        ["esp"] = SecurityParameterMatch.ParserFor(Protocol.Esp),
        ["eui64"] = InterfaceIdentifierMatch.Parse,
        ["frag"] = ExtensionHeaderMatch.ParserFor("frag"),
        ["hbh"] = ExtensionHeaderMatch.ParserFor("hbh"),
        ["helper"] = HelperMatch.Parse,
        ["hl"] = NumberMatch.ParseTimeToLive,
        ["icmp"] = IcmpMatch.ParseIcmp,
        ["icmp6"] = IcmpMatch.ParseIcmpV6,
        ["icmpv6"] = IcmpMatch.ParseIcmpV6,
        ["ipcomp"] = SecurityParameterMatch.ParserFor(SecurityParameterMatch.Compressed),
        ["iprange"] = RangeMatch.Parse,
        ["ipv6header"] = Ipv6HeaderMatch.Parse,
        ["length"] = NumberMatch.ParseLength,
        ["mac"] = HardwareAddressMatch.Parse,
        ["mark"] = MarkMatch.ParseMark,
        ["multiport"] = MultiportMatch.Parse,
        ["nfacct"] = CountingMatch.Parse,
        ["owner"] = OwnerMatch.Parse,
        ["physdev"] = PhysicalDeviceMatch.Parse,
        ["pkttype"] = PacketTypeMatch.Parse,
        ["policy"] = PolicyMatch.Parse,
        ["realm"] = RealmMatch.Parse,
        ["recent"] = RecentMatch.Parse,
        ["rpfilter"] = ReversePathMatch.Parse,
        ["rt"] = ExtensionHeaderMatch.ParserFor("rt"),
        ["sctp"] = PortMatch.ParseSctp,
        ["set"] = SetMatch.Parse,
        ["socket"] = SocketMatch.Parse,
        ["state"] = StateMatch.Parse,
        ["statistic"] = StatisticMatch.Parse,
        ["tcp"] = PortMatch.ParseTcp,
        ["time"] = TimeMatch.Parse,
        ["tos"] = TypeOfServiceMatch.ParseTos,
        ["ttl"] = NumberMatch.ParseTimeToLive,
        ["udp"] = PortMatch.ParseUdp,
        ["udplite"] = PortMatch.ParseUdpLite,

        ["bpf"] = UnansweredMatch.ParserFor("bpf", "a program that looks at the packet"),
        ["cluster"] = UnansweredMatch.ParserFor("cluster", "a hash of the source address"),
        ["connbytes"] = UnansweredMatch.ParserFor("connbytes", "what the connection has carried so far"),
        ["connlabel"] = UnansweredMatch.ParserFor("connlabel", "the labels that rules gave the connection"),
        ["connlimit"] = UnansweredMatch.ParserFor("connlimit", "how many connections there are now"),
        ["cpu"] = UnansweredMatch.ParserFor("cpu", "the processor that handles the packet"),
        ["ecn"] = UnansweredMatch.ParserFor("ecn", "whether the sender notifies of congestion"),
        ["hashlimit"] = UnansweredMatch.ParserFor("hashlimit", "the rate of packets"),
        ["ipvs"] = UnansweredMatch.ParserFor("ipvs", "the connections of the kernel's load balancer"),
        ["limit"] = UnansweredMatch.ParserFor("limit", "the rate of packets"),
        ["mh"] = UnansweredMatch.ParserFor("mh", "what the packet carries", (Protocol)135),
        ["osf"] = UnansweredMatch.ParserFor("osf", "the operating system that the packet looks like", Protocol.Tcp),
        ["quota"] = UnansweredMatch.ParserFor("quota", "how many bytes have passed"),
        ["rateest"] = UnansweredMatch.ParserFor("rateest", "the rate of packets"),
        ["string"] = UnansweredMatch.ParserFor("string", "what the packet carries"),
        ["tcpmss"] = UnansweredMatch.ParserFor("tcpmss", "the segment size that the sender offers", Protocol.Tcp),
        ["u32"] = UnansweredMatch.ParserFor("u32", "the bytes of the packet"),
    };

    public static Match Parse(string module, OptionReader options)
    {
        if (!Parsers.TryGetValue(module, out Func<OptionReader, Match>? parse))
        {
            return new UnknownMatch(Text(module, options), "this match is not modelled");
        }

        try
        {
            Match match = parse(options);
            return options.AtEnd ? match : new UnknownMatch(Text(module, options), $"'{options.Rest}' was not understood");
        }
        catch (RuleSyntaxException e)
        {
            return new UnknownMatch(Text(module, options), e.Message);
        }
    }

    private static string Text(string module, OptionReader options) => $"-m {module} {options.All}".TrimEnd();
}
