using NetPath.Core.Routing;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeRouting;

/// <summary>NP3007: a policy rule leads the packet to a table where it gets lost.</summary>
internal static class PolicyRuleTable
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP3007",
        Severity = nameof(FindingSeverity.Warning),
        Meaning = "A policy rule sends the flow to a table of its own, whose route does not lead to the destination",
        EvidenceNeeded = "The policy rule, and the route of its table that won",
        Symptom = "Depends on the route: a time-out, \"no route to host\" or the wrong machine",
        Remedy = "Find who made the rule (a VPN, a second uplink, a network plugin) and narrow it, or put a rule for the pods' addresses that looks in the table main in front of it.",
        Commands = ["ip rule show", "ip route show table <table>", "ip rule add pref <preference> to <destination> lookup main"],
        Explains = [Disposition.Blackholed, Disposition.Unreachable, Disposition.Prohibited, .. WrongDevice.Astray],
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        if (context.Way.OfType<RouteHop>().LastOrDefault(hop => hop.Device != "lo") is not { Lookup: { PolicyRule: PolicyRule rule, Route: Route taken } } hop
            || !WrongDevice.IsByOwnTable(hop)
            || context.SpaceOf(hop) is not NamespaceView space
            || !IsLost(context, new LastRoute(hop, space)))
        {
            yield break;
        }

        string table = taken.TableName;
        yield return new Observation($"the policy rule '{rule}' of {space.Name} leads packets for {hop.Before.Destination} to table {table}, whose route is '{taken}'", rule.Evidence, taken.Evidence)
        {
            Hop = hop,
            Subject = $"table {table}",
            Names = [("table", table), ("destination", hop.Before.Destination), ("preference", $"{(rule.Priority > 0 ? rule.Priority - 1 : 0)}")],
        };
    }

    // Tables of their own are normal, also for what leaves the node; this one is wrong for a pod of the node, or where it leads nowhere.
    private static bool IsLost(PathContext context, LastRoute route) => context.Ending == Disposition.LeavesSnapshot
        ? route.Hop.Device is string device && WrongDevice.Missed(route, device) is not null
        : true;
}
