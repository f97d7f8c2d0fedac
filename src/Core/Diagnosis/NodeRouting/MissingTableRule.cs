using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeRouting;

/// <summary>NP3009: no policy rule looks in the table main, or in local.</summary>
internal static class MissingTableRule
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP3009",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The policy rule for the table main or local is missing, so that the kernel does not look there",
        EvidenceNeeded = "The policy rules, none of which looks in that table for every packet",
        Symptom = "Network is unreachable or no route to host; a time-out when the node cannot tell the client either",
        Remedy = "Add the rule again, and find what removed it: a VPN or a script that flushes the rules (ip rule flush removes the rule for main too).",
        Commands = ["ip -<family> rule show", "ip -<family> rule add pref <preference> lookup <table>"],
        Explains = [Disposition.Blackholed, Disposition.Unreachable, Disposition.Prohibited, .. WrongDevice.Astray],
        OnPath = OnPath,
        OnNode = context => context.Network.Spaces.SelectMany(space => Missing(space, null)),
    };

    private static IEnumerable<Observation> OnPath(PathContext context)
    {
        // The namespace of the last route, and the one that was to answer for its next hop.
        LastRoute? last = LastRoute.Of(context);
        return new[] { last?.Space, last?.Peer?.Space }.OfType<NamespaceView>().Distinct().SelectMany(space => Missing(space, context.End));
    }

    private static IEnumerable<Observation> Missing(NamespaceView space, Hop? hop)
    {
        PolicyRules rules = space.Space.PolicyRules;
        foreach (IpFamily family in new[] { IpFamily.IPv4, IpFamily.IPv6 })
        {
            PolicyRule[] own = [.. rules.Rules.Where(rule => rule.Family == family)];
            // A kernel without IPv6 has no rules at all; one that NetPath does not understand could be the missing one.
            if (own.Length == 0 || rules.Unread.Count > 0)
            {
                continue;
            }

            foreach ((long table, string name, int preference) in new[] { (RouteTableName.Main, "main", 32766), (RouteTableName.Local, "local", 0) })
            {
                if (!Array.Exists(own, rule => rule.Table == table && IsForAll(rule)))
                {
                    yield return Observe(space, family, name, preference, own, hop);
                }
            }
        }
    }

    // A VPN puts a rule with suppress_prefixlength before the plain one, which it leaves. That one, or a rule for one device or mark alone, is not enough.
    private static bool IsForAll(PolicyRule rule) => rule is
    {
        Not: false, From: null, To: null, InInterface: null, OutInterface: null, FwMark: null, IpProtocol: null, SourcePorts: null, DestinationPorts: null,
        Tos: 0, Dscp: null, UidRange: null, TunId: null, L3mdev: false, SuppressPrefixLength: null, SuppressInterfaceGroup: null, UnknownSelectors.Count: 0,
    };

    private static Observation Observe(NamespaceView space, IpFamily family, string table, int preference, PolicyRule[] rules, Hop? hop) => new(
        $"no {family} policy rule of {space.Name} looks in the table {table} for every packet; it has {string.Join(", ", rules.Select(rule => $"'{rule}'"))}",
        [new Evidence($"{space.Space.Path}/routing/rule{(family == IpFamily.IPv4 ? 4 : 6)}.json", 0, $"no rule for the table {table}"), .. rules.Select(rule => rule.Evidence).Take(5)])
    {
        Hop = hop,
        Subject = space.Name,
        Names = [("family", family == IpFamily.IPv4 ? "4" : "6"), ("table", table), ("preference", $"{preference}")],
    };
}
