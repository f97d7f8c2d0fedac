using NetPath.Core.Snapshots;

namespace NetPath.Core.Links;

/// <summary>Both ends of a veth pair: the edge between two namespaces.</summary>
public sealed record VethPeer : ISnapshotMember
{
    /// <summary>The Service port whose way leads here, when the question came down a pipeline from one; else null.</summary>
    public string? Service { get; init; }

    /// <summary>Name of the end that was asked for.</summary>
    public required string Interface { get; init; }

    /// <summary>Its interface index.</summary>
    public required int InterfaceIndex { get; init; }

    /// <summary>The namespace it is in: <c>host</c>, or the pod's or namespace's name.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its MTU in bytes.</summary>
    public int Mtu { get; init; }

    /// <summary>Its operational state: UP, DOWN, LOWERLAYERDOWN, …</summary>
    public string State { get; init; } = "UNKNOWN";

    /// <summary>Name of the other end; null when it was not found.</summary>
    public string? PeerInterface { get; init; }

    /// <summary>Interface index of the other end, as this end names it; null when it names none.</summary>
    public int? PeerInterfaceIndex { get; init; }

    /// <summary>The namespace of the other end; null when it was not found.</summary>
    public string? PeerNamespace { get; init; }

    /// <summary>What made the pod of the other end, as Kind/name, such as Deployment/numbers-api; null without the API's objects.</summary>
    public string? PeerWorkload { get; init; }

    /// <summary>The pod of the other end, as namespace/name where the snapshot has the API's objects; null when it is not known, or the namespace is no pod's: it has no pod UID, and no network plugin joined it to the node.</summary>
    public string? PeerPod { get; init; }

    /// <summary>Addresses of the other end with their prefix lengths; empty when not found or not collected.</summary>
    public string[] PeerAddresses { get; init; } = [];

    /// <summary>MTU of the other end in bytes; null when it was not found.</summary>
    public int? PeerMtu { get; init; }

    /// <summary>Operational state of the other end; null when it was not found.</summary>
    public string? PeerState { get; init; }

    /// <summary>True when interface index, iflink and link-netnsid of both ends agree, so that it can be no other link.</summary>
    public bool Proven { get; init; }

    /// <summary>What is wrong or not certain; null when nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>Kind of the interface asked for: <c>veth</c>, or what it is instead; null when not known.</summary>
    public string? Kind { get; init; }

    /// <summary>What both ends say in the snapshot: this end first.</summary>
    public Evidence[] Evidence { get; init; } = [];

    internal NodeSnapshot? Origin { get; init; }

    NodeSnapshot? ISnapshotMember.Origin => Origin;

    internal NamespaceLinks? NearSide { get; init; }

    internal NamespaceLinks? FarSide { get; init; }

    internal Link? NearLink { get; init; }

    internal Link? FarLink { get; init; }

    /// <summary>As people draw it: <c>17: cali693e13cd073@if11 (host) &lt;-&gt; 11: eth0@if17 (numbers-api-…)</c>.</summary>
    public override string ToString()
    {
        // Within one namespace the tool names the other end, else it knows only its index.
        bool together = PeerInterface is not null && PeerNamespace == Namespace;
        string near = $"{InterfaceIndex}: {Interface}{(together ? $"@{PeerInterface}" : PeerInterfaceIndex is int index ? $"@if{index}" : "")} ({Namespace})";
        return PeerInterface is null
            ? $"{near} <-> ?{(Problem is null ? "" : $" ({Problem})")}"
            : $"{near} <-> {PeerInterfaceIndex}: {PeerInterface}@{(together ? Interface : $"if{InterfaceIndex}")} ({PeerPod ?? PeerNamespace}){(Proven ? "" : " not proven")}";
    }
}
