using System.Collections.Immutable;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Evaluation;

/// <summary>
/// Puts outcomes together that an unknown rule split for nothing: when the packet comes out the same whether the rule matches or not, the
/// answer does not depend on it.
/// </summary>
internal sealed class OutcomeMerge
{
    // Where many rules are unknown there are thousands of outcomes: one that answers a single rule differently is looked up, not searched for.
    private readonly Dictionary<Key, List<TableOutcome>> _byAnswers = [];

    public static IReadOnlyList<TableOutcome> Merge(List<TableOutcome> outcomes)
    {
        OutcomeMerge merge = new();
        foreach (TableOutcome outcome in outcomes)
        {
            merge.Add(outcome);
        }

        return [.. merge._byAnswers.Values.SelectMany(group => group)];
    }

    private void Add(TableOutcome outcome)
    {
        TableOutcome adding = outcome;
        while (TakeOpposite(adding) is (TableOutcome other, int undone))
        {
            TableOutcome kept = other.Assumptions[undone].Matched ? adding : other;
            adding = kept with { Assumptions = kept.Assumptions.RemoveAt(undone) };
        }

        Key key = KeyOf(adding, Answers(adding.Assumptions));
        if (!_byAnswers.TryGetValue(key, out List<TableOutcome>? group))
        {
            _byAnswers.Add(key, group = []);
        }

        group.Add(adding);
    }

    // Removes and gives an outcome that differs in nothing but the answer of one rule, and says which.
    private (TableOutcome Other, int Undone)? TakeOpposite(TableOutcome outcome)
    {
        long answers = Answers(outcome.Assumptions);
        int place = 0;
        foreach (Assumption assumption in outcome.Assumptions)
        {
            Key key = KeyOf(outcome, answers - Answer(assumption, assumption.Matched, place) + Answer(assumption, !assumption.Matched, place));
            place++;
            int found = _byAnswers.TryGetValue(key, out List<TableOutcome>? group) ? group.FindIndex(other => Opposite(other.Assumptions, outcome.Assumptions) is not null) : -1;
            if (found >= 0)
            {
                TableOutcome other = group![found];
                group.RemoveAt(found);
                return (other, Opposite(other.Assumptions, outcome.Assumptions)!.Value);
            }
        }

        return null;
    }

    /// <summary>Where two ways' assumptions differ, when that is one place and they are opposites there; null otherwise.</summary>
    /// <remarks>A rule that is met twice (its chain is called twice) may stand in a list twice: only the answer that made no difference is given up.</remarks>
    internal static int? Opposite(ImmutableList<Assumption> left, ImmutableList<Assumption> right)
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

    // A sum, so that a single answer can be exchanged in it.
    private static long Answers(ImmutableList<Assumption> assumptions)
    {
        long sum = 0;
        int place = 0;
        foreach (Assumption assumption in assumptions)
        {
            sum += Answer(assumption, assumption.Matched, place++);
        }

        return sum;
    }

    private static long Answer(Assumption assumption, bool matched, int place) => ((long)HashCode.Combine(assumption.Evidence, matched, place) << 32) | (uint)HashCode.Combine(place, matched, assumption.Evidence);

    private static Key KeyOf(TableOutcome outcome, long answers) =>
        new(outcome.Verdict, outcome.Packet, outcome.Connection, outcome.Verdict == TableVerdict.Accept ? null : outcome.Decider, outcome.Template, outcome.Proxy, outcome.Probability, answers);

    private readonly record struct Key(TableVerdict Verdict, Packet Packet, Connection? Connection, Rule? Decider, ConntrackTemplate? Template, ProxySocket? Proxy, double Probability, long Answers);
}
