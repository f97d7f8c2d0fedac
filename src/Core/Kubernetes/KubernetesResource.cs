namespace NetPath.Core.Kubernetes;

/// <summary>One kind of API object that NetPath reads, and where its list lies: in the API and in a snapshot.</summary>
/// <param name="Name">The name in API paths, such as <c>endpointslices</c>.</param>
/// <param name="Kind">The kind that an object of it says, such as <c>EndpointSlice</c>.</param>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version of the group that NetPath asks for.</param>
/// <param name="IsNamespaced">True when each object belongs to a namespace.</param>
/// <param name="IsOptional">True when a cluster may well not have it: Calico's own objects.</param>
public sealed record KubernetesResource(string Name, string Kind, string Group, string Version, bool IsNamespaced, bool IsOptional = false)
{
    /// <summary>Services.</summary>
    public static KubernetesResource Services { get; } = new("services", "Service", "", "v1", true);

    /// <summary>EndpointSlices: what kube-proxy builds its rules from.</summary>
    public static KubernetesResource EndpointSlices { get; } = new("endpointslices", "EndpointSlice", "discovery.k8s.io", "v1", true);

    /// <summary>Pods.</summary>
    public static KubernetesResource Pods { get; } = new("pods", "Pod", "", "v1", true);

    /// <summary>Nodes.</summary>
    public static KubernetesResource Nodes { get; } = new("nodes", "Node", "", "v1", false);

    /// <summary>Network policies of Kubernetes itself.</summary>
    public static KubernetesResource NetworkPolicies { get; } = new("networkpolicies", "NetworkPolicy", "networking.k8s.io", "v1", true);

    /// <summary>Calico's address pools.</summary>
    public static KubernetesResource IPPools { get; } = new("ippools", "IPPool", "crd.projectcalico.org", "v1", false, true);

    /// <summary>Calico's blocks of addresses, each of one node.</summary>
    public static KubernetesResource BlockAffinities { get; } = new("blockaffinities", "BlockAffinity", "crd.projectcalico.org", "v1", false, true);

    /// <summary>All of them, in the order in which they are read from the API.</summary>
    public static IReadOnlyList<KubernetesResource> All { get; } = [Services, EndpointSlices, Pods, Nodes, NetworkPolicies, IPPools, BlockAffinities];

    /// <summary>Where the list lies in a snapshot.</summary>
    public string SnapshotPath => $"kubernetes/{Name}.json";

    /// <summary>Group and version as objects say them: <c>v1</c>, <c>discovery.k8s.io/v1</c>.</summary>
    public string ApiVersion => Group.Length > 0 ? $"{Group}/{Version}" : Version;

    /// <summary>The name as access rules and kubectl write it: <c>services</c>, <c>endpointslices.discovery.k8s.io</c>.</summary>
    public string FullName => Group.Length > 0 ? $"{Name}.{Group}" : Name;

    /// <summary>The API's path of the list, of one namespace or of all.</summary>
    /// <param name="space">The namespace; null for all, and always for what belongs to none.</param>
    public string ListPath(string? space)
    {
        string root = Group.Length > 0 ? $"/apis/{Group}/{Version}" : $"/api/{Version}";
        return space is null || !IsNamespaced ? $"{root}/{Name}" : $"{root}/namespaces/{Uri.EscapeDataString(space)}/{Name}";
    }

    /// <summary>The resource that an object says it is; null for one that NetPath does not read. Other versions of a known group are taken.</summary>
    public static KubernetesResource? Find(string kind, string apiVersion)
    {
        ArgumentNullException.ThrowIfNull(apiVersion);
        int slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        string group = slash < 0 ? "" : apiVersion[..slash];
        return All.FirstOrDefault(resource => resource.Kind == kind && (resource.Group == group || (group == "projectcalico.org" && resource.IsOptional)));
    }

    /// <inheritdoc/>
    public override string ToString() => FullName;
}
