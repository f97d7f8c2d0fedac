using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;
using NetPath.Core.Tracing.Naming;

namespace NetPath.Core.KernelTracing;

/// <summary>The addresses that packets of a client come from.</summary>
internal static class ClientAddresses
{
    /// <summary>The addresses of a pod or node by its name, or the address itself.</summary>
    /// <param name="snapshot">The node.</param>
    /// <param name="client">What the user calls the client, as <see cref="PlaceNames"/> understands it.</param>
    /// <exception cref="TraceRequestException">Nobody is called so, or several are; or any machine outside is meant.</exception>
    /// <exception cref="SectionNotCollectedException">The snapshot holds no addresses.</exception>
    public static IReadOnlyList<IpAddress> Of(NodeSnapshot snapshot, string client)
    {
        if (IpAddress.TryParse(client, out IpAddress address))
        {
            return [address];
        }

        Place place = PlaceNames.Of([snapshot]).Find(client)
            ?? throw new TraceRequestException($"'{client}' is any machine outside, whose packets cannot be told by an address. Leave -From out, or give the client's address.");
        IEnumerable<IpAddress> addresses = place.Space is NetworkNamespace space ? space.Addresses.Addresses.Select(one => one.Address) : place.Addresses();
        return [.. addresses.Where(one => !one.IsLoopback() && !IsLinkLocal(one)).Distinct()];
    }

    // fe80::/10: no packet for a Service comes from there.
    private static bool IsLinkLocal(IpAddress address) => address.Family == IpFamily.IPv6 && (uint)(address.Bits >> 118) == 0x3fa;
}
