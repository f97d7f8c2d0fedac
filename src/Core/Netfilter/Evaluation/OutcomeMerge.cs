using System.Collections.Immutable;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Evaluation;

/// <summary>
/// Puts outcomes together that an unknown rule split for nothing: when the packet comes out the same whether the rule matches or not, the
/// answer does not depend on it.
/// </summary>
internal static class OutcomeMerge
{
    public static IReadOnlyList<TableOutcome> Merge(List<TableOutcome> outcomes)
    {
        Dictionary<Key, List<TableOutcome>> groups = [];
        foreach (TableOutcome outcome in outcomes)
        {
            Key key = new(outcome.Verdict, outcome.Packet, outcome.Connection, outcome.Verdict == TableVerdict.Accept ? null : outcome.Decider, outcome.Template, outcome.Proxy);
            if (!groups.TryGetValue(key, out List<TableOutcome>? group))
            {
                groups.Add(key, group = []);
            }

            Add(group, outcome);
        }

        return [.. groups.Values.SelectMany(group => group)];
    }

    private static void Add(List<TableOutcome> group, TableOutcome outcome)
    {
        for (int i = 0; i < group.Count; i++)
        {
            if (group[i].Probability == outcome.Probability && Opposite(group[i].Assumptions, outcome.Assumptions) is int undone)
            {
                TableOutcome kept = group[i].Assumptions[undone].Matched ? outcome : group[i];
                group.RemoveAt(i);
                Add(group, kept with { Assumptions = kept.Assumptions.RemoveAt(undone) });
                return;
            }
        }

        group.Add(outcome);
    }

    // Where the lists differ, when that is one place and they hold opposites there. A rule that is met twice (its chain is called twice) may stand
    // in the list twice: only the answer that made no difference is given up.
    private static int? Opposite(ImmutableList<Assumption> left, ImmutableList<Assumption> right)
    {
        if (left.Count != right.Count)
        {
            return null;
        }

        int? found = null;
        for (int i = 0; i < left.Count; i++)
        {
            if (left[i] == right[i])
            {
                continue;
            }

            if (found is not null || !left[i].IsOppositeOf(right[i]))
            {
                return null;
            }

            found = i;
        }

        return found;
    }

    private readonly record struct Key(TableVerdict Verdict, Packet Packet, Connection? Connection, Rule? Decider, ConntrackTemplate? Template, ProxySocket? Proxy);
}
