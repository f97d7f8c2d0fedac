using NetPath.Core.Snapshots;

namespace NetPath.Core.Kubernetes;

/// <summary>A network policy of Kubernetes. Which packets it lets through is read from the node's rules, not from here.</summary>
public sealed record KubeNetworkPolicy
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Ingress, Egress or both.</summary>
    public string[] PolicyTypes { get; init; } = [];

    internal ObjectPlace? Place { get; init; }

    internal static KubeNetworkPolicy Parse(ObjectJson json, ObjectPlace place) => new()
    {
        Namespace = json.Child("metadata").Text("namespace") ?? "",
        Name = json.Child("metadata").Text("name") ?? "",
        PolicyTypes = json.Child("spec").Texts("policyTypes"),
        Place = place,
    };

    /// <summary>The object in the snapshot.</summary>
    public Evidence? GetEvidence() => Place?.ToEvidence();

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}";
}
