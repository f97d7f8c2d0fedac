using NetPath.Core.Packets;

namespace NetPath.Core.Routing;

/// <summary>Makes the answer to one query out of the rule and the route that decided it.</summary>
internal sealed class LookupResults
{
    private readonly RouteQuery _query;
    private readonly SourceSelection _sources;

    public LookupResults(RouteQuery query, SourceSelection sources)
    {
        _query = query;
        _sources = sources;
    }

    /// <summary>The rule itself ends the lookup.</summary>
    public RouteLookup ByRule(PolicyRule rule)
    {
        RouteResult result = rule.Action switch
        {
            PolicyRuleAction.Blackhole => RouteResult.Blackhole,
            PolicyRuleAction.Unreachable => RouteResult.Unreachable,
            PolicyRuleAction.Prohibit => RouteResult.Prohibit,
            _ => RouteResult.Unknown,
        };
        return new RouteLookup { Query = _query, Result = result, PolicyRule = rule, Conditions = result == RouteResult.Unknown ? [rule.ToString()] : [] };
    }

    /// <summary>A route ends the lookup.</summary>
    public RouteLookup ByRoute(PolicyRule rule, TableMatch match)
    {
        Route route = match.Route;
        RouteResult result = route.Doubt is not null ? RouteResult.Unknown : route.Type switch
        {
            RouteType.Unknown => RouteResult.Unknown,
            RouteType.Blackhole => RouteResult.Blackhole,
            RouteType.Unreachable => RouteResult.Unreachable,
            RouteType.Prohibit => RouteResult.Prohibit,
            _ => RouteResult.Found,
        };
        return new RouteLookup
        {
            Query = _query,
            Result = result,
            PolicyRule = rule,
            Route = route,
            IsLocalDelivery = IsDeliveredHere(route),
            NextHops = result == RouteResult.Found ? Paths(match) : [],
            Conditions = result == RouteResult.Unknown ? [$"{route.Doubt}: {route.Evidence}"] : match.Rivals.Count == 0 ? []
                : ["which gateway of the default routes with equal metric answers"],
        };
    }

    /// <summary>True when a packet cannot tell the two results apart.</summary>
    public static bool SameEffect(RouteLookup left, RouteLookup right) => left.Result == right.Result
        && left.Result != RouteResult.Unknown
        && left.IsLocalDelivery == right.IsLocalDelivery
        && left.Route?.Type == right.Route?.Type
        && left.Route?.Mtu == right.Route?.Mtu
        && left.NextHops.Select(Effect).SequenceEqual(right.NextHops.Select(Effect));

    private static (string? Device, IpAddress? Gateway, int Weight, IpAddress? Source, string? Encapsulation) Effect(RoutePath path) =>
        (path.Device, path.GatewayAddress, path.Weight, path.SourceAddress, path.NextHop?.Encapsulation);

    private List<RoutePath> Paths(TableMatch match)
    {
        double total = match.Usable.Sum(hop => (double)hop.Weight);
        List<RoutePath> paths = [.. match.Usable.Select(hop => Path(match.Route, hop, match.Rivals.Count > 0 ? 0 : hop.Weight / total))];
        paths.AddRange(match.Rivals.Select(rival => Path(rival, rival.NextHops[0], 0)));
        return match.Rivals.Count == 0 ? paths : [.. paths.Select(path => path with { Probability = 1.0 / paths.Count })];
    }

    private RoutePath Path(Route route, NextHop hop, double probability) => new()
    {
        Device = IsOverLoopback(route) ? "lo" : hop.Device,
        GatewayAddress = hop.Gateway,
        Weight = hop.Weight,
        Probability = probability,
        NextHop = hop,
        SourceAddress = _query.Source ?? (_query.IsLocallyMade ? _sources.Select(route, hop, _query.Destination) : null),
    };

    // What stays here goes over the loopback device, whatever device the address is on.
    private bool IsOverLoopback(Route route) => route.Type == RouteType.Local
        || (route.Type == RouteType.Anycast && route.Family == IpFamily.IPv6)
        || (route.Type == RouteType.Broadcast && !_query.IsLocallyMade);

    private bool IsDeliveredHere(Route route) => IsOverLoopback(route) || (route.Type == RouteType.Multicast && !_query.IsLocallyMade);
}
