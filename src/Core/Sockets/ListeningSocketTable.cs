using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Sockets;

/// <summary>The sockets of one namespace that listen, and the kernel's choice among them.</summary>
public sealed class ListeningSocketTable
{
    private static readonly (string File, Protocol Protocol, IpFamily Family)[] Files =
    [
        ("tcp", Protocol.Tcp, IpFamily.IPv4),
        ("tcp6", Protocol.Tcp, IpFamily.IPv6),
        ("udp", Protocol.Udp, IpFamily.IPv4),
        ("udp6", Protocol.Udp, IpFamily.IPv6),
    ];

    private readonly IReadOnlyDictionary<(Protocol Protocol, IpFamily Family), string> _missing;

    private ListeningSocketTable(
        IReadOnlyList<ListeningSocket> sockets,
        IReadOnlyDictionary<(Protocol Protocol, IpFamily Family), string> missing)
    {
        Sockets = sockets;
        _missing = missing;
    }

    /// <summary>All sockets that listen.</summary>
    public IReadOnlyList<ListeningSocket> Sockets { get; }

    /// <summary>Which lists are missing, and why, as sentences. Where one is, "nobody listens" cannot be said.</summary>
    public IReadOnlyList<string> Problems => _missing.Values.ToArray();

    /// <summary>
    /// Finds the socket that would take a packet, as the kernel does: one bound to just this address before one bound to any address;
    /// among equals IPv4 before IPv6, and one bound to the interface before one that is not (compute_score in inet_hashtables.c).
    /// </summary>
    /// <param name="protocol">TCP or UDP; sockets of others are not collected, so the answer is unknown.</param>
    /// <param name="address">The packet's destination when it reaches the socket, that is after DNAT.</param>
    /// <param name="port">The packet's destination port.</param>
    /// <param name="arrivesOn">The interface that it came in by; null when that is not known.</param>
    public SocketLookup Find(Protocol protocol, IpAddress address, int port, string? arrivesOn = null)
    {
        if (protocol is not (Protocol.Tcp or Protocol.Udp))
        {
            return new SocketLookup(SocketVerdict.Unknown, null, [], new[] { $"Sockets of {ProtocolName.Of(protocol)} are not collected." });
        }

        ListeningSocket[] samePort = [.. Sockets.Where(socket => socket.Protocol == protocol && socket.Port == port)];
        ListeningSocket? best = samePort
            .Where(socket => Takes(socket, address, arrivesOn))
            .OrderBy(socket => socket.Address.IsUnspecified())
            .ThenBy(socket => socket.Address.Family)
            .ThenBy(socket => socket.Interface is null)
            .FirstOrDefault();
        ListeningSocket[] others = [.. samePort.Where(socket => !ReferenceEquals(socket, best) && !Takes(socket, address, arrivesOn))];
        string[] missing = [.. RelevantLists(address.Family)
            .Where(family => _missing.ContainsKey((protocol, family)))
            .Select(family => _missing[(protocol, family)])];
        return best is not null
            ? new SocketLookup(SocketVerdict.Listening, best, others, NotesOn(best, address, arrivesOn).ToArray()) { Group = [.. samePort.Where(socket => SharesPort(socket, best))] }
            : new SocketLookup(missing.Length > 0 ? SocketVerdict.Unknown : SocketVerdict.NotListening, null, others, missing);
    }

    /// <summary>Reads the lists that were collected.</summary>
    /// <exception cref="SectionNotCollectedException">None was.</exception>
    internal static ListeningSocketTable Read(NetworkNamespace space)
    {
        List<ListeningSocket> sockets = [];
        Dictionary<(Protocol Protocol, IpFamily Family), string> missing = [];
        SectionNotCollectedException? first = null;
        foreach ((string file, Protocol protocol, IpFamily family) in Files)
        {
            try
            {
                sockets.AddRange(ProcNetSockets.Parse(space.Part($"sockets/{file}.txt"), protocol));
            }
            catch (SectionNotCollectedException error)
            {
                first ??= error;
                if (!KernelLacks(space, family))
                {
                    missing[(protocol, family)] = error.Message;
                }
            }
        }

        if (first is not null && Files.All(entry => !space.TryPart($"sockets/{entry.File}.txt", out _)))
        {
            throw first;
        }

        return new ListeningSocketTable(WithDetails(sockets, space), missing);
    }

    /// <summary>
    /// A kernel booted without IPv6 has no tcp6 and udp6: then there are no such sockets, and nothing is unknown. That it was is seen from
    /// the settings, which then have none of IPv6.
    /// </summary>
    private static bool KernelLacks(NetworkNamespace space, IpFamily family) =>
        family == IpFamily.IPv6
        && space.TryPart("sysctl.txt", out _)
        && space.Sysctl.Count > 0
        && !space.Sysctl.Names.Any(name => name.StartsWith("net/ipv6/", StringComparison.Ordinal));

    private static List<ListeningSocket> WithDetails(List<ListeningSocket> sockets, NetworkNamespace space)
    {
        if (!space.TryPart("sockets/ss.txt", out SnapshotPart? part))
        {
            return sockets;
        }

        Dictionary<long, SocketDetails> details = SocketDetails.Parse(part);
        return sockets.ConvertAll(socket => details.TryGetValue(socket.Inode, out SocketDetails? more) ? Join(socket, more) : socket);
    }

    private static ListeningSocket Join(ListeningSocket socket, SocketDetails details) => socket with
    {
        BacklogLimit = details.BacklogLimit,
        IPv6Only = details.IPv6Only,
        Interface = details.Interface,
        Details = details.Evidence,
        HasDetails = true,
    };

    /// <summary>An IPv4 packet may also be taken by an IPv6 socket.</summary>
    private static IpFamily[] RelevantLists(IpFamily family) =>
        family == IpFamily.IPv4 ? [IpFamily.IPv4, IpFamily.IPv6] : [IpFamily.IPv6];

    private static bool Takes(ListeningSocket socket, IpAddress address, string? arrivesOn) =>
        (socket.Interface is null || arrivesOn is null || socket.Interface == arrivesOn)
        && (TakesMapped(socket, address)
            || (socket.Address.Family == address.Family
                ? socket.Address == address || socket.Address.IsUnspecified()
                : address.Family == IpFamily.IPv4 && socket.Address.IsUnspecified() && socket.IPv6Only != true));

    // Only SO_REUSEPORT lets two sockets listen on just the same.
    private static bool SharesPort(ListeningSocket socket, ListeningSocket other) =>
        socket.Address == other.Address && socket.Interface == other.Interface && socket.IPv6Only == other.IPv6Only;

    /// <summary>A socket bound to ::ffff:10.0.0.1 takes IPv4 packets to 10.0.0.1.</summary>
    private static bool TakesMapped(ListeningSocket socket, IpAddress address) =>
        address.Family == IpFamily.IPv4
        && socket.Address.Family == IpFamily.IPv6
        && socket.Address.Bits >> 32 == 0xffff
        && (uint)socket.Address.Bits == (uint)address.Bits;

    private static IEnumerable<string> NotesOn(ListeningSocket socket, IpAddress address, string? arrivesOn)
    {
        if (address.Family == IpFamily.IPv4 && socket.Address.Family == IpFamily.IPv6 && socket.IPv6Only is null && socket.Address.IsUnspecified())
        {
            yield return $"{socket} is an IPv6 socket. That it takes IPv4 too is Linux's default and was not seen: ss was not collected.";
        }

        if (socket.Interface is not null && arrivesOn is null)
        {
            yield return $"{socket} takes packets from {socket.Interface} only.";
        }
    }
}
