using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Kubernetes;

/// <summary>
/// The API objects that a snapshot holds: what the cluster wants, beside what the node does. Each kind is parsed when it is first asked for, and
/// is empty when the snapshot has none of it; <see cref="Has"/> tells the difference.
/// </summary>
public sealed class KubernetesObjects
{
    private readonly Dictionary<KubernetesResource, KubernetesList> _lists;
    private readonly Lazy<KubeService[]> _services;
    private readonly Lazy<KubeEndpointSlice[]> _slices;
    private readonly Lazy<KubePod[]> _pods;
    private readonly Lazy<KubeNode[]> _nodes;
    private readonly Lazy<KubeNetworkPolicy[]> _policies;
    private readonly Lazy<CalicoIPPool[]> _pools;
    private readonly Lazy<CalicoBlockAffinity[]> _blocks;
    private readonly Lazy<Dictionary<(string, string), KubeService>> _servicesByName;
    private readonly Lazy<ILookup<(string, string), KubeEndpointSlice>> _slicesByService;
    private readonly Lazy<Dictionary<IpAddress, KubePod>> _podsByAddress;
    private readonly Lazy<Dictionary<string, KubePod>> _podsByName;
    private readonly Lazy<ILookup<IpAddress, KubeService>> _servicesByAddress;

    internal KubernetesObjects(IEnumerable<KubernetesList> lists)
    {
        _lists = lists.ToDictionary(list => list.Resource);
        _services = Parsed(KubernetesResource.Services, KubeService.Parse);
        _slices = Parsed(KubernetesResource.EndpointSlices, KubeEndpointSlice.Parse);
        _pods = Parsed(KubernetesResource.Pods, KubePod.Parse);
        _nodes = Parsed(KubernetesResource.Nodes, KubeNode.Parse);
        _policies = Parsed(KubernetesResource.NetworkPolicies, KubeNetworkPolicy.Parse);
        _pools = Parsed(KubernetesResource.IPPools, CalicoIPPool.Parse);
        _blocks = Parsed(KubernetesResource.BlockAffinities, CalicoBlockAffinity.Parse);
        _servicesByName = new(() => Services.DistinctBy(service => (service.Namespace, service.Name)).ToDictionary(service => (service.Namespace, service.Name)));
        _slicesByService = new(() => EndpointSlices.Where(slice => slice.Service is not null).ToLookup(slice => (slice.Namespace, slice.Service!)));
        _podsByAddress = new(IndexPods);
        _servicesByAddress = new(IndexVirtualAddresses);
        _podsByName = new(() => Pods.DistinctBy(pod => pod.ToString()).ToDictionary(pod => pod.ToString(), StringComparer.Ordinal));
    }

    /// <summary>The Services.</summary>
    public KubeService[] Services => _services.Value;

    /// <summary>The EndpointSlices.</summary>
    public KubeEndpointSlice[] EndpointSlices => _slices.Value;

    /// <summary>The pods.</summary>
    public KubePod[] Pods => _pods.Value;

    /// <summary>The nodes.</summary>
    public KubeNode[] Nodes => _nodes.Value;

    /// <summary>The network policies.</summary>
    public KubeNetworkPolicy[] NetworkPolicies => _policies.Value;

    /// <summary>Calico's address pools.</summary>
    public CalicoIPPool[] IPPools => _pools.Value;

    /// <summary>Calico's blocks of addresses.</summary>
    public CalicoBlockAffinity[] BlockAffinities => _blocks.Value;

    /// <summary>The lists as they lie in the snapshot.</summary>
    public IReadOnlyCollection<KubernetesList> GetLists() => _lists.Values;

    /// <summary>True when the snapshot holds a list of this kind that covers the namespace; what is absent from such a list does not exist.</summary>
    /// <param name="resource">The kind.</param>
    /// <param name="space">The namespace; null asks for all of them.</param>
    public bool Has(KubernetesResource resource, string? space = null)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return _lists.TryGetValue(resource, out KubernetesList? list) && (list.Namespaces is null || (space is not null && list.Namespaces.Contains(space)));
    }

    /// <summary>A Service by its name; null when there is none, or it is not known.</summary>
    public KubeService? FindService(string space, string name) => _servicesByName.Value.GetValueOrDefault((space, name));

    /// <summary>The Services of which kube-proxy should translate this address: as cluster IP, external IP or address of a load balancer.</summary>
    internal IEnumerable<KubeService> FindServices(IpAddress address) => _servicesByAddress.Value[address];

    /// <summary>True when kube-proxy should translate this address.</summary>
    internal bool IsVirtual(IpAddress address) => _servicesByAddress.Value.Contains(address);

    /// <summary>The slices of a Service.</summary>
    public IEnumerable<KubeEndpointSlice> FindEndpointSlices(string space, string service) => _slicesByService.Value[(space, service)];

    /// <summary>The pod that has an address for itself; null for one that is not known, and for pods in the node's own network.</summary>
    public KubePod? FindPodByAddress(IpAddress address) => _podsByAddress.Value.GetValueOrDefault(address);

    /// <summary>A pod by namespace/name.</summary>
    public KubePod? FindPod(string name) => _podsByName.Value.GetValueOrDefault(name);

    /// <summary>A node by its name.</summary>
    public KubeNode? FindNode(string name) => Nodes.FirstOrDefault(node => node.Name == name);

    internal static KubernetesObjects Of(SnapshotContent content) => new(KubernetesResource.All.Select(resource => KubernetesList.Find(content, resource)).OfType<KubernetesList>());

    private ILookup<IpAddress, KubeService> IndexVirtualAddresses() =>
        (from service in Services
         where !service.IsForAnotherProxy && service.Type != "ExternalName"
         from address in IpAddress.Among([.. service.ClusterIPs, .. service.ExternalIPs, .. service.LoadBalancerIPs])
         select (Address: address, Service: service)).ToLookup(one => one.Address, one => one.Service);

    // A pod that has ended keeps its last address in the API, and another pod may have got it.
    private Dictionary<IpAddress, KubePod> IndexPods()
    {
        Dictionary<IpAddress, KubePod> index = [];
        foreach (KubePod pod in Pods.Where(pod => !pod.HostNetwork && pod.Phase is not ("Succeeded" or "Failed")))
        {
            foreach (IpAddress address in IpAddress.Among(pod.PodIPs))
            {
                index.TryAdd(address, pod);
            }
        }

        return index;
    }

    private Lazy<T[]> Parsed<T>(KubernetesResource resource, Func<ObjectJson, ObjectPlace, T> parse) =>
        new(() => _lists.TryGetValue(resource, out KubernetesList? list) ? list.Parse(parse) : []);
}
