namespace NetPath.Core.Tracing;

/// <summary>How the way there ended, kept while the way back is walked.</summary>
/// <param name="Disposition">Delivered, or nobody listened.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="State">The walk at that moment.</param>
internal sealed record Arrival(Disposition Disposition, string Reason, WalkState State);
