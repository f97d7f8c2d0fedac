using NetPath.Core.Links;
using NetPath.Core.Packets;

namespace NetPath.Core.Routing;

/// <summary>Whether a policy rule takes a query: fib_rule_match (net/core/fib_rules.c) and its IPv4 and IPv6 parts.</summary>
internal static class RuleMatch
{
    /// <summary>True, false, or null when the query or the snapshot does not settle it.</summary>
    public static bool? Matches(PolicyRule rule, RouteQuery query, LinkTable? links)
    {
        bool? all = true;
        foreach (bool? one in Selectors(rule, query, links))
        {
            if (one == false)
            {
                return rule.Not;
            }

            all = one is null ? null : all;
        }

        return all is null ? null : !rule.Not;
    }

    private static IEnumerable<bool?> Selectors(PolicyRule rule, RouteQuery query, LinkTable? links)
    {
        // A packet made here comes in by the loopback device (LOOPBACK_IFINDEX).
        yield return rule.InInterface is null || (!rule.InInterfaceDetached && rule.InInterface == (query.InInterface ?? "lo"));
        yield return rule.OutInterface is null || (!rule.OutInterfaceDetached && rule.OutInterface == query.OutInterface);
        yield return rule.FwMark is null && rule.FwMask is null ? true : ((query.Mark ^ (rule.FwMark ?? 0)) & (rule.FwMask ?? uint.MaxValue)) == 0;
        yield return MatchesSource(rule, query);
        yield return rule.To is not IpPrefix to || to.Contains(query.Destination);
        yield return MatchesTos(rule, query);
        yield return rule.IpProtocol is not int protocol ? true : query.Protocol is int actual ? actual == protocol : null;
        yield return MatchesPort(rule.SourcePorts, query.SourcePort);
        yield return MatchesPort(rule.DestinationPorts, query.DestinationPort);
        yield return rule.UidRange is not NumberRange users ? true : UserOf(query) is uint uid ? users.Contains(uid) : null;
        yield return rule.TunId is null ? true : null;
        yield return rule.L3mdev ? OverVrf(query, links) : true;
        yield return rule.UnknownSelectors.Count == 0 ? true : null;
    }

    // A received packet has no socket and is looked up as root's (ip_route_input_slow, ip6_route_input).
    private static uint? UserOf(RouteQuery query) => query.Uid ?? (query.IsLocallyMade ? null : 0);

    // IPv4 compares an unset source as 0.0.0.0; IPv6 says no to any "from" while the source is still to be selected (fib6_rule_match).
    private static bool MatchesSource(PolicyRule rule, RouteQuery query) => rule.From is not IpPrefix from || from.Length == 0
        || (query.Source is null && query.Family == IpFamily.IPv4 ? from.Contains(IpAddress.Any(IpFamily.IPv4)) : query.Source is IpAddress source && from.Contains(source));

    private static bool MatchesTos(PolicyRule rule, RouteQuery query)
    {
        int mask = query.Family == IpFamily.IPv4 ? Ipv4Table.TosMask : 0xfc;
        return (rule.Tos == 0 || rule.Tos == (query.Tos & mask)) && (rule.Dscp is not int code || code == query.Tos >> 2);
    }

    private static bool? MatchesPort(NumberRange? range, int? port) =>
        range is not NumberRange ports ? true : port is int number ? ports.Contains((uint)number) : null;

    private static bool? OverVrf(RouteQuery query, LinkTable? links)
    {
        if (links is null || !links.Links.Any(link => link.Kind == "vrf"))
        {
            return false;
        }

        // Lookups over a VRF change more than the table; they are not modelled.
        return new[] { query.InInterface, query.OutInterface }.OfType<string>().Select(links.Find).Any(link => link?.Kind == "vrf" || IsVrf(link?.Master, links))
            ? null
            : false;
    }

    private static bool IsVrf(string? name, LinkTable links) => name is not null && links.Find(name)?.Kind == "vrf";
}
