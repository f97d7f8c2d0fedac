using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Conntrack;

/// <summary>Tells where source ports run out.</summary>
internal static class SourcePorts
{
    /// <summary>Those with the most ports taken, in relation to their range; at most so many.</summary>
    /// <param name="tally">The entries of a namespace, counted.</param>
    /// <param name="space">The namespace: its rules name the ranges of translated ports, its settings and those of its clients the others.</param>
    /// <param name="most">How many.</param>
    public static SourcePortUse[] Of(ConntrackTally tally, NetworkNamespace space, int most = 5)
    {
        Dictionary<IpFamily, IReadOnlyList<SourcePortRange>> translations = [];
        Dictionary<IpAddress, SourcePortRange?> sockets = [];
        return
        [
            .. ConntrackTally.Largest(tally.Ports, count => count.Entries, most * 2)
                .Select(use => Use(use.Key, use.Value, use.Key.Translated ? Translation(use.Key, use.Value) : Sockets(use.Key.Address)))
                .OrderByDescending(use => use.Percent ?? 0)
                .ThenByDescending(use => use.Used)
                .Take(most),
        ];

        SourcePortRange Translation(PortOwner owner, PortCount count)
        {
            if (!translations.TryGetValue(owner.Address.Family, out IReadOnlyList<SourcePortRange>? ranges))
            {
                translations.Add(owner.Address.Family, ranges = SourcePortRanges.OfTranslations(space, owner.Address.Family));
            }

            return Holding(ranges, count);
        }

        SourcePortRange? Sockets(IpAddress client)
        {
            if (!sockets.TryGetValue(client, out SourcePortRange? range))
            {
                sockets.Add(client, range = Holder(space, client) is NetworkNamespace holder ? SourcePortRanges.OfSockets(holder) : null);
            }

            return range;
        }
    }

    // Of several rules the narrowest range that holds all ports seen: where that is the wrong one, ports of another would soon lie outside.
    private static SourcePortRange Holding(IReadOnlyList<SourcePortRange> ranges, PortCount count) => ranges
        .Where(range => range.Ports.First <= count.Lowest && count.Highest <= range.Ports.Last)
        .OrderBy(range => range.Count)
        .FirstOrDefault() ?? SourcePortRange.OfTranslation;

    private static NetworkNamespace? Holder(NetworkNamespace space, IpAddress client)
    {
        if (client.IsLoopback())
        {
            return space;
        }

        NetworkNamespace[] holders = [.. space.Snapshot.Namespaces.Where(one => one.Collected(of => of.Addresses)?.Find(client).Any() == true).Take(2)];
        return holders is [NetworkNamespace only] ? only : null;
    }

    private static SourcePortUse Use(PortOwner owner, PortCount count, SourcePortRange? range) => new()
    {
        Address = owner.Address.ToString(),
        IsTranslated = owner.Translated,
        Destination = owner.Destination.ToString(),
        DestinationPort = owner.DestinationPort,
        Protocol = owner.Protocol.ToString(),
        Used = count.Entries,
        Closing = count.Closing,
        Usable = range?.Count,
        FirstPort = range?.Ports.First,
        LastPort = range?.Ports.Last,
        Evidence = range?.Evidence,
    };
}
