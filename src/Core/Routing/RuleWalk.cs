using NetPath.Core.Links;
using NetPath.Core.Packets;

namespace NetPath.Core.Routing;

/// <summary>One lookup: the walk through the policy rules (fib_rules_lookup of net/core/fib_rules.c). Rules that cannot be decided are followed both ways.</summary>
internal sealed class RuleWalk
{
    private readonly IReadOnlyList<PolicyRule> _rules;
    private readonly bool _untouched;
    private readonly FibTables _tables;
    private readonly LinkTable? _links;
    private readonly LookupResults _results;
    private readonly RouteQuery _query;
    private readonly List<RuleStep> _tried = [];
    private readonly List<string> _conditions = [];
    private readonly List<RouteLookup> _others = [];
    private readonly HashSet<int> _branches = [];

    /// <param name="rules">The rules of the query's family in the kernel's order.</param>
    /// <param name="untouched">They are the IPv4 rules that the kernel starts with.</param>
    /// <param name="tables">The tables of both families.</param>
    /// <param name="links">The links; null when not collected.</param>
    /// <param name="sources">Source selection.</param>
    /// <param name="query">The query.</param>
    public RuleWalk(IReadOnlyList<PolicyRule> rules, bool untouched, FibTables tables, LinkTable? links, SourceSelection sources, RouteQuery query)
    {
        _rules = rules;
        _untouched = untouched;
        _tables = tables;
        _links = links;
        _query = query;
        _results = new LookupResults(query, sources);
    }

    public RouteLookup Run()
    {
        RouteLookup result = Walk(0);
        if (_untouched)
        {
            CompareWithMergedTables(result);
        }

        List<RouteLookup> different = [.. _others.Where(other => !LookupResults.SameEffect(other, result))];
        if (result.Result == RouteResult.Unknown || different.Count == 0)
        {
            // A rule that could not be decided and that changes nothing is no condition of the result.
            return result with { Tried = _tried, Conditions = result.Conditions };
        }

        return new RouteLookup
        {
            Query = _query,
            Result = RouteResult.Unknown,
            Conditions = _conditions,
            Alternatives = [result, .. different],
            Tried = _tried,
        };
    }

    private RouteLookup Walk(int start)
    {
        int index = start;
        while (index < _rules.Count)
        {
            PolicyRule rule = _rules[index];
            bool? matches = RuleMatch.Matches(rule, _query, _links);
            int next = index + 1;
            if (matches == false)
            {
                Note(rule, "does not match");
            }
            else if (rule.Action == PolicyRuleAction.Goto && Target(index) is int target)
            {
                Note(rule, matches is null ? "cannot be decided; followed both ways" : $"goes on at {rule.Goto}");
                next = matches == true ? target : next;
                Branch(matches, rule, target);
            }
            else if (Apply(rule, matches) is RouteLookup end)
            {
                return end;
            }

            index = next;
        }

        return new RouteLookup { Query = _query, Result = RouteResult.NoRoute };
    }

    private void Branch(bool? matches, PolicyRule rule, int target)
    {
        if (matches is null)
        {
            _conditions.Add(rule.ToString());
            if (_branches.Add(target))
            {
                _others.Add(Walk(target));
            }
        }
    }

    // The kernel resolves a goto to the first rule of that priority, and only forward; an unresolved one does nothing.
    private int? Target(int index)
    {
        for (int i = index + 1; i < _rules.Count; i++)
        {
            if (_rules[i].Priority == _rules[index].Goto)
            {
                return i;
            }
        }

        return null;
    }

    private RouteLookup? Apply(PolicyRule rule, bool? matches)
    {
        (RouteLookup? end, string? happened, bool settled) = Result(rule);
        if (matches == true && settled)
        {
            _tried.Add(happened is null ? new RuleStep(rule, end!.Route!) : new RuleStep(rule, happened));
            return end;
        }

        Note(rule, $"{happened ?? end!.Route!.ToString()}, if it {(matches is null ? "matches" : "counts")}, which cannot be decided");
        if (end is not null)
        {
            _conditions.Add(rule.ToString());
            _others.Add(end);
        }

        return null;
    }

    // What happened is null where the text is the route's own.
    private (RouteLookup? End, string? Happened, bool Settled) Result(PolicyRule rule)
    {
        switch (rule.Action)
        {
            case PolicyRuleAction.Nop or PolicyRuleAction.Goto:
                return (null, "does nothing", true);
            case PolicyRuleAction.Blackhole or PolicyRuleAction.Unreachable or PolicyRuleAction.Prohibit or PolicyRuleAction.Unknown:
                return (_results.ByRule(rule), $"ends the lookup: {rule.Action.ToString().ToLowerInvariant()}", true);
        }

        if (rule.Table is not long table)
        {
            return (_results.ByRule(rule with { Action = PolicyRuleAction.Unknown }), "looks in a table that is not known", true);
        }

        if (_tables.Lookup(table, _query) is not TableMatch match)
        {
            return (null, $"no route in table {rule.TableName}", true);
        }

        if (match.Route.Type == RouteType.Throw)
        {
            return (null, $"a throw route leaves table {rule.TableName}: {match.Route}", true);
        }

        RouteLookup end = _results.ByRoute(rule, match);
        bool? suppressed = end.Result == RouteResult.Found ? IsSuppressed(rule, match) : false;
        return suppressed == true ? (null, $"suppresses {match.Route}", true) : (end, null, suppressed is not null);
    }

    // fib4_rule_suppress, fib6_rule_suppress
    private bool? IsSuppressed(PolicyRule rule, TableMatch match)
    {
        if (rule.SuppressPrefixLength is int length && match.Route.Destination.Length <= length)
        {
            return true;
        }

        if (rule.SuppressInterfaceGroup is not string group)
        {
            return false;
        }

        List<bool?> same = [.. DevicesOf(match).Select(device => _links?.Find(device ?? "lo")?.Group is string actual ? Group(actual) == Group(group) : (bool?)null).Distinct()];
        return same.Count == 1 ? same[0] : null;
    }

    // IPv4 asks for the route's first next hop whichever is used; IPv6 for the one that the hash picked.
    private static IEnumerable<string?> DevicesOf(TableMatch match) => match.Route.Family == IpFamily.IPv4
        ? match.Route.NextHops.Take(1).Select(hop => hop.Device)
        : match.Usable.Select(hop => hop.Device);

    private static string Group(string name) => name == "0" ? "default" : name;

    /// <summary>
    /// While nobody ever changed the rules, the kernel keeps the IPv4 tables local and main in one trie, where the longest prefix of
    /// both wins (fib_trie_table, fib_lookup); the first change splits them for good. A snapshot does not tell which it is.
    /// </summary>
    private void CompareWithMergedTables(RouteLookup result)
    {
        TableMatch? match = _tables.LookupLocalAndMain(_query);
        if (match is null || match.Route.Type == RouteType.Throw || ReferenceEquals(match.Route, result.Route))
        {
            return;
        }

        PolicyRule rule = _rules.First(rule => rule.Table == match.Route.Table);
        _conditions.Add("whether the policy rules were ever changed: until then the kernel searches the tables local and main as one");
        _others.Add(_results.ByRoute(rule, match));
    }

    private void Note(PolicyRule rule, string happened) => _tried.Add(new RuleStep(rule, happened));
}
