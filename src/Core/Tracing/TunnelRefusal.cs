namespace NetPath.Core.Tracing;

/// <summary>How a packet ends that a tunnel device cannot send.</summary>
/// <param name="Disposition">The ending.</param>
/// <param name="Reason">Why.</param>
internal sealed record TunnelRefusal(Disposition Disposition, string Reason);
