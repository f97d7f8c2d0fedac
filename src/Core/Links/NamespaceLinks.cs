namespace NetPath.Core.Links;

/// <summary>The links of one namespace, with what is needed to tell it from the others when veth ends are matched.</summary>
/// <param name="Path">Its folder in the snapshot: <c>host</c> or <c>pods/4026532281</c>.</param>
/// <param name="Name">What people call it: <c>host</c>, or a name under /run/netns, or its path.</param>
/// <param name="PodName">The pod in it; null when it is no pod's or not known.</param>
/// <param name="NetnsId">The id that the host has for it; null for the host itself, or when the host has none.</param>
/// <param name="Links">Its links.</param>
/// <param name="Addresses">Its addresses; null when not collected.</param>
public sealed record NamespaceLinks(string Path, string Name, string? PodName, int? NetnsId, LinkTable Links, AddressTable? Addresses)
{
    /// <summary>True for the node's own namespace, in whose terms the ids are.</summary>
    public bool IsHost => Path == "host";

    /// <summary>The pod's name when there is one, else the namespace's.</summary>
    public string DisplayName => PodName ?? Name;
}
