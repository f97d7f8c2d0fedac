using NetPath.Core.Snapshots;

namespace NetPath.Core.Kubernetes;

/// <summary>A block of addresses that Calico has given to one node: packets to it belong there.</summary>
public sealed record CalicoBlockAffinity
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The block's range.</summary>
    public required string Cidr { get; init; }

    /// <summary>The node that holds it.</summary>
    public required string NodeName { get; init; }

    /// <summary>confirmed, pending or pendingDeletion.</summary>
    public required string State { get; init; }

    /// <summary>True when the block was given back.</summary>
    public bool Deleted { get; init; }

    internal ObjectPlace? Place { get; init; }

    internal static CalicoBlockAffinity Parse(ObjectJson json, ObjectPlace place)
    {
        ObjectJson spec = json.Child("spec");
        return new CalicoBlockAffinity
        {
            Name = json.Child("metadata").Text("name") ?? "",
            Cidr = spec.Text("cidr") ?? "",
            NodeName = spec.Text("node") ?? "",
            State = spec.Text("state") ?? "",
            // The API server keeps it as the text "true" (libcalico-go, BlockAffinitySpec).
            Deleted = spec.Truth("deleted") ?? spec.Text("deleted") == "true",
            Place = place,
        };
    }

    /// <summary>The object in the snapshot.</summary>
    public Evidence? GetEvidence() => Place?.ToEvidence();

    /// <inheritdoc/>
    public override string ToString() => $"{Cidr} {NodeName}";
}
