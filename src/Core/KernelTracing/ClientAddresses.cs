using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.KernelTracing;

/// <summary>The addresses that packets of a client come from.</summary>
internal static class ClientAddresses
{
    /// <summary>The addresses of a pod by its name, of the node, or the address itself.</summary>
    /// <param name="snapshot">The node.</param>
    /// <param name="client">A pod's name, an address, or <c>node</c>.</param>
    /// <returns>Empty when no namespace of the snapshot, or more than one, is called so.</returns>
    /// <exception cref="SectionNotCollectedException">The snapshot holds no addresses.</exception>
    public static IReadOnlyList<IpAddress> Of(NodeSnapshot snapshot, string client)
    {
        if (IpAddress.TryParse(client, out IpAddress address))
        {
            return [address];
        }

        NetworkNamespace? space = client.Equals("node", StringComparison.OrdinalIgnoreCase) ? snapshot.Host : snapshot.FindNamespace(client);
        return space is null ? [] : [.. space.Addresses.Addresses.Select(one => one.Address).Where(one => !one.IsLoopback() && !IsLinkLocal(one)).Distinct()];
    }

    // fe80::/10: no packet for a Service comes from there.
    private static bool IsLinkLocal(IpAddress address) => address.Family == IpFamily.IPv6 && (uint)(address.Bits >> 118) == 0x3fa;
}
