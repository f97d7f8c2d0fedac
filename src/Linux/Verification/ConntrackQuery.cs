using NetPath.Core.Conntrack;
using NetPath.Core.KernelTracing;
using NetPath.Core.Packets;
using NetPath.Core.Tracing;
using NetPath.Linux.Netlink;

namespace NetPath.Linux.Verification;

/// <summary>Asks a namespace's connection tracking for the entries of packets that were seen there.</summary>
internal static class ConntrackQuery
{
    /// <summary>The entries; null when this kernel's conntrack cannot be asked.</summary>
    public static IReadOnlyList<ConntrackTuple>? Entries(NetworkNamespaceHandle space, string place, IEnumerable<KernelTraceEvent> events)
    {
        IEnumerable<Packet> entering = events
            .Where(step => TraceCheckpoint.IsOne(step) && step.Chain is TraceCheckpoint.Prerouting or TraceCheckpoint.Output)
            .Select(step => step.Packet)
            .OfType<Packet>()
            .DistinctBy(packet => packet.ToString());
        HashSet<ConntrackTuple> entries = [];
        using NetlinkSocket socket = NetlinkSocket.Open(space);
        foreach (Packet packet in entering)
        {
            if (!TryGet(socket, packet, place, entries))
            {
                return null;
            }
        }

        return [.. entries];
    }

    private static bool TryGet(NetlinkSocket socket, Packet packet, string place, HashSet<ConntrackTuple> entries)
    {
        uint sequence = socket.NextSequence();
        try
        {
            socket.Ask(ConntrackMessage.Get(packet, sequence), sequence, "Connection tracking did not answer", message =>
            {
                if (ConntrackMessage.Read(message, place) is ConntrackTuple entry)
                {
                    entries.Add(entry);
                }
            });
            return true;
        }
        catch (NetlinkException error)
        {
            return error.ErrorNumber == SystemCalls.ENOENT;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
