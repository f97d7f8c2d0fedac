using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.Overlays;

/// <summary>NP5001: the tunnel that should carry the packet is not there, is down, or is something else.</summary>
internal static class TunnelMissing
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP5001",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The tunnel device that should carry the packet between the nodes is missing, down, or of another kind",
        EvidenceNeeded = "The node's links without the device, or with it down; and the route that leads into it, or past it while the other node still uses its end",
        Symptom = "The client times out; \"No route to host\" after about three seconds where the device itself takes the packet",
        Remedy = "Restart the network plugin's pod on that node: it makes the device and its routes anew. Find out from its log why the device is gone: somebody set it down, "
            + "another program has its port or its number, or the plugin's mode was changed and not on all nodes.",
        Commands =
        [
            "ip -d link show <device>",
            "ip link set <device> up",
            "kubectl --namespace kube-system get pods --output wide --field-selector spec.nodeName=<node>",
        ],
        Explains =
        [
            Disposition.LinkDown, Disposition.NoTunnelEndpoint, Disposition.TunnelMismatch, Disposition.LeavesSnapshot, Disposition.NoRoute, Disposition.Blackholed, Disposition.Unreachable, Disposition.NotListening,
            Disposition.Dropped, Disposition.NeighbourUnresolved, Disposition.Inconclusive,
        ],
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context) =>
        InTheWay(context).Concat(AtTheFarEnd(context)).Concat(Bypassed(context)).Concat(LeftByDefault(context));

    // The route leads into it.
    private static IEnumerable<Observation> InTheWay(PathContext context)
    {
        foreach (RouteHop hop in context.Hops.OfType<RouteHop>())
        {
            if (hop.Device is not string device || context.SpaceOf(hop) is not { Space.IsHost: true, Links: { } links } host)
            {
                continue;
            }

            Link? link = links.Find(device);
            string? kind = Tunnels.KindOf(device);
            string? what = link is null ? kind is null ? null : "is not there"
                : kind is not null && link.Kind is string real && real != kind ? $"is a {real} device and no {kind} tunnel"
                : Tunnels.Is(link) && !link.IsUp ? "is down" : null;
            if (what is not null)
            {
                yield return See(hop, host, device, $"the route to {hop.After.DestinationAddress} leads into {device} of {host.Name}, which {what}", link is null ? [] : [link.Evidence]);
            }
        }
    }

    // The other node does not take the packet out again.
    private static IEnumerable<Observation> AtTheFarEnd(PathContext context)
    {
        foreach (TunnelCrossing crossing in TunnelCrossing.On(context))
        {
            if (crossing.Holder(context, crossing.Destination) is not Tunnels to || to.Host.Links is not LinkTable links || Array.Exists(to.Devices, device => device.IsUp && device.Kind == crossing.Device.Kind && SameFamily(device, crossing.Device)))
            {
                continue;
            }

            Link? there = links.Find(crossing.Device.Name);
            string what = there is null ? $"has no {crossing.Device.Kind} device that could take the packet out again"
                : there.Kind != crossing.Device.Kind ? $"has {there.Name} as a {there.Kind ?? "physical"} device and no {crossing.Device.Kind} tunnel"
                : $"has {there.Name} down";
            yield return See(crossing.Hop, to.Host, crossing.Device.Name, $"{crossing.From.Node} sends packets for {crossing.Destination} through {crossing.Device.Name}, but {to.Node} {what}",
                [crossing.Device.Evidence, .. there is null ? Array.Empty<Evidence>() : [there.Evidence]]);
        }
    }

    // The kernel takes the routes of a device away with it: another route, mostly the default one, leads past it, while the other node still uses its end.
    private static IEnumerable<Observation> Bypassed(PathContext context)
    {
        foreach ((RouteHop hop, Tunnels from, Tunnels to) in Overlay.Departures(context))
        {
            if (from.Find(hop.Device) is not null || from.Host.Links is not LinkTable links || WayBack(from, to, hop.After.DestinationAddress.Family) is not Link there || there.Name == hop.Device)
            {
                continue;
            }

            Link? here = links.Find(there.Name);
            if (here is null || !here.IsUp || here.Kind != there.Kind)
            {
                string what = here is null ? "is missing" : !here.IsUp ? "is down" : $"is a {here.Kind ?? "physical"} device and no {there.Kind} tunnel";
                yield return See(hop, from.Host, there.Name, $"{there.Name} of {from.Node} {what}, so that packets for {hop.After.DestinationAddress} leave by {hop.Device}; {to.Node} uses its own {there.Name}",
                    [.. here is null ? Array.Empty<Evidence>() : [here.Evidence], there.Evidence]);
            }
        }
    }

    // With one snapshot: a tunnel with an address is down, and a packet for its own network goes the default way.
    private static IEnumerable<Observation> LeftByDefault(PathContext context)
    {
        if (context.Snapshots.Count > 1 || context.Ending != Disposition.LeavesSnapshot)
        {
            yield break;
        }

        Tunnels from = Tunnels.Of(context.Snapshot);
        foreach (RouteHop hop in context.Hops.OfType<RouteHop>().Where(hop => hop.Lookup?.Route is { Destination.Length: 0 } && hop.Place == from.Host.Name))
        {
            foreach (Link down in from.Devices.Where(device => !device.IsUp && IsNear(from.Host, device, hop.After.DestinationAddress)))
            {
                yield return See(hop, from.Host, down.Name, $"{down.Name} of {from.Node} is down, so that packets for {hop.After.DestinationAddress} leave by the default route", [down.Evidence]);
            }
        }
    }

    // Plugins take all blocks of pods out of one network: a /16 or a /48 is the usual one.
    private static bool IsNear(NamespaceView host, Link tunnel, IpAddress address) => host.Addresses?.Of(tunnel.Name)
        .Any(own => own.Scope == "global" && own.Family == address.Family && new IpPrefix(own.Address, own.Family == IpFamily.IPv4 ? 16 : 48).Contains(address)) == true;

    private static Link? WayBack(Tunnels from, Tunnels to, IpFamily family) => from.Host.Node.Spaces
        .Where(space => !space.Space.IsHost)
        .SelectMany(space => space.Addresses?.Addresses ?? [])
        .Where(address => address.Family == family && address.Scope == "global")
        .Take(1)
        .Select(address => to.Find(to.Host.Fib?.Lookup(new RouteQuery { Destination = address.Address }).Device))
        .FirstOrDefault(device => device is { IsUp: true });

    private static bool SameFamily(Link one, Link other) => Tunnels.Overhead(one) == Tunnels.Overhead(other);

    private static Observation See(RouteHop hop, NamespaceView node, string device, string message, Evidence[] links) => new(message, [.. links, .. Overlay.Of(hop)])
    {
        Hop = hop,
        Subject = device,
        Node = node.Space.Snapshot,
        Names = [("device", device)],
    };
}
