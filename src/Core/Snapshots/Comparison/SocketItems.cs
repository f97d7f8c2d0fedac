using System.Globalization;
using NetPath.Core.Packets;
using NetPath.Core.Sockets;

namespace NetPath.Core.Snapshots.Comparison;

/// <summary>Listening sockets.</summary>
internal static class SocketItems
{
    private const string DynamicPorts = "net/ipv4/ip_local_port_range";

    /// <summary>The sockets. Between nodes, an address of the node's own is called so, and ports that a program took by chance are left out.</summary>
    public static IEnumerable<ComparedItem> Sockets(NetworkNamespace space, ComparedPair pair)
    {
        // A list that is missing on one side would read as sockets that are gone.
        if (space.Sockets.Problems.Count > 0)
        {
            throw new SectionNotCollectedException($"{space.Path}/sockets", string.Join(" ", space.Sockets.Problems));
        }

        (int first, int last) = pair.TwoNodes ? Dynamic(space) : (0, 0);
        return space.Sockets.Sockets
            .Where(socket => !pair.TwoNodes || socket.Port < first || socket.Port > last)
            .Select(socket =>
            {
                string name = Name(space, socket, pair.TwoNodes);
                return new ComparedItem(name, name, Traits(socket), () => socket.Evidence);
            });
    }

    private static string Name(NetworkNamespace space, ListeningSocket socket, bool twoNodes)
    {
        bool own = twoNodes && !socket.Address.IsLoopback() && !socket.Address.IsUnspecified() && space.TryPart("links/address.json", out _)
            && space.Addresses.Find(socket.Address).Any(address => space.Links.Find(address.Device)?.Kind != "dummy");
        return own ? $"{ProtocolName.Of(socket.Protocol)} (the node's own address):{socket.Port}" : socket.ToString();
    }

    private static Trait[] Traits(ListeningSocket socket) =>
    [
        new("user", socket.UserId.ToString(CultureInfo.InvariantCulture)),
        new("backlog limit", socket.BacklogLimit?.ToString(CultureInfo.InvariantCulture) ?? ""),
        new("", socket.IPv6Only == true ? "IPv6 only" : ""),
    ];

    private static (int First, int Last) Dynamic(NetworkNamespace space)
    {
        string[] words = space.TryPart("sysctl.txt", out _) && space.Sysctl.TryGet(DynamicPorts, out string? range) ? range.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : [];
        return words.Length == 2 && int.TryParse(words[0], out int first) && int.TryParse(words[1], out int last) ? (first, last) : (32768, 60999);
    }
}
