using NetPath.Core.Conntrack;
using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>Connection tracking: finds the connection that a packet belongs to, and undoes its translation on the way back.</summary>
internal static class ConnectionLookup
{
    /// <summary>What the conntrack hook does (nf_conntrack_in in net/netfilter/nf_conntrack_core.c).</summary>
    public static WalkState Track(WalkState state)
    {
        // A packet over the loopback interface keeps the connection it already has.
        if (state.Connection is not null)
        {
            return state;
        }

        Packet packet = state.Packet;
        ConntrackZone zone = state.Template?.Zone ?? ConntrackZone.Default;
        Connection fresh = new() { Original = packet with { Mark = 0 }, Reply = packet.Reversed(), Zone = zone, Helper = state.Template?.Helper };
        if (state.Untracked)
        {
            return state with { Connection = fresh with { State = ConnectionState.Untracked } };
        }

        // The source port of an encapsulated packet is a hash: the other direction is a connection of its own.
        bool hashed = state.Carried is not null && packet.SourcePort is null && ProtocolName.HasPorts(packet.Transport);
        foreach ((NamespaceView space, Connection known) in state.Tracked)
        {
            if (hashed)
            {
                break;
            }

            bool reply = known.Reply.SameTuple(packet);
            if (space == state.Space && (reply || known.Original.SameTuple(packet)) && known.Zone.IdOf(reply) == zone.IdOf(reply))
            {
                return state with { Connection = known with { State = ConnectionState.Established, IsReply = reply } };
            }
        }

        if (state.Entries?.Find(state, zone) is Connection existing)
        {
            return Note(state with { Connection = existing });
        }

        // A SYN+ACK without a connection opens none (the transition table of nf_conntrack_proto_tcp.c).
        bool answerToNothing = state.IsReply && packet.Transport == Protocol.Tcp && packet.Flags != TcpFlags.Ack;
        return state with { Connection = answerToNothing ? fresh with { State = ConnectionState.Invalid } : fresh };
    }

    // A SYN of the side that had sent the reset opens the connection anew, one of the other side is let through as a packet of the old one.
    private static WalkState Note(WalkState state)
    {
        ConntrackEntry entry = state.Connection!.Entry!;
        return entry.State != "CLOSE" ? state : state.Assuming(
            $"taken to belong to the entry of {state.Space.Name}, which a reset has closed: whether the next SYN opens a new connection depends on who sent the reset",
            entry.Evidence ?? new Evidence($"{state.Space.Space.Path}/{ConntrackEntryReader.PartName}", 0, entry.ToString()));
    }

    /// <summary>What the nat hook does to a packet of a connection that is known: no rule is asked, the packet is rewritten as the first one was.</summary>
    public static WalkState Translate(WalkState state, Hook hook)
    {
        if (state.Connection is not Connection connection || !(connection.IsReply ? connection.State == ConnectionState.Established : connection.Entry is not null))
        {
            return state;
        }

        // Each direction is given the ends of the other one (nf_nat_packet() in net/netfilter/nf_nat_core.c).
        bool destination = hook is Hook.Prerouting or Hook.Output;
        bool ofDestination = destination != connection.IsReply;
        Packet other = connection.IsReply ? connection.Original : connection.Reply;
        Packet before = state.Packet;
        Packet after = destination
            ? before with { DestinationAddress = other.SourceAddress, DestinationPort = other.SourcePort }
            : before with { SourceAddress = other.DestinationAddress, SourcePort = other.DestinationPort };
        if (!(ofDestination ? connection.DestinationTranslated : connection.SourceTranslated) || after.SameTuple(before))
        {
            return state;
        }

        string kind = ofDestination ? "DNAT" : "SNAT";
        string what = connection.IsReply ? $"un-{kind}" : $"{kind} by its existing entry";
        string ends = destination
            ? $"destination {before.DestinationEndpoint} -> {after.DestinationEndpoint}"
            : $"source {before.SourceEndpoint} -> {after.SourceEndpoint}";
        return (state with { Packet = after }).With(new ConntrackHop
        {
            Hook = hook.ToString(),
            Owner = PathOwner.Kernel,
            Place = state.Space.Name,
            Description = $"conntrack {what}: {ends}",
            Before = before,
            After = after,
            Evidence = connection.Entry?.Evidence is Evidence line ? [line] : [],
        });
    }

    /// <summary>Keeps a new connection when the packet has passed the namespace (nf_conntrack_confirm).</summary>
    /// <remarks>Over the loopback interface the packet passes twice; what rules do to the connection on the second pass is done to the same entry.</remarks>
    /// <returns>The state that goes on; null when the entry is refused, which is reported to the walk.</returns>
    public static WalkState? Confirm(WalkState passed, Hook hook, Action<WalkState, Disposition, string> finish)
    {
        WalkState state = passed;
        if (state.Connection is not Connection connection || (connection.State != ConnectionState.New && connection is not { Entry: not null }))
        {
            return state;
        }

        if (NewEntry.Port(state, connection) is EntryShortage shortage)
        {
            if (shortage.Pass(state, $"{hook}", finish) is not WalkState going)
            {
                return null;
            }

            state = going;
        }

        int known = state.Tracked.FindIndex(one => one.Space == state.Space && one.Connection.Original == connection.Original && one.Connection.Reply == connection.Reply);
        return state with { Tracked = known < 0 ? state.Tracked.Add((state.Space, connection)) : state.Tracked.SetItem(known, (state.Space, connection)) };
    }
}
