using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Sockets;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.PodSockets;

/// <summary>NP8003: the program does not take its connections, and no more can wait.</summary>
internal static class AcceptQueueFull
{
    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP8003",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "The accept queue of the listening socket is full: more connections wait than its backlog allows",
        EvidenceNeeded = "The socket's line: connections that wait (receive queue), and its backlog (send queue, by ss)",
        Symptom = "The client times out, or connects after one, three or seven seconds, when its kernel has tried again",
        Remedy = "Find out why the program does not accept: it hangs, all its threads are busy, or a garbage collection stops it. Give it more threads or the Service more pods; a "
            + "longer backlog (and net.core.somaxconn, which limits it) only helps against bursts.",
        Commands = ["nsenter --target <pid> --net ss -lnt sport = :<port>", "nsenter --target <pid> --net nstat -az TcpExtListenOverflows TcpExtListenDrops"],
        Explains = [Disposition.BacklogFull],
        OnPath = OnPath,
        OnNode = context => context.Network.Spaces.SelectMany(space => (space.Sockets?.Sockets ?? []).Where(socket => socket.IsBacklogFull == true).Select(socket => Observe(space, socket, null))),
    };

    private static IEnumerable<Observation> OnPath(PathContext context)
    {
        if (context.End is SocketHop { Sends: false } hop && context.SpaceOf(hop) is { Sockets: ListeningSocketTable sockets } space
            && hop.Before is { DestinationPort: int port } packet
            && sockets.Find(packet.Transport, packet.DestinationAddress, port) is { } lookup && lookup.Group.FirstOrDefault(socket => socket.IsBacklogFull == true) is ListeningSocket full)
        {
            yield return Observe(space, full, hop);
        }
    }

    private static Observation Observe(NamespaceView space, ListeningSocket socket, Hop? hop) => new(
        $"{socket.BacklogLength} connections wait to be accepted at {socket} of {space.Name}, whose backlog is {socket.BacklogLimit}",
        [.. new[] { socket.Evidence, socket.Details, Overflows(space) }.OfType<Evidence>()])
    {
        Hop = hop,
        Subject = space.Name,
        Names = [("port", $"{socket.Port}"), .. space.Space.ProcessId is int process ? new[] { ("pid", $"{process}") } : []],
    };

    // Only where some were lost: the counter runs since the namespace was made, and is of all its sockets.
    private static Evidence? Overflows(NamespaceView space) =>
        space.Space.TryPart("sockets/netstat.txt", out _) && space.Space.SocketCounters is { ListenOverflows: > 0 } counters ? counters.EvidenceFor("TcpExt.ListenOverflows") : null;
}
