namespace NetPath.Core.Tracing;

/// <summary>Asks the routing tables for a packet whose destination was translated inside a bridge.</summary>
/// <param name="state">The packet behind PREROUTING, with the bridge as the interface that it came in by.</param>
/// <returns>The packet with each route that it may take; empty when it ends there, which the walk has been told.</returns>
internal delegate IReadOnlyList<WalkState> BridgedRouting(WalkState state);
