using NetPath.Core.Conntrack;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>What a new entry of connection tracking needs: room in the table, and a free port for a translated source. Where there was none, the way is conditional.</summary>
internal static class NewEntry
{
    /// <summary>The state with what had to be taken for granted.</summary>
    public static WalkState Note(WalkState state, Connection connection) => NotePort(NoteRoom(state), connection);

    // __nf_conntrack_alloc(): in a full table it throws out an entry that was not answered, if it finds one nearby; else the packet is dropped.
    private static WalkState NoteRoom(WalkState state) => TableUse.Of(state.Space) is { IsFull: true } use
        ? state.Assuming($"taken to find room: {use.Count} of {use.Limit} conntrack entries are in use on {state.Space.Name}, and a new one needs another's place", use.Evidence[0])
        : state;

    // get_unique_tuple() in net/netfilter/nf_nat_core.c
    private static WalkState NotePort(WalkState state, Connection connection)
    {
        if (!connection.SourceTranslated || !state.Space.Space.TryPart(ConntrackEntryReader.PartName, out _))
        {
            return state;
        }

        Packet reply = connection.Reply;
        SourcePortUse? taken = state.Space.Space.ConntrackUsage.SourcePorts.FirstOrDefault(use => use is { IsTranslated: true, Percent: >= 100 }
            && use.Address == reply.Destination && use.Destination == reply.Source && use.DestinationPort == reply.SourcePort && use.Protocol == reply.Protocol);
        return taken is null ? state : state.Assuming(
            $"taken to find a port: {taken.Used} of {taken.Usable} source ports of {taken.Address} towards {taken.Destination}:{taken.DestinationPort} are taken on {state.Space.Name}",
            taken.Evidence ?? new Evidence($"{state.Space.Space.Path}/{ConntrackEntryReader.PartName}", 0, $"{taken}"));
    }
}
