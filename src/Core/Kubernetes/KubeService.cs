using NetPath.Core.Snapshots;

namespace NetPath.Core.Kubernetes;

/// <summary>A Service as the API holds it: what kube-proxy is asked to do.</summary>
public sealed record KubeService
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>ClusterIP, NodePort, LoadBalancer or ExternalName.</summary>
    public required string Type { get; init; }

    /// <summary>The virtual IPs; <c>None</c> for a headless Service, which kube-proxy writes no rules for.</summary>
    public string[] ClusterIPs { get; init; } = [];

    /// <summary>External IPs (spec.externalIPs).</summary>
    public string[] ExternalIPs { get; init; } = [];

    /// <summary>The load balancer's addresses (status.loadBalancer.ingress).</summary>
    public string[] LoadBalancerIPs { get; init; } = [];

    /// <summary>The ports.</summary>
    public KubeServicePort[] Ports { get; init; } = [];

    /// <summary>The labels that its pods have; empty for a Service whose endpoints somebody else writes.</summary>
    public IReadOnlyDictionary<string, string> Selector { get; init; } = new Dictionary<string, string>();

    /// <summary>Cluster or Local: which endpoints connections from inside the cluster may use.</summary>
    public required string InternalTrafficPolicy { get; init; }

    /// <summary>Cluster or Local: which endpoints connections from outside may use.</summary>
    public required string ExternalTrafficPolicy { get; init; }

    /// <summary>PreferClose, PreferSameZone or PreferSameNode; null when there is no preference.</summary>
    public string? TrafficDistribution { get; init; }

    /// <summary>True when pods get connections before they are ready.</summary>
    public bool PublishNotReadyAddresses { get; init; }

    /// <summary>The name in the DNS that an ExternalName Service stands for; null for other Services.</summary>
    public string? ExternalName { get; init; }

    /// <summary>True for a Service without virtual IP.</summary>
    public bool IsHeadless => ClusterIPs is [] or ["None"];

    /// <summary>True when another proxy than kube-proxy is to handle it (label service.kubernetes.io/service-proxy-name).</summary>
    public bool IsForAnotherProxy { get; init; }

    /// <summary>True for a Service that kube-proxy is to write rules for.</summary>
    internal bool IsProxied => !IsHeadless && Type != "ExternalName" && !IsForAnotherProxy;

    internal ObjectPlace? Place { get; init; }

    internal static KubeService Parse(ObjectJson json, ObjectPlace place)
    {
        ObjectJson metadata = json.Child("metadata");
        ObjectJson spec = json.Child("spec");
        string[] addresses = spec.Texts("clusterIPs");
        return new KubeService
        {
            Namespace = metadata.Text("namespace") ?? "",
            Name = metadata.Text("name") ?? "",
            Type = spec.Text("type") ?? "ClusterIP",
            ClusterIPs = addresses.Length > 0 ? addresses : spec.Text("clusterIP") is { Length: > 0 } only ? [only] : [],
            ExternalIPs = spec.Texts("externalIPs"),
            LoadBalancerIPs = [.. json.Child("status").Child("loadBalancer").Items("ingress").Select(ingress => ingress.Text("ip")).OfType<string>()],
            Ports = [.. spec.Items("ports").Select(KubeServicePort.Parse)],
            Selector = spec.Table("selector"),
            InternalTrafficPolicy = spec.Text("internalTrafficPolicy") ?? "Cluster",
            ExternalTrafficPolicy = spec.Text("externalTrafficPolicy") ?? "Cluster",
            TrafficDistribution = spec.Text("trafficDistribution"),
            PublishNotReadyAddresses = spec.Truth("publishNotReadyAddresses") ?? false,
            ExternalName = spec.Text("externalName"),
            IsForAnotherProxy = metadata.Child("labels").Has("service.kubernetes.io/service-proxy-name"),
            Place = place,
        };
    }

    /// <summary>The object in the snapshot.</summary>
    public Evidence? GetEvidence() => Place?.ToEvidence();

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}";
}
