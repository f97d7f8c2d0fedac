using NetPath.Core.Tracing;

namespace NetPath.Lab.Oracle;

/// <summary>Compares what the kernel did with what the evaluator offers.</summary>
/// <param name="predictions">All outcomes of the evaluator.</param>
/// <param name="optional">Rules of which the evaluator said that it does not know whether they match, and what they lead to.</param>
/// <param name="probe">The packet.</param>
internal sealed class Comparison(IReadOnlyList<Prediction> predictions, IReadOnlySet<string> optional, Probe probe)
{
    /// <summary>True when every outcome is certain: then the kernel must have done exactly one of them.</summary>
    public bool IsStrict => predictions.All(prediction => prediction.IsCertain) && optional.Count == 0;

    /// <summary>The outcome that the kernel chose; null when it did something else.</summary>
    public Prediction? Find(Observation seen) => predictions.FirstOrDefault(prediction => Difference(prediction, seen) is null);

    /// <summary>Where the kernel and one outcome differ; null when they agree.</summary>
    public string? Difference(Prediction prediction, Observation seen)
    {
        if (!Meets(prediction.Hits, seen.Hits, prediction.IsOpen))
        {
            return "the rules of the packet";
        }

        if (prediction.IsOpen)
        {
            return null;
        }

        if (prediction.EndsAt != seen.ArrivedAt || (seen.ArrivedAs is not null && !SameTuple(prediction, seen.ArrivedAs)))
        {
            return "where it arrives, or as what";
        }

        if (prediction.ReplyHits is not null && !Meets(prediction.ReplyHits, seen.ReplyHits, prediction.IsReplyOpen))
        {
            return "the rules of the answer";
        }

        return prediction.IsReplyOpen || SameSymptom(prediction, seen) ? null : "what the sender sees";
    }

    // A rule that the evaluator could not answer, or that chance decides, may have matched without an effect: then the evaluator puts both ways
    // together, and no outcome tells of it.
    private bool Meets(IReadOnlyList<string> expected, IReadOnlyList<string> seen, bool isOpen) =>
        Same(expected, seen, isOpen) || (optional.Count > 0 && Same([.. expected.Where(IsSure)], [.. seen.Where(IsSure)], isOpen));

    private bool IsSure(string id) => !optional.Contains(id);

    private static bool Same(IReadOnlyList<string> expected, IReadOnlyList<string> seen, bool isOpen) =>
        expected.Count <= seen.Count && (isOpen || expected.Count == seen.Count) && expected.Zip(seen).All(pair => pair.First == pair.Second);

    // A port that the evaluator leaves open stands as nothing.
    private static bool SameTuple(Prediction prediction, string seen)
    {
        string[] expected = prediction.Tuple.Split(' ');
        string[] actual = seen.Split(' ');
        bool oneOfMany = prediction.Outcome.Assumptions.Any(assumption => assumption.Contains("one of ", StringComparison.Ordinal));
        return expected.Length == actual.Length && (oneOfMany || expected.Zip(actual).All(pair => pair.First.Length == 0 || pair.First == pair.Second));
    }

    private bool SameSymptom(Prediction prediction, Observation seen)
    {
        if (!Enum.TryParse(prediction.Outcome.Symptom, out Symptom symptom) || symptom == Symptom.Unknown || (probe.Protocol is not (Core.Packets.Protocol.Tcp or Core.Packets.Protocol.Udp)))
        {
            return true;
        }

        return probe.Sender is null ? SenderErrors.Fit(probe, symptom, seen) : SenderErrors.Of(probe, seen.Answer) == symptom;
    }
}
