using NetPath.Core.Packets;

namespace NetPath.Core.Routing;

/// <summary>The answer to a route query, with what led to it.</summary>
public sealed record RouteLookup
{
    /// <summary>What was asked.</summary>
    public required RouteQuery Query { get; init; }

    /// <summary>How the lookup ended.</summary>
    public required RouteResult Result { get; init; }

    /// <summary>The policy rule that decided; null when none did.</summary>
    public PolicyRule? PolicyRule { get; init; }

    /// <summary>The route that decided; null when a rule did, or nothing.</summary>
    public Route? Route { get; init; }

    /// <summary>The table of that route: <c>main</c>, <c>local</c>, <c>100</c>; null when there is no route.</summary>
    public string? Table => Route?.TableName;

    /// <summary>All ways that the packet can go; several when the route is multipath, none when it goes nowhere.</summary>
    public IReadOnlyList<RoutePath> NextHops { get; init; } = [];

    /// <summary>The device it leaves by, <c>lo</c> when it is delivered here; the first when there are several.</summary>
    public string? Device => NextHops.Count > 0 ? NextHops[0].Device : null;

    /// <summary>The gateway; null when the destination is on the link or here.</summary>
    public string? Gateway => NextHops.Count > 0 ? NextHops[0].Gateway : null;

    /// <summary>The source of the packet: the query's, or the one that the kernel selects; null when that is not known.</summary>
    public string? PreferredSource => NextHops.Count > 0 ? NextHops[0].PreferredSource : null;

    /// <summary>True when the packet is delivered to this namespace.</summary>
    public bool IsLocalDelivery { get; init; }

    /// <summary>What the result rests on that the snapshot does not settle; empty when it is certain.</summary>
    public IReadOnlyList<string> Conditions { get; init; } = [];

    /// <summary>When the result is unknown: what it is either way.</summary>
    public IReadOnlyList<RouteLookup> Alternatives { get; init; } = [];

    /// <summary>Something about the result that the route does not show, such as the on-link assumption for a bound socket; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The policy rules consulted in order, and what happened at each.</summary>
    public IReadOnlyList<RuleStep> Tried { get; init; } = [];

    internal IpAddress? GatewayAddress => NextHops.Count > 0 ? NextHops[0].GatewayAddress : null;

    internal IpAddress? SourceAddress => NextHops.Count > 0 ? NextHops[0].SourceAddress : null;

    /// <inheritdoc/>
    public override string ToString() => Result switch
    {
        RouteResult.Found when Route is not null => $"{Query.Destination}: {Route} (table {Table})",
        RouteResult.Found => $"{Query.Destination}: {NextHops[0]} ({Note})",
        RouteResult.NoRoute => $"{Query.Destination}: no route",
        RouteResult.Unknown => $"{Query.Destination}: unknown, depends on {string.Join("; ", Conditions)}",
        _ => $"{Query.Destination}: {Result.ToString().ToLowerInvariant()} by {(Route is null ? PolicyRule?.ToString() : Route.ToString())}",
    };
}
