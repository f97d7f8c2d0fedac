using NetPath.Core.Kubernetes;
using NetPath.Core.Packets;
using NetPath.Core.Rendering;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing.Naming;

/// <summary>A pod or node that has a name.</summary>
public sealed record Place
{
    /// <summary>The pod's namespace; null for a node, and where only the node knows the pod.</summary>
    public string? Namespace { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The node that it is on; itself for a node.</summary>
    public string? NodeName { get; init; }

    /// <summary>True for a node, false for a pod.</summary>
    public bool IsNode => Namespace is null && Name == NodeName;

    /// <summary>namespace/name, or the name.</summary>
    public string FullName => Namespace is null ? Name : $"{Namespace}/{Name}";

    /// <summary>Why it has no address; null when there is nothing to say.</summary>
    public string? Problem { get; init; }

    /// <summary>Its network namespace in a snapshot; null when no snapshot holds it.</summary>
    internal NetworkNamespace? Space { get; init; }

    /// <summary>Its addresses, the one to connect to first.</summary>
    internal Func<IEnumerable<IpAddress>> Addresses { get; init; } = static () => [];

    /// <summary>The address of an IP version; null for none.</summary>
    /// <param name="family">The version; null for IPv4 where there is a choice.</param>
    internal IpAddress? AddressOf(IpFamily? family)
    {
        IpAddress[] all = [.. Addresses().Where(address => family is null || address.Family == family).OrderBy(address => address.Family)];
        return all.Length > 0 ? all[0] : null;
    }

    /// <summary>True when a text is one of its addresses.</summary>
    internal bool HasAddress(string text) => IpAddress.TryParse(text, out IpAddress address) && Addresses().Contains(address);

    internal static Place Of(KubePod pod, NetworkNamespace? space, Func<IEnumerable<IpAddress>> addresses) => new()
    {
        Namespace = pod.Namespace,
        Name = pod.Name,
        NodeName = pod.NodeName,
        Problem = pod.PodIPs.Length > 0 ? null : $"the pod is {pod.Phase}",
        Space = space,
        Addresses = addresses,
    };

    /// <inheritdoc/>
    public override string ToString() => PlainText.Clean(FullName);
}
