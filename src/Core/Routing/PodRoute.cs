using NetPath.Core.Snapshots;

namespace NetPath.Core.Routing;

/// <summary>How a node routes packets to a pod.</summary>
public sealed record PodRoute : ISnapshotMember
{
    /// <summary>The address that was asked for.</summary>
    public required string PodIP { get; init; }

    /// <summary>The Service port that the question came from, by the pipeline; null for a plain address.</summary>
    public string? Service { get; init; }

    /// <summary>
    /// The pod that has the address: namespace/name where the snapshot has the API's objects, else the name of the pod on this node that holds it; null when
    /// nothing says.
    /// </summary>
    public string? Pod { get; init; }

    /// <summary>What made the pod, as Kind/name, such as Deployment/numbers-api; null without the API's objects.</summary>
    public string? Workload { get; init; }

    /// <summary>The node that the pod runs on; null when it is not known.</summary>
    public string? PodNode { get; init; }

    /// <summary>The node whose routing was asked.</summary>
    public required string Node { get; init; }

    /// <summary>How the lookup ended: the name of a <see cref="RouteResult"/>.</summary>
    public required string Result { get; init; }

    /// <summary>The policy rule that decided, as <c>ip rule</c> prints it; null when none did.</summary>
    public string? PolicyRule { get; init; }

    /// <summary>The table that holds the route: main, local, 100; null when there is no route.</summary>
    public string? Table { get; init; }

    /// <summary>The route as <c>ip route</c> prints it; null when there is none.</summary>
    public string? Route { get; init; }

    /// <summary>The interface that packets leave by; null when they go nowhere.</summary>
    public string? Interface { get; init; }

    /// <summary>The interface's index on the node; null when it is not known.</summary>
    public int? InterfaceIndex { get; init; }

    /// <summary>The gateway; null when the pod is reached on the link.</summary>
    public string? NextHop { get; init; }

    /// <summary>The share of flows that take this next hop: 1 unless the route has several.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>The source of packets that the node itself sends there; null when that is not known.</summary>
    public string? Source { get; init; }

    /// <summary>True when the packets go into a pod of this node.</summary>
    public required bool IsLocal { get; init; }

    /// <summary>The tunnel that packets are wrapped in, with its far end as far as the snapshot tells; null when they are sent as they are.</summary>
    public string? Encapsulation { get; init; }

    /// <summary>The interface's MTU in bytes; null when it is not known.</summary>
    public int? Mtu { get; init; }

    /// <summary>What is wrong or not certain; null when nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>The route and the policy rule in the snapshot.</summary>
    public Evidence[] Evidence { get; init; } = [];

    internal NodeSnapshot? Origin { get; init; }

    NodeSnapshot? ISnapshotMember.Origin => Origin;

    /// <inheritdoc/>
    public override string ToString() => Route is null ? $"{PodIP}: {Result}" : $"{PodIP}: {Route} (table {Table})";
}
