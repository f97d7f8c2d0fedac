namespace NetPath.Core.Kubernetes;

/// <summary>Whose an address is: a pod's, a node's or a Service's.</summary>
public sealed record AddressOwner
{
    /// <summary>The name of an <see cref="AddressOwnerKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The namespace of the pod or Service; null for a node, and for a pod of which only the node is known to hold it.</summary>
    public string? Namespace { get; init; }

    /// <summary>The name of the pod, node or Service.</summary>
    public required string Name { get; init; }

    /// <summary>What made the pod, as Kind/name, such as Deployment/numbers-api; null when nobody did, or the API's objects are not at hand.</summary>
    public string? Workload { get; init; }

    /// <summary>The node that the pod runs on, or the node itself; null for a Service, and when it is not known.</summary>
    public string? NodeName { get; init; }

    /// <summary>Namespace and name as kubectl users write them.</summary>
    public string FullName => Namespace is null ? Name : $"{Namespace}/{Name}";

    /// <summary>For people: <c>default/numbers-api-5d8f4c6d9b-x2x7k on minikube</c>.</summary>
    public override string ToString() => Kind == nameof(AddressOwnerKind.Pod) && NodeName is not null ? $"{FullName} on {NodeName}" : FullName;
}
