namespace NetPath.Core.KernelTracing;

/// <summary>What a trace table holds.</summary>
/// <param name="Flows">The packets to trace, of one family.</param>
/// <param name="Expiry">When the rules shall have no effect any more, even if the table stays.</param>
/// <param name="Checkpoints">Whether chains are added that report where traced packets go.</param>
internal sealed record TraceTableContent(IReadOnlyList<TraceFlow> Flows, DateTimeOffset Expiry, bool Checkpoints);
