using NetPath.Core.Links;
using NetPath.Core.Packets;

namespace NetPath.Core.Routing;

/// <summary>Selects the source of a packet made here, once its route is found.</summary>
internal sealed class SourceSelection
{
    private readonly Ipv4SourceSelection? _ipv4;
    private readonly Ipv6SourceSelection? _ipv6;

    public SourceSelection(AddressTable? addresses, FibSettings settings)
    {
        _ipv4 = addresses is null ? null : new Ipv4SourceSelection(addresses, settings);
        _ipv6 = addresses is null ? null : new Ipv6SourceSelection(addresses);
    }

    /// <summary>The source on one next hop; null when the addresses are not known, or no address fits.</summary>
    public IpAddress? Select(Route route, NextHop hop, IpAddress destination)
    {
        if (route.PreferredSource is IpAddress preferred)
        {
            return preferred;
        }

        if (route.Family == IpFamily.IPv4)
        {
            // A packet to an own address comes from that address (ip_route_output_key_hash_rcu).
            return route.Type == RouteType.Local ? destination
                : hop.Device is null ? null
                : _ipv4?.Select(hop.Device, hop.Gateway is { Family: IpFamily.IPv4 } gateway ? gateway : null, Ipv4SourceSelection.Scope(route.Scope));
        }

        // For a group of next hop objects the kernel asks with the first one's device (fib6_info_nh_dev), whichever the hash picks.
        string? device = route.NextHopId is not null && route.NextHops.Count > 0 ? route.NextHops[0].Device : hop.Device;
        return device is null ? null : _ipv6?.Select(device, destination);
    }

    /// <summary>The source of an IPv4 packet that leaves by a device without any route.</summary>
    public IpAddress? SelectOnLink(string device) => _ipv4?.Select(device, null, Ipv4SourceSelection.Scope("link"));
}
