using NetPath.Core.Tracing;

namespace NetPath.Core.KernelTracing.Verification;

/// <summary>A predicted path with what the kernel said of it.</summary>
/// <param name="Outcome">The path; its hops are marked up to the first difference.</param>
/// <param name="Difference">The first thing that the kernel did otherwise, as a sentence; null when there is none.</param>
internal sealed record ComparedPath(PathOutcome Outcome, string? Difference)
{
    /// <summary>How many hops were confirmed.</summary>
    public int Confirmed => All.Count(hop => hop.Confirmation == nameof(HopConfirmation.Confirmed));

    /// <summary>The hops there and back.</summary>
    public IEnumerable<Hop> All => Outcome.Hops.Concat(Outcome.ReplyHops);
}
