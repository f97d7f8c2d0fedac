using NetPath.Core.Tracing;

namespace NetPath.Core.KernelTracing.Verification;

/// <summary>The kernel's word on a trace: one probe was sent, and what the kernel reported of it compared with each hop.</summary>
public sealed record PathVerification
{
    /// <summary>How it came out: the name of a <see cref="VerificationResult"/>.</summary>
    public required string Result { get; init; }

    /// <summary>Why, in a sentence; of a contradiction: the first thing that was different.</summary>
    public required string Reason { get; init; }

    /// <summary>What was sent, and what came of it.</summary>
    public required ProbeResult Probe { get; init; }

    /// <summary>The endpoint of the path that the probe took, as in <see cref="PathOutcome.Endpoint"/>; null when there is no outcome.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Hops of that path that the kernel confirmed.</summary>
    public required int ConfirmedHops { get; init; }

    /// <summary>Hops of that path, there and back.</summary>
    public required int Hops { get; init; }

    /// <summary>The conntrack entries that the probe left behind.</summary>
    public ConntrackTuple[] Conntrack { get; init; } = [];

    /// <summary>How often events were lost since they were not read in time.</summary>
    public required long LostEvents { get; init; }

    /// <summary>The kernel's events of the probe and its answer, namespace by namespace in the order in which they happened there.</summary>
    public ObservedEvent[] Events { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Result}: {Reason}";
}
