using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Conntrack;

/// <summary>
/// Holds the entries of a node against kube-proxy's rules. An entry whose endpoint is gone from the rules keeps its flow there: a UDP client that goes on
/// sending from one port never comes to another endpoint, since each datagram prolongs the entry.
/// </summary>
internal static class EntriesAgainstRules
{
    /// <summary>The entries of Services whose endpoint the rules do not hold. Entries that are over, and those of no Service of the rules, are none.</summary>
    /// <param name="entries">Entries of the host's namespace.</param>
    /// <param name="services">The Services of its rules.</param>
    public static IEnumerable<ContradictingEntry> Of(IEnumerable<ConntrackEntry> entries, ServiceTable services)
    {
        Dictionary<TallyKey, (string Name, HashSet<string> Endpoints)?> known = [];
        foreach (ConntrackEntry entry in entries)
        {
            if (!entry.NatKind.HasFlag(ConntrackNat.Dnat) || !entry.IsAlive || entry.State is "TIME_WAIT" or "CLOSE")
            {
                continue;
            }

            TallyKey asked = new(entry.Transport, entry.Original.DestinationAddress, entry.DestinationPort);
            if (!known.TryGetValue(asked, out (string Name, HashSet<string> Endpoints)? service))
            {
                known.Add(asked, service = Find(asked, services));
            }

            if (service is (string name, HashSet<string> endpoints) && !endpoints.Contains(Endpoint(entry)))
            {
                yield return new ContradictingEntry(entry, name, [.. endpoints.Order(StringComparer.Ordinal)]);
            }
        }
    }

    /// <summary>The same of a snapshot's host; empty when its entries or rules were not collected.</summary>
    public static IReadOnlyList<ContradictingEntry> Of(NodeSnapshot snapshot)
    {
        try
        {
            return [.. Of(new ConntrackEntryReader(snapshot.Host).Entries(), snapshot.Host.Services)];
        }
        catch (Exception error) when (error is SectionNotCollectedException or SnapshotParseException)
        {
            return [];
        }
    }

    private static string Endpoint(ConntrackEntry entry) => entry.Reply.ToPacket(entry.Transport).Endpoint(entry.Reply.SourceAddress, entry.Reply.SourcePort);

    private static (string Name, HashSet<string> Endpoints)? Find(TallyKey asked, ServiceTable services)
    {
        if (asked.Port is not int port || (services.FindRules(asked.Address, port, asked.Protocol) ?? services.FindNodePort(port, asked.Protocol)) is not ServiceRules rules)
        {
            return null;
        }

        KubeServiceChain service = ServiceChainReader.Read(rules);
        // An endpoint without a port keeps the one that was asked for.
        return (service.Name, [.. service.Endpoints.Concat(service.ExternalEndpoints).Select(endpoint => endpoint.TargetPort is null ? $"{endpoint.Target}:{port}" : endpoint.Target)]);
    }
}
