using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Conntrack;

/// <summary>Tells who fills a connection tracking table, by name.</summary>
internal static class ConntrackShares
{
    /// <summary>Those with the most entries, by client, by destination and by endpoint; of each kind at most so many, the largest first.</summary>
    /// <param name="tally">The entries, counted.</param>
    /// <param name="snapshot">Names pods and Services.</param>
    /// <param name="most">How many of each kind.</param>
    public static ConntrackShare[] Of(ConntrackTally tally, NodeSnapshot snapshot, int most = 5)
    {
        Dictionary<IpAddress, string> places = Places(snapshot);
        Func<TallyKey, string?> services = Services(snapshot);
        IEnumerable<ConntrackShare> clients = ConntrackTally.Largest(tally.Clients, count => count.Entries, most)
            .Select(client => Share(ConntrackShareKind.Client, new TallyKey(Protocol.Any, client.Key, null), client.Value, places.GetValueOrDefault(client.Key), tally));
        IEnumerable<ConntrackShare> destinations = ConntrackTally.Largest(tally.Destinations, count => count.Entries, most)
            .Select(asked => Share(ConntrackShareKind.Destination, asked.Key, asked.Value, services(asked.Key) ?? places.GetValueOrDefault(asked.Key.Address), tally));
        IEnumerable<ConntrackShare> endpoints = ConntrackTally.Largest(tally.Endpoints, count => count.Entries, most)
            .Select(answers => Share(ConntrackShareKind.Endpoint, answers.Key, answers.Value, places.GetValueOrDefault(answers.Key.Address), tally));
        return [.. clients, .. destinations, .. endpoints];
    }

    private static ConntrackShare Share(ConntrackShareKind kind, TallyKey key, TallyCount count, string? name, ConntrackTally tally) => new()
    {
        Kind = kind.ToString(),
        Name = name ?? key.Address.ToString(),
        Address = key.Address.ToString(),
        Port = key.Port,
        Protocol = key.Protocol == Protocol.Any ? null : key.Protocol.ToString(),
        Entries = count.Entries,
        Percent = Math.Round(100.0 * count.Entries / tally.Total, 1),
        Unreplied = count.Unreplied,
    };

    // An address that two namespaces have names neither.
    private static Dictionary<IpAddress, string> Places(NodeSnapshot snapshot)
    {
        Dictionary<IpAddress, string> places = [];
        HashSet<IpAddress> shared = [];
        foreach (NetworkNamespace space in snapshot.Namespaces)
        {
            foreach (IpAddress address in Addresses(space).Where(address => !address.IsLoopback()).Distinct())
            {
                if (!places.TryAdd(address, space.Name))
                {
                    shared.Add(address);
                }
            }
        }

        foreach (IpAddress address in shared)
        {
            places.Remove(address);
        }

        return places;
    }

    private static IEnumerable<IpAddress> Addresses(NetworkNamespace space) =>
        space.Collected(one => one.Addresses)?.Addresses.Select(address => address.Address) ?? [];

    private static Func<TallyKey, string?> Services(NodeSnapshot snapshot)
    {
        ServiceTable? table = snapshot.Host.Collected(host => host.Services);
        return key => key.Port is not int port ? null
            : table?.Find(new ServiceQuery { Addresses = [key.Address], Ports = [port], Protocols = [key.Protocol] }).FirstOrDefault()?.Name;
    }
}
