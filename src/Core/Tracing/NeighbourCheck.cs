using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>Whether a station answers when another asks the link for an address.</summary>
internal static class NeighbourCheck
{
    /// <summary>Whether it answers; null when the snapshot does not tell.</summary>
    /// <remarks>
    /// arp_process() in net/ipv4/arp.c: the request itself must pass the source checks; then for an own address, or with proxy_arp and forwarding for one that
    /// is routed by another interface.
    /// </remarks>
    public static bool? Answers(WalkState asking, Station station, IpAddress target)
    {
        (NamespaceView far, Link peer) = station;
        if (far.Fib is not Fib fib)
        {
            return null;
        }

        string device = Device(peer);
        if (peer.Flags.Contains("NOARP") && target.Family == IpFamily.IPv4)
        {
            return false;
        }

        if (SourceChecks.Check(Request(asking, far, device, target)) is (Disposition refused, _))
        {
            return refused == Disposition.Inconclusive ? null : false;
        }

        if (far.IsLocal(target))
        {
            return AnswersForOwn(far, device, target);
        }

        string proxy = target.Family == IpFamily.IPv4 ? "proxy_arp" : "proxy_ndp";
        if (far.LargerOfAllAnd(device, target.Family, proxy) is not long value || far.Forwards(device, target.Family) is not bool forwards)
        {
            return null;
        }

        if (value == 0 || !forwards)
        {
            return false;
        }

        // The request is routed as a packet that is neither TCP nor UDP (ip_route_input_slow()).
        RouteLookup route = fib.Lookup(new RouteQuery { Destination = target, Source = Sender(asking, target), InInterface = device, Protocol = 0, SourcePort = 0, DestinationPort = 0 });
        return route.Result == RouteResult.Unknown ? null : route.Result == RouteResult.Found && route.Device != device;
    }

    // arp_ignore() in net/ipv4/arp.c
    private static bool? AnswersForOwn(NamespaceView far, string device, IpAddress target)
    {
        long ignore = target.Family == IpFamily.IPv6 ? 0 : far.LargerOfAllAnd(device, IpFamily.IPv4, "arp_ignore") ?? 0;
        return ignore switch
        {
            0 => true,
            1 or 2 => far.Addresses?.Of(device).Any(address => address.Address == target) != false,
            8 => false,
            _ => null,
        };
    }

    private static WalkState Request(WalkState asking, NamespaceView far, string device, IpAddress target) => asking with
    {
        Space = far,
        InInterface = device,
        Packet = new Packet(Protocol.Any, Sender(asking, target), target),
    };

    // arp_solicit(): the packet's own source when that is an address here, else one of the interface's.
    private static IpAddress Sender(WalkState asking, IpAddress target) => asking.Space.IsLocal(asking.Packet.SourceAddress)
        ? asking.Packet.SourceAddress
        : asking.Space.SelectAddress(asking.OutInterface ?? "", target.Family, target) ?? asking.Packet.SourceAddress;

    private static string Device(Link peer) => peer.Master ?? peer.Name;

    /// <summary>Why a station does not answer.</summary>
    public static string WhyNot(WalkState asking, Station station, IpAddress target)
    {
        (NamespaceView far, Link peer) = station;
        string device = Device(peer);
        if (peer.Flags.Contains("NOARP"))
        {
            return $"ARP is off on {peer} of {far.Name}";
        }

        if (SourceChecks.Check(Request(asking, far, device, target)) is (_, string refused))
        {
            return $"{far.Name} drops the request, since {refused}";
        }

        return far.IsLocal(target) ? $"arp_ignore of {far.Name} forbids it on {device}"
            : far.Forwards(device, target.Family) == false ? $"{far.Name} does not hold that address, and forwarding is off on {device}"
            : $"{far.Name} does not hold that address{(far.LargerOfAllAnd(device, IpFamily.IPv4, "proxy_arp") > 0 ? ", and its own route to it leads back" : $", and proxy_arp is off on {device}")}";
    }
}
