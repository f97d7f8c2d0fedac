using NetPath.Core.Netfilter.Evaluation;

namespace NetPath.Core.Tracing;

/// <summary>Puts outcomes together that only chance or an unknown without consequence keeps apart, and sorts them.</summary>
internal static class OutcomeOrder
{
    public static PathOutcome[] Arrange(List<PathOutcome> outcomes) =>
        [.. WithoutIdleAssumptions([.. outcomes
            .GroupBy(outcome => (End.Of(outcome), Assumed: string.Join('\n', outcome.Assumptions)))
            .Select(group => group.First() with { Probability = group.Sum(outcome => outcome.Probability) })])
            .OrderBy(outcome => outcome.Assumptions.Length)
            .ThenByDescending(outcome => Math.Round(outcome.Probability, 6))];

    // What ends the same whichever way an unknown rule goes does not depend on it: a mark, say, for which nobody asks.
    private static IEnumerable<PathOutcome> WithoutIdleAssumptions(PathOutcome[] outcomes)
    {
        if (outcomes.Length < 2 || Array.TrueForAll(outcomes, outcome => outcome.Assumed.IsEmpty))
        {
            return outcomes;
        }

        Dictionary<End, List<PathOutcome>> ends = [];
        foreach (PathOutcome outcome in outcomes)
        {
            End end = End.Of(outcome);
            if (!ends.TryGetValue(end, out List<PathOutcome>? same))
            {
                ends.Add(end, same = []);
            }

            Add(same, outcome);
        }

        return ends.Values.SelectMany(same => same);
    }

    private static void Add(List<PathOutcome> same, PathOutcome outcome)
    {
        for (int i = 0; i < same.Count; i++)
        {
            if (Math.Abs(same[i].Probability - outcome.Probability) < 1e-9 && OutcomeMerge.Opposite(same[i].Assumed, outcome.Assumed) is int undone)
            {
                PathOutcome kept = same[i].Assumed[undone].Matched ? outcome : same[i];
                same.RemoveAt(i);
                Add(same, kept with
                {
                    Assumed = kept.Assumed.RemoveAt(undone),
                    Assumptions = [.. kept.Assumed.RemoveAt(undone).Select(assumption => assumption.Text)],
                });
                return;
            }
        }

        same.Add(outcome);
    }

    // What a reader would call the same outcome.
    private readonly record struct End(string Endpoint, string EndsAt, string Disposition, string? ReplyDisposition, string Symptom, string SourceSeen, string Reason, string Conntrack)
    {
        public static End Of(PathOutcome outcome) => new(
            outcome.Endpoint,
            outcome.EndsAt,
            outcome.Disposition,
            outcome.ReplyDisposition,
            outcome.Symptom,
            outcome.SourceSeen,
            outcome.Reason,
            string.Join<ConntrackTuple>('\n', outcome.Conntrack));
    }
}
