using NetPath.Core.Kubernetes;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Services;

/// <summary>One port and protocol of a Service, read back from the iptables rules that kube-proxy wrote on this node.</summary>
public sealed record KubeServiceChain : ISnapshotMember
{
    /// <summary>namespace/name, with :port when the port has a name; the chain's hash when no comment gives a name.</summary>
    public required string Name { get; init; }

    /// <summary>The Service's namespace; empty when no comment gives it.</summary>
    public required string Namespace { get; init; }

    /// <summary>The Service's name; empty when no comment gives it.</summary>
    public required string Service { get; init; }

    /// <summary>The port's name; empty when it has none.</summary>
    public required string PortName { get; init; }

    /// <summary>Tcp, Udp or Sctp.</summary>
    public required string Protocol { get; init; }

    /// <summary>The virtual IP; null when the rules know the Service only by other addresses.</summary>
    public string? ClusterIP { get; init; }

    /// <summary>The Service's port; null when only a node port is known.</summary>
    public int? Port { get; init; }

    /// <summary>The port that every node takes for the Service; null when there is none.</summary>
    public int? NodePort { get; init; }

    /// <summary>External IPs (spec.externalIPs).</summary>
    public string[] ExternalIPs { get; init; } = [];

    /// <summary>Addresses of the load balancer that the node takes for the Service.</summary>
    public string[] LoadBalancerIPs { get; init; } = [];

    /// <summary>The networks that may use the load balancer's address; empty when all may.</summary>
    public string[] SourceRanges { get; init; } = [];

    /// <summary>Which endpoints connections to the cluster IP may use: the name of a <see cref="TrafficPolicy"/>.</summary>
    public required string InternalTrafficPolicy { get; init; }

    /// <summary>Which endpoints connections from outside may use, by the same names; null when the Service takes none.</summary>
    public string? ExternalTrafficPolicy { get; init; }

    /// <summary>How many seconds a client stays with its endpoint; null without session affinity.</summary>
    public int? SessionAffinitySeconds { get; init; }

    /// <summary>What the rules do with connections to the cluster IP: the name of a <see cref="ServiceState"/>.</summary>
    public required string State { get; init; }

    /// <summary>The chain that chooses the endpoint, KUBE-SVC-… or KUBE-SVL-…; null when there is none.</summary>
    public string? Chain { get; init; }

    /// <summary>The chain for traffic from outside, KUBE-EXT-…; null when there is none.</summary>
    public string? ExternalChain { get; init; }

    /// <summary>True when connections to the cluster IP from outside the pod network are masqueraded.</summary>
    public bool MasqueradesOutsideTraffic { get; init; }

    /// <summary>The endpoints that connections to the cluster IP can reach, with their shares.</summary>
    public KubeServiceEndpoint[] Endpoints { get; init; } = [];

    /// <summary>The endpoints that connections from outside can reach; the same list unless the external traffic policy is Local.</summary>
    public KubeServiceEndpoint[] ExternalEndpoints { get; init; } = [];

    /// <summary>
    /// The endpoints that kube-proxy on this node should use by the API's objects, and that its rules do not hold; empty also when the snapshot has no
    /// such objects.
    /// </summary>
    public DesiredEndpoint[] MissingEndpoints { get; init; } = [];

    /// <summary>The endpoints' addresses, by which Resolve-PodRoute takes the Service from a pipeline.</summary>
    public string[] PodIP => [.. Endpoints.Select(endpoint => endpoint.PodIP).Distinct()];

    /// <summary>IPv4 or IPv6.</summary>
    public required string Family { get; init; }

    /// <summary>Which kernel interface holds the rules: the name of a <see cref="RulesetBackend"/>.</summary>
    public required string Backend { get; init; }

    /// <summary>The rules that lead to the Service, and those of its chain.</summary>
    public Evidence[] Evidence { get; init; } = [];

    /// <summary>The Service in the API's objects; empty when they do not hold it.</summary>
    public Evidence[] ApiEvidence { get; init; } = [];

    /// <summary>What is wrong with the Service's rules; empty when nothing is.</summary>
    public string[] Problems { get; init; } = [];

    /// <summary>The node whose rules these are; null for rules that were read without a snapshot.</summary>
    public string? Node { get; init; }

    internal NodeSnapshot? Origin { get; init; }

    NodeSnapshot? ISnapshotMember.Origin => Origin;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {ClusterIP}:{Port}/{Protocol.ToUpperInvariant()}";
}
