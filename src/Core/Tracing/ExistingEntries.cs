using NetPath.Core.Conntrack;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>The connection tracking entries that a walk meets: those that were collected, and those that the user names. Notes which were found.</summary>
internal sealed class ExistingEntries
{
    private readonly IReadOnlyList<ConntrackEntry> _given;
    private readonly List<ConntrackEntry> _found = [];
    private readonly List<ConntrackEntry> _over = [];

    /// <summary>Entries to walk with.</summary>
    /// <param name="given">Entries that the user names; they stand before those that were collected.</param>
    public ExistingEntries(IReadOnlyList<ConntrackEntry> given) => _given = given;

    /// <summary>The entries that packets of the walk belong to.</summary>
    public IReadOnlyList<ConntrackEntry> Found => _found;

    /// <summary>Entries with the walk's tuple that a new connection would open anew.</summary>
    public IReadOnlyList<ConntrackEntry> Over => _over;

    /// <summary>True when at least one namespace's entries are known.</summary>
    public static bool AreKnown(IEnumerable<NamespaceView> spaces) => spaces.Any(space => space.Space.TryPart(ConntrackEntryReader.PartName, out _));

    /// <summary>The connection that a packet belongs to; null when no entry has its tuple, or the packet opens it anew.</summary>
    /// <param name="state">The packet at conntrack's place in the hooks.</param>
    /// <param name="zone">The zone that it is looked up in.</param>
    public Connection? Find(WalkState state, ConntrackZone zone)
    {
        if ((InGiven(state, zone) ?? InSnapshot(state, zone)) is not (ConntrackEntry entry, bool reply))
        {
            return null;
        }

        bool over = OpensAnew(entry);
        List<ConntrackEntry> list = over ? _over : _found;
        if (!list.Contains(entry))
        {
            list.Add(entry);
        }

        return over ? null : ConnectionOf(entry, reply);
    }

    /// <summary>
    /// A connection that both sides have closed is over, and the next SYN makes a new one of its entry (TCP_CONNTRACK_SYN_SENT in nf_conntrack_tcp_packet(),
    /// net/netfilter/nf_conntrack_proto_tcp.c). One that a reset ended is so only when the side that sends the SYN had sent the reset, or a FIN was seen.
    /// </summary>
    private static bool OpensAnew(ConntrackEntry entry) => entry.State == "TIME_WAIT"
        || (entry is { State: "CLOSE", TcpFlags: int flags } && (flags & Netlink.CTA.IP_CT_TCP_FLAG_CLOSE_INIT) != 0);

    // resolve_normal_ct() in net/netfilter/nf_conntrack_core.c
    private static Connection ConnectionOf(ConntrackEntry entry, bool reply) => new()
    {
        State = reply || entry.Flags.HasFlag(ConntrackStatus.SeenReply) ? ConnectionState.Established
            : entry.Flags.HasFlag(ConntrackStatus.Expected) ? ConnectionState.Related
            : ConnectionState.New,
        IsReply = reply,
        Original = entry.Original.ToPacket(entry.Transport),
        Reply = entry.Reply.ToPacket(entry.Transport),
        DestinationTranslated = entry.NatKind.HasFlag(ConntrackNat.Dnat),
        SourceTranslated = entry.NatKind.HasFlag(ConntrackNat.Snat),
        DestinationNatDone = true,
        SourceNatDone = true,
        Zone = entry.ZoneKey,
        Helper = entry.Helper,
        Mark = entry.Mark,
        Entry = entry,
    };

    private (ConntrackEntry Entry, bool IsReply)? InGiven(WalkState state, ConntrackZone zone)
    {
        if (_given.Count == 0 || ConntrackKey.Of(state.Packet) is not ConntrackKey key)
        {
            return null;
        }

        foreach (ConntrackEntry entry in _given)
        {
            if (IsOf(entry, state.Space.Space) && ConntrackIndex.Direction(entry, key, zone) is bool reply)
            {
                return (entry, reply);
            }
        }

        return null;
    }

    private static (ConntrackEntry Entry, bool IsReply)? InSnapshot(WalkState state, ConntrackZone zone) =>
        state.Space.Space.TryPart(ConntrackEntryReader.PartName, out _) ? state.Space.Space.ConntrackIndex.Find(state.Packet, zone) : null;

    // An entry that is given as text does not say where it is: where kube-proxy translates.
    private static bool IsOf(ConntrackEntry entry, NetworkNamespace space) =>
        entry.Origin is NodeSnapshot origin && origin != space.Snapshot ? false
        : entry.IsHost || entry.Namespace.Length == 0 ? space.IsHost
        : entry.Namespace == space.Name || entry.Namespace == space.NetnsName || entry.Namespace == space.Path || entry.Namespace == $"{space.ProcessId}";
}
