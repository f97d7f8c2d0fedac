using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>Asks the routing tables, and follows every next hop that they allow.</summary>
internal static class RouteStep
{
    public static IEnumerable<WalkState> Run(WalkState state, bool arriving, Action<WalkState, Disposition, string> finish, WalkObserver? observe)
    {
        if (Lookup(state, arriving ? state.InInterface : null, finish, observe) is not RouteLookup lookup)
        {
            return [];
        }

        return arriving ? Forwardable(state, lookup, finish) : Sendable(state, lookup, finish);
    }

    /// <summary>The routes of a packet whose destination was translated inside a bridge: of IPv6, whether it is forwarded is asked later, if it leaves the bridge.</summary>
    public static IEnumerable<WalkState> RunBridged(WalkState state, Action<WalkState, Disposition, string> finish, WalkObserver? observe) =>
        state.Packet.Version == IpFamily.IPv4 ? Run(state, arriving: true, finish, observe)
        : Lookup(state, state.InInterface, finish, observe) is RouteLookup lookup ? Follow(state, lookup, finish)
        : [];

    private static RouteLookup? Lookup(WalkState state, string? inInterface, Action<WalkState, Disposition, string> finish, WalkObserver? observe)
    {
        if (state.Space.Fib is not Fib fib)
        {
            finish(state, Disposition.Inconclusive, $"the routes of {state.Space.Name} are not known{Why(state.Space)}");
            return null;
        }

        Packet packet = state.Packet;
        RouteLookup lookup = fib.Lookup(new RouteQuery
        {
            Destination = packet.DestinationAddress,
            Source = packet.SourceAddress.IsUnspecified() ? null : packet.SourceAddress,
            Mark = state.RouteMark ?? packet.Mark,
            InInterface = inInterface,
            OutInterface = inInterface is null ? state.BoundTo : null,
            Tos = packet.RoutedTypeOfService,
            Protocol = (int)packet.Transport,
            SourcePort = packet.SourcePort,
            DestinationPort = packet.DestinationPort,
        });
        if (observe?.Line is Action<string> tell)
        {
            foreach (RuleStep tried in lookup.Tried)
            {
                tell($"{state.Space.Name}: policy rule {tried}");
            }
        }

        return lookup;
    }

    // __mkroute_output() in net/ipv4/route.c
    private static List<WalkState> Sendable(WalkState state, RouteLookup lookup, Action<WalkState, Disposition, string> finish)
    {
        string? device = lookup.NextHops.Count > 0 ? lookup.NextHops[0].Device : null;
        if (state.Packet.Version == IpFamily.IPv4 && state.Packet.SourceAddress.IsLoopback() && lookup.Result == RouteResult.Found && !lookup.IsLocalDelivery && device is not (null or "lo"))
        {
            string reason = $"{state.Packet.Source} is not sent by {device} of {state.Space.Name}";
            WalkState routed = state.With(Hop(state, lookup, lookup.NextHops[0], state.Packet));
            switch (state.Space.LargerOfAllAnd(device, IpFamily.IPv4, "route_localnet"))
            {
                case null:
                    finish(routed, Disposition.Inconclusive, $"{reason} unless route_localnet is set, which was not collected");
                    return [];
                case 0:
                    finish(routed, Disposition.Martian, $"{reason} (route_localnet is 0)");
                    return [];
            }
        }

        return Follow(state, lookup, finish);
    }

    // ip_error() in net/ipv4/route.c: with forwarding off a packet for somebody else ends here whatever its route, and nobody is told.
    private static List<WalkState> Forwardable(WalkState state, RouteLookup lookup, Action<WalkState, Disposition, string> finish)
    {
        string where = $"forwarding is off on {state.InInterface} of {state.Space.Name}";
        switch (state.Space.Forwards(state.InInterface!, state.Packet.Version))
        {
            case false when !lookup.IsLocalDelivery && lookup.Result != RouteResult.Unknown:
                finish(state, Disposition.ForwardingDisabled, $"{where}, and {state.Packet.Destination} is no address of it");
                return [];
            case null when !lookup.IsLocalDelivery:
                Evidence missing = new($"{state.Space.Space.Path}/sysctl.txt", 0, "the setting was not collected");
                return Follow(state.Assuming($"taken to be on: forwarding on {state.InInterface} of {state.Space.Name} was not collected", missing), lookup, finish);
            default:
                return Follow(state, lookup, finish);
        }
    }

