using NetPath.Core.Routing;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.NodeRouting;

/// <summary>NP3004: nobody answers for the next hop.</summary>
internal static class UnresolvedNextHop
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP3004",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The next hop cannot be resolved: nobody answers to ARP or neighbour discovery for it",
        EvidenceNeeded = "The neighbour that is FAILED, INCOMPLETE or another station's, or what at the other end keeps it from answering",
        Symptom = "No route to host, after three seconds; a time-out for UDP",
        Remedy = "See whether the next hop is up and holds that address, whether ARP is off on its interface (NOARP, arp_ignore), and whether it is on this link at all. "
            + "A wrong entry that somebody wrote can be deleted; the kernel then asks again.",
        Commands = ["ip neigh show <next-hop>", "ip neigh flush to <next-hop>", "arping -I <device> -c 3 <next-hop>"],
        Explains = [Disposition.NeighbourUnresolved, Disposition.NeighbourMismatch],
        IsGeneral = true,
        OnPath = Check,
    };

    private static IEnumerable<Observation> Check(PathContext context)
    {
        if (LastRoute.Of(context) is not { Hop.Device: string device } route)
        {
            yield break;
        }

        Neighbour? known = route.Space.Neighbours?.Find(device, route.NextHop);
        yield return new Observation(PathEnd.Reason(context), [.. Seen(known), .. context.End!.Evidence, .. Silent(route)])
        {
            Hop = context.End,
            Subject = $"{route.NextHop}",
            Names = [("next-hop", $"{route.NextHop}"), ("device", device)],
        };
    }

    private static IEnumerable<Evidence> Seen(Neighbour? known) => known is null ? [] : [known.Evidence];

    // The other end, where it is in the snapshot: its interface, and the settings that make it silent.
    private static IEnumerable<Evidence> Silent(LastRoute route)
    {
        if (route.Peer is not (NamespaceView far, Links.Link peer))
        {
            return [];
        }

        IEnumerable<Evidence> settings = PathEnd.InterfaceSettings(far, route.NextHop.Family, peer.Name, "arp_ignore");
        return far.LargerOfAllAnd(peer.Name, route.NextHop.Family, "arp_ignore") > 0 ? [peer.Evidence, .. settings] : [peer.Evidence];
    }
}
