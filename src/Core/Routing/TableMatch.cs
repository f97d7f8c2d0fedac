namespace NetPath.Core.Routing;

/// <summary>What one table answers: the route, and the next hops of it that can be used. A throw route is an answer here.</summary>
/// <param name="Route">The route that wins.</param>
/// <param name="Usable">Its next hops that are alive and allowed by the query; empty for routes that lead nowhere.</param>
/// <param name="Rivals">IPv4: other default routes among which the kernel picks by whether their gateways answer.</param>
internal sealed record TableMatch(Route Route, IReadOnlyList<NextHop> Usable, IReadOnlyList<Route> Rivals);