    private static List<WalkState> Follow(WalkState state, RouteLookup lookup, Action<WalkState, Disposition, string> finish)
    {
        if (lookup.Result == RouteResult.Unknown)
        {
            return FollowAlternatives(state, lookup, finish);
        }

        foreach (string condition in lookup.Conditions)
        {
            state = state.Assuming($"routing of {state.Space.Name}: {condition}", lookup.Route?.Evidence ?? lookup.PolicyRule?.Evidence ?? new Evidence($"{state.Space.Space.Path}/routing", 0, condition));
        }

        if (lookup.Result != RouteResult.Found || lookup.NextHops.Count == 0)
        {
            finish(state.With(Hop(state, lookup, null, state.Packet)), Ending(lookup.Result), Reason(state.Space.Name, state.Packet, lookup));
            return [];
        }

        if (state.Packet.SourceAddress.IsUnspecified() && lookup.NextHops.Any(path => path.SourceAddress is null))
        {
            finish(state, Disposition.Inconclusive, $"the source address that {state.Space.Name} selects for {state.Packet.Destination} is not known, and rules may ask for it");
            return [];
        }

        return [.. lookup.NextHops.Select(path => Take(state, lookup, path))];
    }

    private static List<WalkState> FollowAlternatives(WalkState state, RouteLookup lookup, Action<WalkState, Disposition, string> finish)
    {
        string condition = string.Join("; ", lookup.Conditions);
        if (lookup.Alternatives.Count == 0)
        {
            finish(state, Disposition.Inconclusive, $"the route to {state.Packet.Destination} is not known: {condition}");
            return [];
        }

        List<WalkState> states = [];
        for (int i = 0; i < lookup.Alternatives.Count; i++)
        {
            Evidence evidence = lookup.PolicyRule?.Evidence ?? new Evidence($"{state.Space.Space.Path}/routing", i, condition);
            WalkState assumed = state.Assuming($"routing of {state.Space.Name}, possibility {i + 1} of {lookup.Alternatives.Count}: {condition}", evidence, matched: i == 0);
            states.AddRange(Follow(assumed, lookup.Alternatives[i], finish));
        }

        return states;
    }

    private static WalkState Take(WalkState state, RouteLookup lookup, RoutePath path)
    {
        // A packet that this namespace sends gets its source here.
        Packet packet = state.Packet.SourceAddress.IsUnspecified() && path.SourceAddress is IpAddress source
            ? state.Packet with { SourceAddress = source }
            : state.Packet;
        string? device = lookup.IsLocalDelivery ? "lo" : path.Device;
        return (state with
        {
            Packet = packet,
            OutInterface = device,
            Gateway = path.GatewayAddress,
            Probability = state.Probability * path.Probability,
        }).With(Hop(state, lookup, path, packet));
    }

    private static RouteHop Hop(WalkState state, RouteLookup lookup, RoutePath? path, Packet after) => new()
    {
        Result = lookup.Result.ToString(),
        Table = lookup.Table,
        Lookup = lookup,
        Device = lookup.IsLocalDelivery ? "lo" : path?.Device,
        Gateway = path?.Gateway,
        Mtu = lookup.IsLocalDelivery || path?.Device is not string device ? null : lookup.Route?.Mtu ?? (state.Space.Links?.Find(device)?.Mtu is int mtu and > 0 ? mtu : null),
        Owner = lookup.IsLocalDelivery ? PathOwner.Kernel : PathOwner.OfRoute(path?.Device, lookup.Route?.Protocol),
        Place = state.Space.Name,
        Before = state.Packet,
        After = after,
        Evidence = [.. new[] { lookup.Route?.Evidence, lookup.PolicyRule?.Evidence }.OfType<Evidence>()],
    };

    /// <summary>The line that says what a lookup gave.</summary>
    public static string Describe(RouteHop hop, RouteLookup lookup)
    {
        if (lookup.IsLocalDelivery)
        {
            return $"route {lookup.Table}: {hop.Before.Destination} is an address here";
        }

        return lookup.Route is Route route ? $"route {lookup.Table}: {route}" : Reason(hop.Place, hop.Before, lookup);
    }

    private static Disposition Ending(RouteResult result) => result switch
    {
        RouteResult.Blackhole => Disposition.Blackholed,
        RouteResult.Unreachable => Disposition.Unreachable,
        RouteResult.Prohibit => Disposition.Prohibited,
        RouteResult.NoRoute => Disposition.NoRoute,
        _ => Disposition.Inconclusive,
    };

    private static string Reason(string place, Packet packet, RouteLookup lookup) => lookup.Result switch
    {
        RouteResult.NoRoute => $"no route of {place} leads to {packet.Destination}",
        _ when lookup.Route is Route route => $"the route '{route}' in table {lookup.Table} of {place} takes the packet",
        _ when lookup.PolicyRule is PolicyRule rule => $"the policy rule '{rule}' of {place} takes the packet",
        _ => $"the route to {packet.Destination} could not be told",
    };

    private static string Why(NamespaceView space) => space.Missing.FirstOrDefault(missing => missing.File.Contains("/routing/", StringComparison.Ordinal)) is Evidence evidence
        ? $": {evidence.Text}"
        : "";
}
