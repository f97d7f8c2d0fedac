using NetPath.Core.Netfilter.Matches;

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
        ["comment"] = CommentMatch.Parse,
        ["connmark"] = MarkMatch.ParseConnmark,
        ["conntrack"] = StateMatch.Parse,
        ["icmp"] = IcmpMatch.ParseIcmp,
        ["icmp6"] = IcmpMatch.ParseIcmpV6,
        ["icmpv6"] = IcmpMatch.ParseIcmpV6,
        ["iprange"] = RangeMatch.Parse,
        ["mark"] = MarkMatch.ParseMark,
        ["multiport"] = MultiportMatch.Parse,
        ["nfacct"] = CountingMatch.Parse,
        ["recent"] = RecentMatch.Parse,
        ["rpfilter"] = ReversePathMatch.Parse,
        ["sctp"] = PortMatch.ParseSctp,
        ["set"] = SetMatch.Parse,
        ["state"] = StateMatch.Parse,
        ["statistic"] = StatisticMatch.Parse,
        ["tcp"] = PortMatch.ParseTcp,
        ["udp"] = PortMatch.ParseUdp,

        ["connbytes"] = UnansweredMatch.ParserFor("connbytes", "what the connection has carried so far"),
        ["connlimit"] = UnansweredMatch.ParserFor("connlimit", "how many connections there are now"),
        ["hashlimit"] = UnansweredMatch.ParserFor("hashlimit", "the rate of packets"),
        ["limit"] = UnansweredMatch.ParserFor("limit", "the rate of packets"),
        ["owner"] = UnansweredMatch.ParserFor("owner", "the user that owns the sending socket"),
        ["physdev"] = UnansweredMatch.ParserFor("physdev", "the bridge port"),
        ["quota"] = UnansweredMatch.ParserFor("quota", "how many bytes have passed"),
        ["socket"] = UnansweredMatch.ParserFor("socket", "the open sockets"),
        ["string"] = UnansweredMatch.ParserFor("string", "what the packet carries"),
        ["time"] = UnansweredMatch.ParserFor("time", "the time of day"),
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
