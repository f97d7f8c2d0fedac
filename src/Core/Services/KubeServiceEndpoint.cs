using System.Globalization;
using NetPath.Core.Kubernetes;
using NetPath.Core.Netfilter;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Services;

/// <summary>One endpoint of a Service port, as kube-proxy's rules hold it.</summary>
public sealed record KubeServiceEndpoint : ISnapshotMember
{
    /// <summary>The pod's address.</summary>
    public required string PodIP { get; init; }

    /// <summary>The port that the pod listens on; null when the rule keeps the port.</summary>
    public int? TargetPort { get; init; }

    /// <summary>Address and port as the DNAT rule writes them, such as 10.244.120.67:80.</summary>
    public required string Target { get; init; }

    /// <summary>The endpoint's chain, KUBE-SEP-….</summary>
    public required string Chain { get; init; }

    /// <summary>The share of new connections that go here, 0 to 1: the product along the statistic rules, not the number in the rule.</summary>
    public required double Probability { get; init; }

    /// <summary>True when a connection that the pod makes to itself is masqueraded (hairpin).</summary>
    public bool HairpinMasquerade { get; init; }

    /// <summary>True when the endpoint is in the chain of endpoints on this node (KUBE-SVL); null when the Service has no such chain.</summary>
    public bool? IsLocal { get; init; }

    /// <summary>What the DNAT rule has counted: new connections since kube-proxy wrote it; null when the dump has no counters.</summary>
    public Counters? Counters { get; init; }

    /// <summary>What the API says of it: the name of an <see cref="EndpointCondition"/>; null when the snapshot holds no objects of the API that cover it.</summary>
    public string? Condition { get; init; }

    /// <summary>The pod, as namespace/name; null when the snapshot holds no objects of the API, or it is no pod.</summary>
    public string? Pod { get; init; }

    /// <summary>What made the pod, as Kind/name; null when that is not known.</summary>
    public string? Owner { get; init; }

    /// <summary>The node that it runs on; null when that is not known.</summary>
    public string? NodeName { get; init; }

    /// <summary>Its zone; null when that is not known.</summary>
    public string? Zone { get; init; }

    /// <summary>The zones whose clients shall use it; empty for all.</summary>
    public string[] ZoneHints { get; init; } = [];

    /// <summary>The endpoint in the API's objects; empty when they do not hold it.</summary>
    public Evidence[] ApiEvidence { get; init; } = [];

    /// <summary>The rule that selects the endpoint, and those of its chain.</summary>
    public Evidence[] Evidence { get; init; } = [];

    internal NodeSnapshot? Origin { get; init; }

    NodeSnapshot? ISnapshotMember.Origin => Origin;

    /// <inheritdoc/>
    public override string ToString() => $"{Target} ({Probability.ToString("P1", CultureInfo.InvariantCulture)})";
}
