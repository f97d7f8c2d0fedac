using NetPath.Core.Tracing;

namespace NetPath.Core.Rendering;

/// <summary>Says in a sentence what entries of connection tracking do to a traced flow.</summary>
internal static class EntryText
{
    /// <summary>The sentence; null when no entry has to do with the flow, or that is not known.</summary>
    public static string? Of(PacketTrace trace) => trace.EntryEffect switch
    {
        nameof(EntryEffect.Differs) => $"An existing entry sends this flow to {Ends(trace.EntryOutcomes)}; a new connection goes to {Ends(trace.Outcomes)}.",
        nameof(EntryEffect.Same) => $"An existing entry sends this flow to {Ends(trace.EntryOutcomes)}, where a new connection can go, too.",
        nameof(EntryEffect.Over) => "The entry of this flow is over: the next SYN opens a new connection, for which the rules are asked.",
        _ => null,
    };

    // Where packets end, and what becomes of those that do not arrive.
    private static string Ends(PathOutcome[] outcomes)
    {
        const int Enough = 3;
        string[] ends = [.. outcomes.Select(End).Distinct()];
        return ends.Length <= Enough ? string.Join(" or ", ends) : $"{string.Join(", ", ends.Take(Enough))} or {ends.Length - Enough} others";
    }

    private static string End(PathOutcome outcome) => outcome.Disposition == nameof(Disposition.Delivered) ? outcome.Endpoint : $"{outcome.Endpoint} ({outcome.Disposition})";
}
