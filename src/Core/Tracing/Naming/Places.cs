using NetPath.Core.Kubernetes;
using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing.Naming;

/// <summary>Gathers all that has a name in snapshots: their nodes and pods, and those that only the API's objects know.</summary>
internal static class Places
{
    public static IReadOnlyList<Place> Of(IReadOnlyList<NodeSnapshot> snapshots)
    {
        KubernetesObjects[] objects = [.. snapshots.Select(snapshot => snapshot.GetKubernetesObjects())];
        List<Place> places = [.. snapshots.Select(Node)];
        HashSet<string> known = [.. places.Select(place => place.Name)];
        foreach (KubeNode node in objects.SelectMany(one => one.Nodes).Where(node => known.Add(node.Name)))
        {
            places.Add(new Place { Name = node.Name, NodeName = node.Name, Addresses = () => IpAddress.Among(node.Addresses) });
        }

        Place[] held = [.. snapshots.SelectMany(snapshot => snapshot.Namespaces.Where(space => !space.IsHost)).Select(Pod)];
        places.AddRange(held);
        HashSet<string> pods = [.. held.Select(place => place.FullName)];
        foreach (KubePod pod in objects.SelectMany(one => one.Pods).Where(pod => pod.Phase is not ("Succeeded" or "Failed") && pods.Add(pod.ToString())))
        {
            NetworkNamespace? host = pod.HostNetwork ? snapshots.FirstOrDefault(snapshot => snapshot.NodeName == pod.NodeName)?.Host : null;
            places.Add(Place.Of(pod, host, () => IpAddress.Among(pod.PodIPs)));
        }

        return places;
    }

    private static Place Node(NodeSnapshot snapshot) => new()
    {
        Name = snapshot.NodeName,
        NodeName = snapshot.NodeName,
        Space = snapshot.Host,
        Addresses = () => [.. IpAddress.Among(snapshot.GetKubernetesObjects().FindNode(snapshot.NodeName)?.Addresses ?? []), .. Uplink(snapshot)],
    };

    private static Place Pod(NetworkNamespace space)
    {
        AddressOwner? pod = AddressOwners.OfNamespace(space);
        return new Place
        {
            Namespace = pod?.Namespace,
            Name = pod?.Name ?? space.Name,
            NodeName = space.Snapshot.NodeName,
            Space = space,
            Addresses = () => Global(Network.View(space).Addresses?.Addresses ?? []),
        };
    }

    /// <summary>The node's own address by which others know it: on the interface of its default route.</summary>
    private static IEnumerable<IpAddress> Uplink(NodeSnapshot snapshot)
    {
        NamespaceView host = Network.View(snapshot.Host);
        foreach (IpFamily family in new[] { IpFamily.IPv4, IpFamily.IPv6 })
        {
            string? device = OutsideAddress.Documentation(family).Select(address => host.Fib?.Lookup(new RouteQuery { Destination = address }).Device).FirstOrDefault(name => name is not null);
            IEnumerable<IpAddress> own = device is null ? [] : Global(host.Addresses?.Of(device) ?? []);
            foreach (IpAddress address in own.Concat(Global(host.Addresses?.Addresses ?? [])).Where(address => address.Family == family).Take(1))
            {
                yield return address;
            }
        }
    }

    private static IEnumerable<IpAddress> Global(IEnumerable<LinkAddress> addresses) =>
        addresses.Where(address => address.Scope == "global" && !address.Address.IsLoopback()).Select(address => address.Address);
}
