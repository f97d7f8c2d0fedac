namespace NetPath.Core.Kubernetes;

/// <summary>What can have an address.</summary>
public enum AddressOwnerKind
{
    /// <summary>A pod, or a network namespace that the snapshot takes for one.</summary>
    Pod,

    /// <summary>A node.</summary>
    Node,

    /// <summary>A Service, by its virtual addresses.</summary>
    Service,
}
