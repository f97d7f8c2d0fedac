using NetPath.Core.Snapshots;

namespace NetPath.Core.Kubernetes;

/// <summary>A pod as the API holds it.</summary>
public sealed record KubePod
{
    private const string ReplicaSet = "ReplicaSet/";

    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The UID, by which the node's cgroups name it.</summary>
    public required string Uid { get; init; }

    /// <summary>The node that it runs on; null when it is not yet placed.</summary>
    public string? NodeName { get; init; }

    /// <summary>Its addresses.</summary>
    public string[] PodIPs { get; init; } = [];

    /// <summary>Pending, Running, Succeeded, Failed or Unknown.</summary>
    public required string Phase { get; init; }

    /// <summary>True when it shares the node's network namespace and addresses.</summary>
    public bool HostNetwork { get; init; }

    /// <summary>What made it, as Kind/name, such as ReplicaSet/numbers-api-5d8f4c6d9b; null when nobody did.</summary>
    public string? Owner { get; init; }

    /// <summary>
    /// Whose work it does, as Kind/name: the Deployment of its ReplicaSet, else its <see cref="Owner"/>. A Deployment names each of its ReplicaSets for itself
    /// and a hash of the pod template, which it also puts on the pods (label pod-template-hash; pkg/controller/deployment/sync.go of Kubernetes).
    /// </summary>
    public string? Workload => Owner is string owner && owner.StartsWith(ReplicaSet, StringComparison.Ordinal)
        && Labels.TryGetValue("pod-template-hash", out string? hash) && owner.EndsWith($"-{hash}", StringComparison.Ordinal)
            ? $"Deployment/{owner[ReplicaSet.Length..^(hash.Length + 1)]}"
            : Owner;

    /// <summary>True when its condition Ready is True.</summary>
    public bool Ready { get; init; }

    /// <summary>True when it is being deleted.</summary>
    public bool Terminating { get; init; }

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The ports that its containers declare. A container may listen on others as well.</summary>
    public KubeContainerPort[] Ports { get; init; } = [];

    internal ObjectPlace? Place { get; init; }

    internal static KubePod Parse(ObjectJson json, ObjectPlace place)
    {
        ObjectJson metadata = json.Child("metadata");
        ObjectJson spec = json.Child("spec");
        ObjectJson status = json.Child("status");
        string[] addresses = [.. status.Items("podIPs").Select(address => address.Text("ip")).OfType<string>()];
        return new KubePod
        {
            Namespace = metadata.Text("namespace") ?? "",
            Name = metadata.Text("name") ?? "",
            Uid = metadata.Text("uid") ?? "",
            NodeName = spec.Text("nodeName"),
            PodIPs = addresses.Length > 0 ? addresses : status.Text("podIP") is { Length: > 0 } only ? [only] : [],
            Phase = status.Text("phase") ?? "Unknown",
            HostNetwork = spec.Truth("hostNetwork") ?? false,
            Owner = metadata.Items("ownerReferences").Where(owner => owner.Truth("controller") == true).Select(owner => $"{owner.Text("kind")}/{owner.Text("name")}").FirstOrDefault(),
            Ready = status.Items("conditions").Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True"),
            Terminating = metadata.Has("deletionTimestamp"),
            Labels = metadata.Table("labels"),
            Ports = [.. spec.Items("containers").SelectMany(container => container.Items("ports")).Select(KubeContainerPort.Parse)],
            Place = place,
        };
    }

    /// <summary>The object in the snapshot.</summary>
    public Evidence? GetEvidence() => Place?.ToEvidence();

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}";
}
