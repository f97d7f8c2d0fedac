using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Tracing;

namespace NetPath.Lab.Oracle;

/// <summary>One of the evaluator's outcomes in the terms of an <see cref="Observation"/>.</summary>
internal sealed record Prediction
{
    /// <summary>The rules that the packet meets in the router.</summary>
    public required IReadOnlyList<string> Hits { get; init; }

    /// <summary>The rules that its answer meets there; null when there is no answer to follow.</summary>
    public required IReadOnlyList<string>? ReplyHits { get; init; }

    /// <summary>The leaf where it ends; null for the router.</summary>
    public required string? EndsAt { get; init; }

    /// <summary>Its tuple there.</summary>
    public required string Tuple { get; init; }

    /// <summary>The walk could not be followed to its end, on the way there or on the way back.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>The same of the answer.</summary>
    public required bool IsReplyOpen { get; init; }

    /// <summary>The outcome itself.</summary>
    public required PathOutcome Outcome { get; init; }

    /// <summary>A translation takes one of several addresses, and the outcome shows one of them.</summary>
    public bool IsOneOfMany => Outcome.Assumptions.Any(assumption => assumption.Contains("one of ", StringComparison.Ordinal));

    /// <summary>What the trace calls the router.</summary>
    public required string Router { get; init; }

    /// <summary>Nothing was assumed.</summary>
    public bool IsCertain => Outcome.Assumptions.Length == 0 && !IsOpen && !IsReplyOpen;

    /// <summary>Reads an outcome.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="loaded">Names the rules.</param>
    /// <param name="router">What the trace calls the router.</param>
    /// <param name="leafOf">The leaf's short name by what the trace calls it.</param>
    public static Prediction Of(PathOutcome outcome, Loaded loaded, string router, Func<string, string> leafOf)
    {
        bool inRouter = outcome.EndsAt == router;
        Packet last = outcome.Hops[^1].After;
        bool open = outcome.Disposition == nameof(Disposition.Inconclusive);
        return new Prediction
        {
            Hits = Rules(outcome.Hops, loaded, router),
            ReplyHits = outcome.ReplyDisposition is null ? null : Rules(outcome.ReplyHops, loaded, router),
            EndsAt = inRouter ? null : leafOf(outcome.EndsAt),
            Tuple = Probe.Of(last.Transport, last.SourceAddress, last.SourcePort, last.DestinationAddress, last.DestinationPort),
            IsOpen = open && inRouter,
            IsReplyOpen = outcome.ReplyDisposition == nameof(Disposition.Inconclusive),
            Outcome = outcome,
            Router = router,
        };
    }

    private static List<string> Rules(IEnumerable<Hop> hops, Loaded loaded, string router) =>
        [.. hops.OfType<RuleHop>().Where(hop => hop.Place == router && hop.RuleNumber > 0).Select(hop => loaded.Id(
            Enum.Parse<RulesetBackend>(hop.Backend), hop.Table.ToLowerInvariant(), hop.Chain, hop.RuleNumber))];

    /// <inheritdoc/>
    public override string ToString() =>
        $"hits [{string.Join(' ', Hits)}] answer hits [{(ReplyHits is null ? "-" : string.Join(' ', ReplyHits))}] ends at {EndsAt ?? "the router"} as {Tuple}: {Outcome.Disposition}, {Outcome.Symptom} ({Outcome.Reason}){(Outcome.Assumptions.Length == 0 ? "" : $"\n      assuming: {string.Join("\n                ", Outcome.Assumptions)}")}";
}
