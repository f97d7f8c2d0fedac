using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Routing;

/// <summary>Makes policy rules of the objects that <c>ip -j rule</c> prints.</summary>
internal static class PolicyRuleParser
{
    // Realms (flow_from, flow_to) classify for traffic control and protocol names who made the rule: neither takes part in the lookup.
    private static readonly HashSet<string> Known =
    [
        "priority", "not", "src", "srclen", "dst", "dstlen", "tos", "dsfield", "dscp", "fwmark", "fwmask", "iif", "iif_detached", "oif", "oif_detached",
        "l3mdev", "uid_start", "uid_end", "ipproto", "sport", "sport_start", "sport_end", "dport", "dport_start", "dport_end", "tun_id", "table",
        "suppress_prefixlen", "suppress_ifgroup", "flow_from", "flow_to", "goto", "unresolved", "nop", "action", "protocol",
    ];

    // fib_rules.h; -N prints the numbers of the route types instead of names.
    private static readonly Dictionary<string, PolicyRuleAction> Actions = new()
    {
        ["blackhole"] = PolicyRuleAction.Blackhole,
        ["6"] = PolicyRuleAction.Blackhole,
        ["unreachable"] = PolicyRuleAction.Unreachable,
        ["7"] = PolicyRuleAction.Unreachable,
        ["prohibit"] = PolicyRuleAction.Prohibit,
        ["8"] = PolicyRuleAction.Prohibit,
    };

    private static readonly Dictionary<string, int> Protocols = new()
    {
        ["icmp"] = 1,
        ["tcp"] = 6,
        ["udp"] = 17,
        ["gre"] = 47,
        ["esp"] = 50,
        ["ah"] = 51,
        ["icmpv6"] = 58,
        ["ipv6-icmp"] = 58,
        ["sctp"] = 132,
    };

    public static void Parse(SnapshotPart part, IpFamily family, List<PolicyRule> rules, List<UnreadEntry> unread)
    {
        foreach (JsonRow row in JsonListing.Read(part))
        {
            try
            {
                PolicyRule rule = Parse(row, family);
                rules.Add(rule);
                if (rule.Action == PolicyRuleAction.Unknown || rule.UnknownSelectors.Count > 0)
                {
                    unread.Add(new UnreadEntry("a policy rule that is not understood in full", row.Evidence));
                }
            }
            catch (FormatException error)
            {
                unread.Add(new UnreadEntry($"a policy rule that is not understood ({error.Message.TrimEnd('.')})", row.Evidence));
            }
        }
    }

    private static PolicyRule Parse(JsonRow row, IpFamily family)
    {
        PolicyRuleAction action = ActionOf(row);
        uint? mark = (uint?)row.Number("fwmark");
        string? table = row.Has("l3mdev") ? null : row.Text("table");
        List<string> unknown = [.. row.Names.Where(name => !Known.Contains(name)).Select(name => $"{name} {row.Text(name)}".TrimEnd())];
        return new PolicyRule
        {
            Family = family,
            Priority = (uint)(row.Number("priority") ?? throw new FormatException("it has no priority")),
            Not = row.IsSet("not"),
            From = Prefix(row, "src", "srclen", family),
            To = Prefix(row, "dst", "dstlen", family),
            InInterface = row.Text("iif"),
            InInterfaceDetached = row.IsSet("iif_detached"),
            OutInterface = row.Text("oif"),
            OutInterfaceDetached = row.IsSet("oif_detached"),
            FwMark = mark,
            FwMask = mark is null && !row.Has("fwmask") ? null : (uint)(row.Number("fwmask") ?? uint.MaxValue),
            IpProtocol = Protocol(row, unknown),
            SourcePorts = Range(row, "sport", "sport_start", "sport_end"),
            DestinationPorts = Range(row, "dport", "dport_start", "dport_end"),
            Tos = (int)(row.Number("tos") ?? row.Number("dsfield") ?? 0),
            Dscp = Dscp(row, unknown),
            UidRange = Range(row, "uid", "uid_start", "uid_end"),
            TunId = row.Number("tun_id"),
            L3mdev = row.IsSet("l3mdev"),
            SuppressPrefixLength = (int?)row.Number("suppress_prefixlen"),
            SuppressInterfaceGroup = row.Text("suppress_ifgroup"),
            Action = action,
            Goto = action == PolicyRuleAction.Goto ? (uint?)row.Number("goto") : null,
            Table = table is null ? null : RouteTableName.Number(table),
            TableName = table is null ? null : RouteTableName.Name(table),
            UnknownSelectors = unknown,
            Evidence = row.Evidence,
        };
    }

    private static PolicyRuleAction ActionOf(JsonRow row) => row.Has("goto") ? PolicyRuleAction.Goto
        : row.Has("nop") ? PolicyRuleAction.Nop
        : row.Text("action") is string action ? Actions.GetValueOrDefault(action, PolicyRuleAction.Unknown)
        : row.Has("table") || row.Has("l3mdev") ? PolicyRuleAction.Lookup
        : PolicyRuleAction.Unknown;

    private static IpPrefix? Prefix(JsonRow row, string address, string length, IpFamily family)
    {
        if (row.Text(address) is not string text || text is "all" or "any" or "default")
        {
            return null;
        }

        IpAddress parsed = IpAddress.Parse(text);
        long bits = row.Number(length) ?? parsed.Width;
        return parsed.Family == family && bits >= 0 && bits <= parsed.Width
            ? new IpPrefix(parsed, (int)bits)
            : throw new FormatException($"{text}/{bits} is no {family} prefix");
    }

    private static NumberRange? Range(JsonRow row, string single, string first, string last) =>
        row.Number(single) is long one ? new NumberRange((uint)one, (uint)one)
        : row.Number(first) is long start && row.Number(last) is long end ? new NumberRange((uint)start, (uint)end)
        : null;

    private static int? Protocol(JsonRow row, List<string> unknown)
    {
        if (row.Text("ipproto") is not string text)
        {
            return null;
        }

        string number = text.StartsWith("ipproto-", StringComparison.Ordinal) ? text["ipproto-".Length..] : text;
        if (Protocols.TryGetValue(number, out int known) || int.TryParse(number, out known))
        {
            return known;
        }

        unknown.Add($"ipproto {text}");
        return null;
    }

    // A name (CS6, EF) comes from the node's own rt_dsfield and has no number in a snapshot.
    private static int? Dscp(JsonRow row, List<string> unknown)
    {
        if (row.Text("dscp") is string text && row.Number("dscp") is null)
        {
            unknown.Add($"dscp {text}");
        }

        return (int?)row.Number("dscp");
    }
}
