using System.Diagnostics;

namespace NetPath.Lab.Oracle;

/// <summary>What came of one packet: the evaluator's outcomes, what the kernel did, and the outcome that it chose.</summary>
/// <param name="Predictions">The evaluator's outcomes.</param>
/// <param name="Seen">What the kernel did.</param>
/// <param name="Answers">The answer of each rule that the evaluator asked.</param>
/// <param name="Chosen">The outcome that the kernel chose; null when it did something else.</param>
/// <param name="IsStrict">Nothing was unknown.</param>
/// <param name="Differs">Where the outcomes and the kernel differ.</param>
/// <param name="Times">How long the evaluator and the kernel took.</param>
internal sealed record Check(
    IReadOnlyList<Prediction> Predictions,
    Observation Seen,
    IReadOnlyList<(string Id, string Answer)> Answers,
    Prediction? Chosen,
    bool IsStrict,
    string Differs,
    (TimeSpan Predicting, TimeSpan Observing) Times)
{
    private const int Attempts = 3;

    /// <summary>An error message that the evaluator expects at the sender did not come: rules dropped it on its way, which a walk does not follow.</summary>
    public bool ErrorLost { get; init; }

    /// <summary>Asks the evaluator and the kernel about a packet.</summary>
    public static Check Of(Session session, Probe probe)
    {
        for (int attempt = 1; ; attempt++)
        {
            Check check = Once(session, probe);
            if (check.Chosen is not null || attempt == Attempts)
            {
                return check;
            }

            // Somebody else's load may have kept the kernel from finishing in time; what is a disagreement shows again.
            Thread.Sleep(5 * attempt);
        }
    }

    /// <summary>This as a disagreement.</summary>
    public Disagreement ToDisagreement(int seed, Session session, Probe probe) => new(seed, session.Layout, session.Rules, probe, Predictions, Seen, Differs);

    private static Check Once(Session session, Probe probe)
    {
        List<(string Id, string Answer)> answers = [];
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<Prediction> predictions = session.Predict(probe, answers);
        TimeSpan predicting = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        Observation seen = session.Observe(probe);
        TimeSpan observing = Stopwatch.GetElapsedTime(start);
        string[] unsure = [.. answers.Where(one => one.Answer == "Unknown").Select(one => one.Id)];
        Comparison comparison = new(predictions, unsure.Length == 0 ? [] : session.Rules.Unsure(unsure), session.Rules, probe);
        Prediction? chosen = comparison.Find(seen);
        string differs = chosen is null ? string.Join(", ", predictions.Select(one => comparison.Difference(one, seen)).Distinct()) : "";
        return new Check(predictions, seen, answers, chosen, comparison.IsStrict, differs, (predicting, observing)) { ErrorLost = chosen is not null && comparison.IsErrorLost(chosen, seen) };
    }
}
