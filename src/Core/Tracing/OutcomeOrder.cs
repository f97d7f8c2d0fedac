namespace NetPath.Core.Tracing;

/// <summary>Puts outcomes together that only chance or an unknown without consequence keeps apart, and sorts them.</summary>
internal static class OutcomeOrder
{
    public static PathOutcome[] Arrange(List<PathOutcome> outcomes) =>
        [.. outcomes
            .GroupBy(outcome => (outcome.Endpoint, outcome.EndsAt, outcome.Disposition, outcome.ReplyDisposition, outcome.Symptom, outcome.SourceSeen, outcome.Reason, Assumed: string.Join('\n', outcome.Assumptions)))
            .Select(group => group.First() with { Probability = group.Sum(outcome => outcome.Probability) })
            .OrderBy(outcome => outcome.Assumptions.Length)
            .ThenByDescending(outcome => Math.Round(outcome.Probability, 6))];
}
