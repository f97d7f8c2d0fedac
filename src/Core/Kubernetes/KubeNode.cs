using NetPath.Core.Snapshots;

namespace NetPath.Core.Kubernetes;

/// <summary>A node as the API holds it.</summary>
public sealed record KubeNode
{
    private const string ZoneLabel = "topology.kubernetes.io/zone";

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Its addresses; names are left out.</summary>
    public string[] Addresses { get; init; } = [];

    /// <summary>The address ranges of its pods, where Kubernetes hands them out.</summary>
    public string[] PodCIDRs { get; init; } = [];

    /// <summary>Its zone; null when it has none.</summary>
    public string? Zone { get; init; }

    /// <summary>True when its condition Ready is True.</summary>
    public bool Ready { get; init; }

    internal ObjectPlace? Place { get; init; }

    internal static KubeNode Parse(ObjectJson json, ObjectPlace place)
    {
        ObjectJson metadata = json.Child("metadata");
        ObjectJson status = json.Child("status");
        string[] ranges = json.Child("spec").Texts("podCIDRs");
        return new KubeNode
        {
            Name = metadata.Text("name") ?? "",
            Addresses = [.. status.Items("addresses").Where(address => address.Text("type") is "InternalIP" or "ExternalIP").Select(address => address.Text("address")).OfType<string>()],
            PodCIDRs = ranges.Length > 0 ? ranges : json.Child("spec").Text("podCIDR") is { Length: > 0 } only ? [only] : [],
            Zone = metadata.Child("labels").Text(ZoneLabel),
            Ready = status.Items("conditions").Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True"),
            Place = place,
        };
    }

    /// <summary>The object in the snapshot.</summary>
    public Evidence? GetEvidence() => Place?.ToEvidence();

    /// <inheritdoc/>
    public override string ToString() => Name;
}
