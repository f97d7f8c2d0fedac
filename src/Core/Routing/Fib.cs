using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Routing;

/// <summary>
/// The forwarding information base of a network namespace: answers route queries as the kernel does, from policy rules and tables.
/// Safe for use from several threads.
/// </summary>
public sealed class Fib
{
    private readonly RouteTables _tables;
    private readonly PolicyRules _rules;
    private readonly LinkTable? _links;
    private readonly FibTables _index;
    private readonly SourceSelection _sources;
    private readonly Dictionary<IpFamily, IReadOnlyList<PolicyRule>> _rulesOf;
    private readonly bool _untouched;
    private readonly List<string> _unread;

    /// <summary>Indexes the tables.</summary>
    /// <param name="tables">The routes.</param>
    /// <param name="rules">The policy rules.</param>
    /// <param name="links">The links, for VRFs, link groups and bound devices; null when not collected.</param>
    /// <param name="addresses">The addresses, for source selection; null when not collected: then a source is known only where a route names it.</param>
    /// <param name="settings">What sysctl says; null for the kernel's defaults.</param>
    public Fib(RouteTables tables, PolicyRules rules, LinkTable? links = null, AddressTable? addresses = null, FibSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(rules);
        _tables = tables;
        _rules = rules;
        _links = links;
        _index = new FibTables(tables, settings ?? new FibSettings());
        _sources = new SourceSelection(addresses, settings ?? new FibSettings());
        _untouched = DefaultRules.AreUnchanged([.. rules.Rules.Where(rule => rule.Family == IpFamily.IPv4)]);
        _unread = Unread(tables, rules);
        _rulesOf = new[] { IpFamily.IPv4, IpFamily.IPv6 }
            .ToDictionary(family => family, family => (IReadOnlyList<PolicyRule>)[.. rules.Rules.Where(rule => rule.Family == family)]);
    }

    /// <summary>Asks for the route of a packet.</summary>
    /// <exception cref="ArgumentException">Source and destination are of different families.</exception>
    public RouteLookup Lookup(RouteQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Source is IpAddress source && source.Family != query.Family)
        {
            throw new ArgumentException($"The source {source} and the destination {query.Destination} are of different families.", nameof(query));
        }

        if (Missing(query.Family) is string missing)
        {
            return new RouteLookup { Query = query, Result = RouteResult.Unknown, Conditions = [missing] };
        }

        if (Unrouted(query) is RouteLookup special)
        {
            return special;
        }

        RouteLookup lookup = new RuleWalk(_rulesOf[query.Family], query.Family == IpFamily.IPv4 && _untouched, _index, _links, _sources, query).Run();
        lookup = query is { Family: IpFamily.IPv4, IsLocallyMade: true, OutInterface: not null } ? AssumeOnLink(lookup) : lookup;
        return _unread.Count == 0 ? lookup : lookup with { Conditions = [.. lookup.Conditions, .. _unread] };
    }

    /// <summary>The source that a packet made here gets on a next hop of a route; null when it cannot be known.</summary>
    public IpAddress? SelectSource(Route route, NextHop hop, IpAddress destination) => _sources.Select(route, hop, destination);

    private string? Missing(IpFamily family) => !_rules.Holds(family) ? $"the snapshot does not hold the {family} policy rules"
        : !_tables.Holds(family) ? $"the snapshot does not hold the {family} routes"
        : null;

    // What arrives for a group is decided by memberships, and the limited broadcast is always for this machine (ip_route_input_rcu).
    private static RouteLookup? Unrouted(RouteQuery query)
    {
        if (query.IsLocallyMade || query.Family != IpFamily.IPv4)
        {
            return null;
        }

        if (query.Destination.IsMulticast())
        {
            return new RouteLookup { Query = query, Result = RouteResult.Unknown, Conditions = ["IPv4 multicast is received by group membership, not by routes"] };
        }

        return query.Destination == IpAddress.Parse("255.255.255.255")
            ? new RouteLookup { Query = query, Result = RouteResult.Found, IsLocalDelivery = true, NextHops = [new RoutePath { Device = "lo" }], Note = "the limited broadcast needs no route" }
            : null;
    }

    /// <summary>For a socket bound to a device the kernel takes a destination without a route to be on that device's link (ip_route_output_key_hash_rcu).</summary>
    private RouteLookup AssumeOnLink(RouteLookup lookup)
    {
        string device = lookup.Query.OutInterface!;
        if (_links is not null && _links.Find(device) is not { IsUp: true })
        {
            return lookup with { Result = RouteResult.NoRoute, Route = null, NextHops = [], Note = $"the device {device} is missing or down" };
        }

        if (lookup.Result is RouteResult.Found or RouteResult.Unknown)
        {
            return lookup;
        }

        IpAddress? source = lookup.Query.Source ?? _sources.SelectOnLink(device);
        return lookup with
        {
            Result = RouteResult.Found,
            Route = null,
            NextHops = [new RoutePath { Device = device, SourceAddress = source }],
            Note = $"no usable route: the kernel takes the destination to be on the link of {device}, to which the socket is bound",
        };
    }

    // An entry that became a route or rule all the same is judged where a lookup meets it; what became nothing could be anything.
    private static List<string> Unread(RouteTables tables, PolicyRules rules)
    {
        HashSet<Evidence> kept = new(tables.Routes.Select(route => route.Evidence).Concat(rules.Rules.Select(rule => rule.Evidence)), ReferenceEqualityComparer.Instance);
        return [.. tables.Unread.Concat(rules.Unread)
            .Where(entry => !kept.Contains(entry.Evidence))
            .Select(entry => $"that an entry which is not understood has no part in it: {entry}")];
    }
}
