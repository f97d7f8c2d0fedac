using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Netfilter;

/// <summary>Reads a list of the recent match: lines such as <c>src=10.244.120.68 ttl: 64 last_seen: 4295524955 oldest_pkt: 1 …</c>.</summary>
internal static class RecentList
{
    /// <summary>The addresses; null when the list was not collected or a line of it cannot be read.</summary>
    public static IReadOnlySet<IpAddress>? Read(NetworkNamespace space, string name)
    {
        if (!space.TryPart($"netfilter/xt_recent/{name}", out SnapshotPart? part))
        {
            return null;
        }

        HashSet<IpAddress> addresses = [];
        foreach ((_, string line) in PartLines.Of(part))
        {
            string word = line.Split(' ')[0];
            if (line.Length == 0)
            {
                continue;
            }

            if (!word.StartsWith("src=", StringComparison.Ordinal) || !IpAddress.TryParse(word.AsSpan(4), out IpAddress address))
            {
                return null;
            }

            addresses.Add(address);
        }

        return addresses;
    }
}
