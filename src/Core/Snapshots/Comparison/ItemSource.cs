namespace NetPath.Core.Snapshots.Comparison;

/// <summary>Where the things of one kind come from.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="What">The things in words, for what could not be compared.</param>
/// <param name="Items">Gives them; throws what says that they were not collected. The pair tells what is on the other side.</param>
internal sealed record ItemSource(DifferenceKind Kind, string What, Func<NetworkNamespace, ComparedPair, IEnumerable<ComparedItem>> Items)
{
    /// <summary>All kinds that are compared thing by thing.</summary>
    public static IReadOnlyList<ItemSource> All { get; } =
    [
        new(DifferenceKind.Link, "interfaces", LinkItems.Links),
        new(DifferenceKind.Address, "addresses", LinkItems.Addresses),
        new(DifferenceKind.ForwardingEntry, "forwarding entries", LinkItems.ForwardingEntries),
        new(DifferenceKind.Route, "IPv4 routes", (space, pair) => RouteItems.Routes(space, pair, Packets.IpFamily.IPv4)),
        new(DifferenceKind.Route, "IPv6 routes", (space, pair) => RouteItems.Routes(space, pair, Packets.IpFamily.IPv6)),
        new(DifferenceKind.PolicyRule, "IPv4 policy rules", (space, _) => RouteItems.PolicyRules(space, Packets.IpFamily.IPv4)),
        new(DifferenceKind.PolicyRule, "IPv6 policy rules", (space, _) => RouteItems.PolicyRules(space, Packets.IpFamily.IPv6)),
        new(DifferenceKind.Neighbour, "neighbours", RouteItems.Neighbours),
        new(DifferenceKind.Sysctl, "settings", SettingItems.Settings),
        new(DifferenceKind.Socket, "listening sockets", SocketItems.Sockets),
        new(DifferenceKind.Dns, "resolv.conf", SettingItems.Resolver),
        new(DifferenceKind.Chain, "nftables chains", RulesetItems.NativeChains),
        new(DifferenceKind.Set, "ipsets", SetItems.Sets),
    ];
}
