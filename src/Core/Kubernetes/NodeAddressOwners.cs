using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Kubernetes;

/// <summary>Whose addresses are, as far as one snapshot tells. Kept with the snapshot.</summary>
internal sealed class NodeAddressOwners
{
    private readonly NodeSnapshot _snapshot;
    private readonly KubernetesObjects _objects;
    private readonly Lazy<Dictionary<IpAddress, AddressOwner>> _nodes;
    private readonly Lazy<Dictionary<IpAddress, AddressOwner>> _services;
    private readonly Lazy<Dictionary<string, KubePod>> _podsByUid;

    private NodeAddressOwners(NodeSnapshot snapshot)
    {
        _snapshot = snapshot;
        _objects = snapshot.GetKubernetesObjects();
        _nodes = new(IndexNodes);
        _services = new(IndexServices);
        _podsByUid = new(() => _objects.Pods.Where(pod => pod.Uid.Length > 0).DistinctBy(pod => pod.Uid).ToDictionary(pod => pod.Uid, StringComparer.Ordinal));
    }

    public static NodeAddressOwners Of(NodeSnapshot snapshot) => snapshot.Host.Section(static host => new NodeAddressOwners(host.Snapshot));

    public AddressOwner? Find(IpAddress address) => address.IsLoopback() || address == IpAddress.Any(address.Family) ? null
        : _objects.FindPodByAddress(address) is KubePod pod ? OfPod(pod)
        : _nodes.Value.GetValueOrDefault(address) ?? OfHolder(address) ?? _services.Value.GetValueOrDefault(address);

    public AddressOwner? OfNamespace(NetworkNamespace space) => space.IsHost ? null
        : PodOf(space) is KubePod pod ? OfPod(pod)
        : new AddressOwner { Kind = nameof(AddressOwnerKind.Pod), Name = space.Name, NodeName = _snapshot.NodeName };

    /// <summary>A namespace of the snapshot that holds the address; several that do, tell nothing.</summary>
    private AddressOwner? OfHolder(IpAddress address)
    {
        Network network = Network.Of(_snapshot);
        NamespaceView[] holders = [.. network.Holding(address).Take(2)];
        return holders switch
        {
            [{ Space.IsHost: true }] => OfNode(_snapshot.NodeName),
            // A namespace that stands for another machine is no pod.
            [NamespaceView only] when network.Veths.IsPod(only) => OfNamespace(only.Space),
            _ => null,
        };
    }

    private KubePod? PodOf(NetworkNamespace space)
    {
        if (space.PodUid is string uid && _podsByUid.Value.TryGetValue(uid, out KubePod? byUid))
        {
            return byUid;
        }

        return (Network.View(space).Addresses?.Addresses ?? [])
            .Where(address => !address.Address.IsLoopback())
            .Select(address => _objects.FindPodByAddress(address.Address))
            .FirstOrDefault(pod => pod is not null && (pod.NodeName is null || pod.NodeName == _snapshot.NodeName));
    }

    private static AddressOwner OfPod(KubePod pod) => new()
    {
        Kind = nameof(AddressOwnerKind.Pod),
        Namespace = pod.Namespace,
        Name = pod.Name,
        Workload = pod.Workload,
        NodeName = pod.NodeName,
    };

    private static AddressOwner OfNode(string name) => new() { Kind = nameof(AddressOwnerKind.Node), Name = name, NodeName = name };

    private Dictionary<IpAddress, AddressOwner> IndexNodes()
    {
        Dictionary<IpAddress, AddressOwner> index = [];
        foreach (KubeNode node in _objects.Nodes)
        {
            Add(index, node.Addresses, OfNode(node.Name));
        }

        return index;
    }

    private Dictionary<IpAddress, AddressOwner> IndexServices()
    {
        Dictionary<IpAddress, AddressOwner> index = [];
        foreach (KubeService service in _objects.Services)
        {
            AddressOwner owner = new() { Kind = nameof(AddressOwnerKind.Service), Namespace = service.Namespace, Name = service.Name };
            Add(index, [.. service.ClusterIPs, .. service.ExternalIPs, .. service.LoadBalancerIPs], owner);
        }

        return index;
    }

    private static void Add(Dictionary<IpAddress, AddressOwner> index, IEnumerable<string> addresses, AddressOwner owner)
    {
        foreach (IpAddress address in IpAddress.Among(addresses))
        {
            index.TryAdd(address, owner);
        }
    }
}
