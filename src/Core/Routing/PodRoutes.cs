using NetPath.Core.Kubernetes;
using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Routing;

/// <summary>Looks up how the node of a snapshot routes packets to pods.</summary>
public static class PodRoutes
{
    /// <summary>The way to an address: one answer, or one for each next hop of a multipath route.</summary>
    /// <exception cref="SectionNotCollectedException">The snapshot holds no routes.</exception>
    public static IReadOnlyList<PodRoute> Resolve(NodeSnapshot snapshot, IpAddress address)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        Network network = Network.Of(snapshot);
        if (network.Host.Fib is not Fib fib)
        {
            // Says by itself why they are missing.
            _ = snapshot.Host.Routes.Routes.Count + snapshot.Host.PolicyRules.Rules.Count;
            throw new SectionNotCollectedException("host/routing", "the routes could not be read");
        }

        RouteLookup lookup = fib.Lookup(new RouteQuery { Destination = address });
        return lookup.NextHops.Count == 0
            ? [Describe(network, address, lookup, null)]
            : [.. lookup.NextHops.Select(path => Describe(network, address, lookup, path))];
    }

    private static PodRoute Describe(Network network, IpAddress address, RouteLookup lookup, RoutePath? path)
    {
        NamespaceView[] holders = [.. network.Holding(address)];
        string? device = lookup.IsLocalDelivery ? "lo" : path?.Device;
        Link? link = device is null ? null : network.Host.Links?.Find(device);
        NamespaceView? entered = link is null ? null : network.EntryBy(link, address);
        AddressOwner? pod = AddressOwners.Of(network.Snapshot).Find(address) is { Kind: nameof(AddressOwnerKind.Pod) } owner ? owner : null;
        return new PodRoute
        {
            PodIP = address.ToString(),
            Pod = pod?.FullName ?? holders.FirstOrDefault(network.Veths.IsPod)?.Name,
            Workload = pod?.Workload,
            PodNode = pod?.NodeName,
            Node = network.Host.Name,
            Result = lookup.Result.ToString(),
            PolicyRule = lookup.PolicyRule?.ToString(),
            Table = lookup.Table,
            Route = lookup.Route?.ToString(),
            Interface = device,
            InterfaceIndex = link?.Index,
            NextHop = path?.Gateway,
            Probability = path?.Probability ?? 1,
            Source = path?.PreferredSource,
            IsLocal = lookup.IsLocalDelivery || (entered is not null && holders.Contains(entered)),
            Encapsulation = link is null ? null : TunnelText.Of(network.Host, link, path?.GatewayAddress ?? address),
            Mtu = lookup.Route?.Mtu ?? link?.Mtu,
            Problem = Problem(network, address, lookup, device, link, entered, holders),
            Evidence = [.. new[] { lookup.Route?.Evidence, lookup.PolicyRule?.Evidence }.OfType<Evidence>()],
            Origin = network.Snapshot,
        };
    }

    private static string? Problem(Network network, IpAddress address, RouteLookup lookup, string? device, Link? link, NamespaceView? entered, NamespaceView[] holders)
    {
        string node = network.Host.Name;
        return lookup.Result switch
        {
            RouteResult.NoRoute => $"no route of {node} leads to {address}",
            RouteResult.Unknown => $"the route depends on {string.Join("; ", lookup.Conditions)}",
            not RouteResult.Found => $"the route '{(object?)lookup.Route ?? lookup.PolicyRule}' lets no packet to {address} through",
            _ when lookup.IsLocalDelivery => null,
            _ when holders.Length > 1 => $"{holders.Length} namespaces hold {address}: {string.Join(", ", holders.Select(holder => holder.Name))}",
            _ when network.Host.Links is not null && link is null => $"the route leads to {device}, which {node} does not have",
            _ when link is { IsUp: false } => $"{link} is down",
            _ when link is { HasCarrier: false } => $"{link} has no carrier",
            _ when holders.Length == 1 && entered != holders[0] => $"{holders[0].Name} holds {address}, but the route leads to {(entered is null ? device : $"{device}, which is {entered.Name}'s")}",
            _ when holders.Length == 0 && network.Spaces.FirstOrDefault(space => space.Addresses is null) is NamespaceView blank => $"whose {address} is cannot be told: the addresses of {blank.Name} are not known",
            _ when link?.Kind == "veth" && entered is not null && holders.Length == 0 && lookup.Gateway is null => $"the route leads into {entered.Name}, which does not hold {address}",
            _ when lookup.Conditions.Count > 0 => $"the route depends on {string.Join("; ", lookup.Conditions)}",
            _ => null,
        };
    }
}
