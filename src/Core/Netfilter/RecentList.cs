using System.Globalization;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Netfilter;

/// <summary>Reads a list of the recent match: lines such as <c>src=10.244.120.68 ttl: 64 last_seen: 4295524955 oldest_pkt: 1 4295524955, …</c>.</summary>
internal static class RecentList
{
    private const int WordsBeforeStamps = 7;

    /// <summary>The addresses; null when the list was not collected or a line of it cannot be read.</summary>
    public static IReadOnlyDictionary<IpAddress, RecentEntry>? Read(NetworkNamespace space, string name)
    {
        if (!space.TryPart($"netfilter/xt_recent/{name}", out SnapshotPart? part))
        {
            return null;
        }

        Dictionary<IpAddress, RecentEntry> entries = [];
        foreach ((_, string line) in PartLines.Of(part))
        {
            if (line.Length == 0)
            {
                continue;
            }

            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!words[0].StartsWith("src=", StringComparison.Ordinal) || !IpAddress.TryParse(words[0].AsSpan(4), out IpAddress address))
            {
                return null;
            }

            bool hasTimeToLive = words.Length > 2 && int.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out _);
            entries[address] = new RecentEntry(
                hasTimeToLive ? int.Parse(words[2], CultureInfo.InvariantCulture) : 0,
                Math.Max(1, words.Length - WordsBeforeStamps));
        }

        return entries;
    }
}
