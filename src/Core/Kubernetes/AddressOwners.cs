using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Kubernetes;

/// <summary>
/// Tells whose an address is, from the API's objects where snapshots have them, else from the namespaces that hold it. This is the one place that does:
/// whatever shows an address and its pod asks here.
/// </summary>
public sealed class AddressOwners
{
    private readonly IReadOnlyList<NodeAddressOwners> _nodes;

    private AddressOwners(IReadOnlyList<NodeAddressOwners> nodes) => _nodes = nodes;

    /// <summary>The look-up of a snapshot. What it indexes is kept with the snapshot.</summary>
    public static AddressOwners Of(NodeSnapshot snapshot) => Of([snapshot]);

    /// <summary>The look-up of several snapshots; the first that knows an address counts.</summary>
    public static AddressOwners Of(IReadOnlyList<NodeSnapshot> snapshots)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        return new AddressOwners([.. snapshots.Select(NodeAddressOwners.Of)]);
    }

    /// <summary>Whose an address is; null when nothing in the snapshots says, or the text is no address.</summary>
    public AddressOwner? Find(string address) => IpAddress.TryParse(address, out IpAddress parsed) ? Find(parsed) : null;

    /// <summary>The pod that a namespace of one of the snapshots is; null for a node's own.</summary>
    public static AddressOwner? OfNamespace(NetworkNamespace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        return NodeAddressOwners.Of(space.Snapshot).OfNamespace(space);
    }

    internal AddressOwner? Find(IpAddress address)
    {
        foreach (NodeAddressOwners node in _nodes)
        {
            if (node.Find(address) is AddressOwner owner)
            {
                return owner;
            }
        }

        return null;
    }
}
