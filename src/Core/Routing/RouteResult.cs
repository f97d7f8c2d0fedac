namespace NetPath.Core.Routing;

/// <summary>How a route lookup ends.</summary>
public enum RouteResult
{
    /// <summary>The snapshot does not say: see the conditions and alternatives of the lookup.</summary>
    Unknown,

    /// <summary>A route says where the packet goes.</summary>
    Found,

    /// <summary>No rule and no table had a route: network unreachable.</summary>
    NoRoute,

    /// <summary>A blackhole route or rule: dropped silently.</summary>
    Blackhole,

    /// <summary>An unreachable route or rule: dropped with an answer.</summary>
    Unreachable,

    /// <summary>A prohibit route or rule: dropped with the answer "administratively prohibited".</summary>
    Prohibit,
}
