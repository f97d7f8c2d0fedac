using NetPath.Core.Conntrack;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>
/// What a new entry of connection tracking needs: room in the table, and a free port for a translated source. Without one the kernel drops the packet; where
/// the snapshot does not tell whether it makes room, both ways are followed.
/// </summary>
internal static class NewEntry
{
    /// <summary>What speaks against room for a new entry; null for nothing.</summary>
    /// <remarks>
    /// __nf_conntrack_alloc() in net/netfilter/nf_conntrack_core.c: in a full table it throws out an entry that was not answered or is closing (early_drop(),
    /// gc_worker_can_early_drop()), if it finds one; else the packet is dropped.
    /// </remarks>
    public static EntryShortage? Room(NamespaceView space) => TableUse.Of(space) is not { IsFull: true } use ? null : new EntryShortage(
        $"the connection tracking table of {space.Name} is full ({use.Count} of {use.Limit} entries)",
        $"another entry gives way: {use.Count} of {use.Limit} conntrack entries are in use on {space.Name}",
        use.Evidence,
        Tally(space) is { Unread: 0, Replaceable: 0, Total: > 0 });

    /// <summary>What speaks against a free source port for a connection whose source is translated; null for nothing.</summary>
    /// <remarks>nf_nat_l4proto_unique_tuple() in net/netfilter/nf_nat_core.c; the entry is refused when it is confirmed. A port whose connection is over may be taken again.</remarks>
    public static EntryShortage? Port(WalkState state, Connection connection)
    {
        if (!connection.SourceTranslated || connection.State != ConnectionState.New || Tally(state.Space) is null)
        {
            return null;
        }

        Packet reply = connection.Reply;
        PortRange? ports = state.Hops.OfType<RuleHop>().LastOrDefault(hop => hop.Step?.Rule.Target is SourceNatTarget)?.Step!.Rule.Target is SourceNatTarget target ? target.Ports : null;
        SourcePortUse? taken = state.Space.Space.ConntrackUsage.SourcePorts.FirstOrDefault(use => use is { IsTranslated: true, Percent: >= 100 }
            && use.Address == reply.Destination && use.Destination == reply.Source && use.DestinationPort == reply.SourcePort && use.Protocol == reply.Protocol
            && (!ports.HasValue ? use.Evidence is null : use.FirstPort == ports.Value.First && use.LastPort == ports.Value.Last));
        return taken is null ? null : new EntryShortage(
            $"no source port is left: all {taken.Usable} of {taken.Address} towards {taken.Destination}:{taken.DestinationPort} are taken on {state.Space.Name}",
            $"a port is free again: {taken.Used} of {taken.Usable} source ports of {taken.Address} towards {taken.Destination}:{taken.DestinationPort} are taken on {state.Space.Name}",
            [taken.Evidence ?? new Evidence($"{state.Space.Space.Path}/{ConntrackEntryReader.PartName}", 0, $"{taken}")],
            taken.Closing == 0);
    }

    /// <summary>The state of a client whose kernel chooses its port: where entries hold all of its range towards this destination, connect() may fail (__inet_hash_connect()).</summary>
    public static WalkState NoteClient(WalkState state)
    {
        Packet packet = state.Packet;
        NamespaceView host = state.Space.Node.Host;
        if (state.IsReply || state.Carried is not null || packet.SourcePort is not null || !ProtocolName.HasPorts(packet.Transport) || Tally(host) is null)
        {
            return state;
        }

        SourcePortUse? taken = host.Space.ConntrackUsage.SourcePorts.FirstOrDefault(use => use is { IsTranslated: false, Percent: >= 100 }
            && use.Address == packet.Source && use.Destination == packet.Destination && use.DestinationPort == packet.DestinationPort && use.Protocol == packet.Protocol);
        return taken is null ? state : state.Assuming(
            $"taken to find a port: entries hold {taken.Used} of {taken.Usable} ports that {state.Space.Name} may take towards {taken.Destination}:{taken.DestinationPort}; without one connect() fails with \"cannot assign requested address\"",
            taken.Evidence ?? new Evidence($"{host.Space.Path}/{ConntrackEntryReader.PartName}", 0, $"{taken}"));
    }

    private static ConntrackTally? Tally(NamespaceView space) => space.Space.TryPart(ConntrackEntryReader.PartName, out _) ? space.Space.ConntrackTally : null;
}
