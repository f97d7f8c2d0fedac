using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing.Naming;

/// <summary>
/// The address that stands for a machine somewhere outside: one that is kept for documentation (RFC 5737, RFC 3849), so that it is nobody's, and that the node
/// reaches by its default route.
/// </summary>
internal static class OutsideAddress
{
    private static readonly string[] Ipv4 = ["192.0.2.1", "198.51.100.1", "203.0.113.1"];

    private static readonly string[] Ipv6 = ["2001:db8::1", "2001:db8:ffff::1"];

    public static IEnumerable<IpAddress> Documentation(IpFamily family) => (family == IpFamily.IPv4 ? Ipv4 : Ipv6).Select(IpAddress.Parse);

    /// <summary>The first that a default route leads to.</summary>
    /// <exception cref="TraceRequestException">The node has no default route of that IP version, or its routes were not collected.</exception>
    public static IpAddress Of(IReadOnlyList<NodeSnapshot> snapshots, IpFamily family) => Find(snapshots, family)
        ?? throw new TraceRequestException($"No default route of {Names(snapshots)} leads outside over {family}. Give an address instead of '{PlaceNames.Outside}'.");

    /// <summary>One of each IP version that a default route is for.</summary>
    /// <exception cref="TraceRequestException">There is no default route, or the routes were not collected.</exception>
    public static IReadOnlyList<IpAddress> OfEither(IReadOnlyList<NodeSnapshot> snapshots)
    {
        IpAddress[] found = [.. new[] { IpFamily.IPv4, IpFamily.IPv6 }.Select(family => Find(snapshots, family)).OfType<IpAddress>()];
        return found.Length > 0 ? found : throw new TraceRequestException($"No default route of {Names(snapshots)} leads outside. Give an address instead of '{PlaceNames.Outside}'.");
    }

    private static IpAddress? Find(IReadOnlyList<NodeSnapshot> snapshots, IpFamily family)
    {
        foreach (IpAddress address in Documentation(family))
        {
            if (snapshots.Any(snapshot => Network.Of(snapshot).Host.Fib?.Lookup(new RouteQuery { Destination = address }) is { Result: RouteResult.Found, Route.Destination.Length: 0 }))
            {
                return address;
            }
        }

        return null;
    }

    private static string Names(IReadOnlyList<NodeSnapshot> snapshots) => string.Join(", ", snapshots.Select(snapshot => snapshot.NodeName));
}
