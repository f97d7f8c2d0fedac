using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Sockets;
using NetPath.Core.Tracing;

namespace NetPath.Core.Diagnosis.PodSockets;

/// <summary>NP8001: the packet arrives, and no program listens there.</summary>
internal static class NobodyListens
{
    private const int MostSockets = 5;

    public static readonly FindingDefinition Definition = new()
    {
        Code = "NP8001",
        Severity = nameof(FindingSeverity.Error),
        Meaning = "Nothing listens on the target port of the endpoint",
        EvidenceNeeded = "The sockets that listen in the endpoint's namespace, none of which takes the port",
        Symptom = "Connection refused, at once",
        Remedy = "See whether the program runs and on which port: the pod's log, and the ports below. Then set the Service's targetPort to it, or the program's port to what the "
            + "Service asks for. A readiness probe on that port keeps such a pod out of the Service.",
        Commands = ["nsenter --target <pid> --net ss -lntup", "kubectl get pods --all-namespaces --output wide --field-selector status.podIP=<address>"],
        Explains = [Disposition.NotListening],
        IsGeneral = true,
        OnPath = context => Check(context, loopback: false),
    };

    /// <summary>What listens instead, where nothing takes the packet.</summary>
    /// <param name="context">The path.</param>
    /// <param name="loopback">True to look for sockets on that port that only their own machine reaches; false for the rest.</param>
    internal static IEnumerable<Observation> Check(PathContext context, bool loopback)
    {
        if (context.End is not SocketHop { Sends: false } hop || context.SpaceOf(hop) is not { Sockets: ListeningSocketTable sockets } space
            || hop.Before is not { DestinationPort: int port, Transport: Protocol.Tcp or Protocol.Udp } packet
            || sockets.Find(packet.Transport, packet.DestinationAddress, port, PathEnd.Of(context)?.InDevice) is not { Verdict: SocketVerdict.NotListening } lookup)
        {
            yield break;
        }

        bool onlyLoopback = lookup.SamePort.Count > 0 && lookup.SamePort.All(socket => socket.Address.IsLoopback());
        if (onlyLoopback == loopback)
        {
            yield return new Observation(PathEnd.Reason(context), Evidence(space, sockets, lookup, packet.Transport, port))
            {
                Hop = hop,
                Subject = space.Name,
                Names = [("address", packet.Destination), ("port", $"{port}"), .. space.Space.ProcessId is int process ? new[] { ("pid", $"{process}") } : []],
            };
        }
    }

    // Sockets on that port, else what does listen, and that the list holds no other.
    private static Evidence[] Evidence(NamespaceView space, ListeningSocketTable sockets, SocketLookup lookup, Protocol protocol, int port)
    {
        string name = ProtocolName.Of(protocol);
        Evidence none = new($"{space.Space.Path}/sockets/{name}.txt", 0, $"no socket on port {port} (:{port:X4}) that takes it");
        IEnumerable<ListeningSocket> others = lookup.SamePort.Count > 0 ? lookup.SamePort : sockets.Sockets.Where(socket => socket.Protocol == protocol).Take(MostSockets);
        return lookup.SamePort.Count > 0 ? [.. others.Select(socket => socket.Evidence)] : [none, .. others.Select(socket => socket.Evidence)];
    }
}
