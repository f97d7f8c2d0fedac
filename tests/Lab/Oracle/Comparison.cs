using NetPath.Core.Tracing;

namespace NetPath.Lab.Oracle;

/// <summary>Compares what the kernel did with what the evaluator offers.</summary>
/// <param name="predictions">All outcomes of the evaluator.</param>
/// <param name="optional">Rules of which the evaluator said that it does not know whether they match, and what they lead to.</param>
/// <param name="rules">The rules that are loaded.</param>
/// <param name="probe">The packet.</param>
internal sealed class Comparison(IReadOnlyList<Prediction> predictions, IReadOnlySet<string> optional, Loaded rules, Probe probe)
{
    /// <summary>True when every outcome is certain: then the kernel must have done exactly one of them.</summary>
    public bool IsStrict => predictions.All(prediction => prediction.IsCertain) && optional.Count == 0;

    /// <summary>The outcome that the kernel chose; null when it did something else.</summary>
    public Prediction? Find(Observation seen) => predictions.FirstOrDefault(prediction => Difference(prediction, seen) is null);

    /// <summary>Where the kernel and one outcome differ; null when they agree.</summary>
    public string? Difference(Prediction prediction, Observation seen)
    {
        if (!Meets(prediction.Hits, seen.Hits, prediction.IsOpen, EndsInRouter(prediction.Outcome.Disposition, prediction.EndsAt)))
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

        if (prediction.ReplyHits is not null && !Meets(prediction.ReplyHits, seen.ReplyHits, prediction.IsReplyOpen, EndsInRouter(prediction.Outcome.ReplyDisposition, null)))
        {
            return "the rules of the answer";
        }

        if (rules.NeedsConntrack && !ConntrackLines.Fit(prediction, seen.Connections))
        {
            return "the connection's entry";
        }

        return prediction.IsReplyOpen || SameSymptom(prediction, seen) ? null : "what the sender sees";
    }

    // A rule that the evaluator could not answer, or that chance decides, may have matched without an effect: then the evaluator puts both ways
    // together, and no outcome tells of it.
    private bool Meets(IReadOnlyList<string> expected, IReadOnlyList<string> seen, bool isOpen, bool ends)
    {
        if (Same(expected, seen, isOpen))
        {
            return true;
        }

        if (rules.IsBoth)
        {
            // In a table of both backends the kernel asks the one that came last first. Where that makes no difference to the packet the evaluator shows
            // one order, and rules of that table may have been met that are not met in the other.
            return Same([.. expected.Where(IsAlone)], [.. seen.Where(IsAlone)], isOpen || ends);
        }

        return optional.Count > 0 && Same([.. expected.Where(IsSure)], [.. seen.Where(IsSure)], isOpen);
    }

    private bool IsAlone(string id) => IsSure(id) && !rules.IsShared(id);

    private static bool EndsInRouter(string? disposition, string? endsAt) => endsAt is null && disposition is nameof(Disposition.Dropped) or nameof(Disposition.Rejected);

    /// <summary>True when the sender should see an error message and sees nothing.</summary>
    public bool IsErrorLost(Prediction prediction, Observation seen) => !probe.IsForeign && !prediction.IsReplyOpen && !prediction.IsOpen
        && probe.Sender is not null && seen.Answer is null && IsError(prediction)
        && Enum.Parse<Symptom>(prediction.Outcome.Symptom) is not (Symptom.TimedOut or Symptom.Unknown);

    // Errors are packets of their own, which rules of OUTPUT may drop; the evaluator does not walk them.
    private bool IsError(Prediction prediction) => prediction.Outcome.Disposition is not nameof(Disposition.Delivered)
        && (prediction.Outcome.Disposition != nameof(Disposition.NotListening) || probe.Protocol == Core.Packets.Protocol.Udp);

    private bool IsSure(string id) => !optional.Contains(id);

    private static bool Same(IReadOnlyList<string> expected, IReadOnlyList<string> seen, bool isOpen) =>
        expected.Count <= seen.Count && (isOpen || expected.Count == seen.Count) && expected.Zip(seen).All(pair => pair.First == pair.Second);

    // A port that the evaluator leaves open stands as nothing.
    private static bool SameTuple(Prediction prediction, string seen)
    {
        string[] expected = prediction.Tuple.Split(' ');
        string[] actual = seen.Split(' ');
        return expected.Length == actual.Length && (prediction.IsOneOfMany || expected.Zip(actual).All(pair => pair.First.Length == 0 || pair.First == pair.Second));
    }

    private bool SameSymptom(Prediction prediction, Observation seen)
    {
        if (!Enum.TryParse(prediction.Outcome.Symptom, out Symptom symptom) || symptom == Symptom.Unknown || (probe.Protocol is not (Core.Packets.Protocol.Tcp or Core.Packets.Protocol.Udp)))
        {
            return true;
        }

        if (probe.IsForeign || IsErrorLost(prediction, seen))
        {
            // The answer comes to the sender's interface, but no socket of it waits for it.
            return true;
        }

        return probe.Sender is null ? SenderErrors.Fit(probe, symptom, seen) : SenderErrors.Of(probe, seen.Answer) == symptom;
    }
}
