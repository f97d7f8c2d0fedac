using System.Globalization;
using NetPath.Core.Packets;
using NetPath.Core.Services;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>Whether two snapshots are of two nodes of one cluster at about one time. A walk that goes from one to the other rests on that.</summary>
internal static class NodePairing
{
    // Routes, pods and neighbours of a cluster change within minutes.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>What speaks against it, in sentences; empty when nothing does.</summary>
    public static IReadOnlyList<string> Doubts(NodeNetwork one, NodeNetwork other) =>
        [.. new[] { Names(one.Snapshot, other.Snapshot), Times(one.Snapshot, other.Snapshot), Clusters(one, other) }.OfType<string>()];

    /// <summary>True when their Services say that they belong to different clusters.</summary>
    public static bool AreOfDifferentClusters(NodeNetwork one, NodeNetwork other) => Clusters(one, other) is not null;

    private static string? Names(NodeSnapshot one, NodeSnapshot other) => one.NodeName != other.NodeName ? null
        : $"two of the snapshots are of a node called {one.NodeName} ({one.Source}, {other.Source}): they may be of one node at two times";

    private static string? Times(NodeSnapshot one, NodeSnapshot other)
    {
        TimeSpan apart = (one.CapturedAt - other.CapturedAt).Duration();
        return apart <= Longest ? null
            : $"{one.NodeName} was read at {Text(one.CapturedAt)} and {other.NodeName} at {Text(other.CapturedAt)}, {Words(apart)} apart: in between the nodes may have changed";
    }

    // A Service has one virtual IP in the whole cluster. One that was made anew in between tells nothing; no single one in common does.
    private static string? Clusters(NodeNetwork one, NodeNetwork other)
    {
        Dictionary<(string Name, IpFamily Family), string> left = VirtualAddresses(one);
        Dictionary<(string Name, IpFamily Family), string> right = VirtualAddresses(other);
        (string Name, IpFamily Family)[] common = [.. left.Keys.Where(right.ContainsKey)];
        if (left.Count == 0 || right.Count == 0 || Array.Exists(common, name => left[name] == right[name]))
        {
            return null;
        }

        return common.Length == 0
            ? $"kube-proxy of {one.Name} and of {other.Name} know no Service in common: they may be nodes of different clusters"
            : $"{common[0].Name} has the virtual IP {left[common[0]]} on {one.Name} and {right[common[0]]} on {other.Name}: they are nodes of different clusters";
    }

    private static Dictionary<(string Name, IpFamily Family), string> VirtualAddresses(NodeNetwork node)
    {
        Dictionary<(string Name, IpFamily Family), string> addresses = [];
        if (node.Host.Netfilter is not null)
        {
            foreach ((ServicePortName name, IpAddress address) in node.Host.Space.Services.ClusterAddresses)
            {
                addresses.TryAdd(($"{name.Namespace}/{name.Service}", address.Family), address.ToString());
            }
        }

        return addresses;
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Words(TimeSpan apart) => apart.TotalDays >= 2 ? $"{(int)apart.TotalDays} days" : apart.TotalHours >= 2 ? $"{(int)apart.TotalHours} hours" : $"{(int)apart.TotalMinutes} minutes";
}
