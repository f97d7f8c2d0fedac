using NetPath.Core.Snapshots;

namespace NetPath.Core.Kubernetes;

/// <summary>A range from which Calico gives pods their addresses, and how it carries their packets between nodes.</summary>
public sealed record CalicoIPPool
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The range.</summary>
    public required string Cidr { get; init; }

    /// <summary>Always, CrossSubnet or Never: whether packets to other nodes travel in IPIP.</summary>
    public required string IpipMode { get; init; }

    /// <summary>Always, CrossSubnet or Never: whether they travel in VXLAN.</summary>
    public required string VxlanMode { get; init; }

    /// <summary>True when packets to addresses outside of all pools are masqueraded.</summary>
    public bool NatOutgoing { get; init; }

    /// <summary>True when no new addresses are taken from it.</summary>
    public bool Disabled { get; init; }

    internal ObjectPlace? Place { get; init; }

    internal static CalicoIPPool Parse(ObjectJson json, ObjectPlace place)
    {
        ObjectJson spec = json.Child("spec");
        return new CalicoIPPool
        {
            Name = json.Child("metadata").Text("name") ?? "",
            Cidr = spec.Text("cidr") ?? "",
            IpipMode = spec.Text("ipipMode") ?? "Never",
            VxlanMode = spec.Text("vxlanMode") ?? "Never",
            NatOutgoing = spec.Truth("natOutgoing") ?? false,
            Disabled = spec.Truth("disabled") ?? false,
            Place = place,
        };
    }

    /// <summary>The object in the snapshot.</summary>
    public Evidence? GetEvidence() => Place?.ToEvidence();

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Cidr}";
}
