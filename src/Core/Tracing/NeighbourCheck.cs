using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>Whether the next hop can be reached on the link: what the neighbour table says, and what the other end would answer.</summary>
internal static class NeighbourCheck
{
    /// <summary>How the packet ends, or null when it gets across.</summary>
    public static (Disposition Disposition, string Reason)? Problem(WalkState state, Link link, IpAddress target, NamespaceView far, Link peer)
    {
        Neighbour? known = state.Space.Neighbours?.Find(link.Name, target);
        if (known is { IsUnresolved: false, MacAddress: string mac })
        {
            // A frame for another station is not for the IP stack at the other end (PACKET_OTHERHOST).
            bool otherStation = peer.Master is null && peer.MacAddress is string own && !own.Equals(mac, StringComparison.OrdinalIgnoreCase);
            return otherStation
                ? (Disposition.NeighbourMismatch, $"neighbour '{known}' of {state.Space.Name} names another station than {peer} of {far.Name} ({peer.MacAddress})")
                : null;
        }

        if (IsSwitched(far, peer, target))
        {
            return null;
        }

        return Answers(state, far, peer, target) switch
        {
            true => null,
            false => (Disposition.NeighbourUnresolved, $"nobody answers for {target} on {link.Name} of {state.Space.Name}: {WhyNot(state, far, peer, target)}{(known is null ? "" : $" (neighbour '{known}')")}"),
            null when known is null => null,
            null => (Disposition.Inconclusive, $"neighbour '{known}' of {state.Space.Name}, and what {far.Name} would answer was not collected"),
        };
    }

    /// <summary>Notes on the state what had to be taken for granted, where <see cref="Problem"/> finds none.</summary>
    public static WalkState Note(WalkState state, Link link, IpAddress target, NamespaceView far, Link peer)
    {
        if (state.Space.Neighbours is null)
        {
            Evidence missing = new($"{state.Space.Space.Path}/routing/neighbour.json", 0, "the neighbours were not collected");
            return state.Assuming($"taken to be in order: the neighbours of {state.Space.Name} were not collected", missing);
        }

        if (state.Space.Neighbours.Find(link.Name, target) is Neighbour known)
        {
            // The table says that nobody answered so far, and the other end looks as if it would.
            return known.IsUnresolved ? state.Assuming($"taken to answer: neighbour '{known}' of {state.Space.Name} was not resolved, though {far.Name} should answer", known.Evidence) : state;
        }

        if (IsSwitched(far, peer, target) || Answers(state, far, peer, target) is not null)
        {
            return state;
        }

        return state.Assuming($"taken to answer: whether {far.Name} answers for {target} on {peer.Name} was not collected", new Evidence($"{far.Space.Path}/sysctl.txt", 0, "proxy_arp was not collected"));
    }

    // The other end is a port of a bridge, which hands the request to its other ports: who answers is a matter of what hangs there.
    private static bool IsSwitched(NamespaceView far, Link peer, IpAddress target) =>
        peer.Master is string master && far.Links?.Find(master)?.Kind == "bridge" && !far.IsLocal(target);

    // arp_process() in net/ipv4/arp.c: the request itself must pass the source checks; then for an own address, or with proxy_arp and
    // forwarding for one that is routed by another interface.
    private static bool? Answers(WalkState asking, NamespaceView far, Link peer, IpAddress target)
    {
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

        RouteLookup route = fib.Lookup(new RouteQuery { Destination = target });
        return value > 0 && forwards && route.Result == RouteResult.Found && route.Device != device;
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

    private static string WhyNot(WalkState asking, NamespaceView far, Link peer, IpAddress target)
    {
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
