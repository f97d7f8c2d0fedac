using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>Traces packets on one snapshot. What the snapshot holds is read and indexed once.</summary>
public sealed class ServiceTracer
{
    private readonly Network _network;

    /// <summary>The tracer of a snapshot. What it reads and indexes is kept with the snapshot.</summary>
    public static ServiceTracer For(NodeSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return new ServiceTracer(Network.Of(snapshot));
    }

    private ServiceTracer(Network network) => _network = network;

    /// <summary>Traces a connection's first packet and its answer.</summary>
    /// <exception cref="TraceRequestException">The sender cannot be told from the snapshot.</exception>
    public PacketTrace Trace(TraceRequest request, CancellationToken cancellation = default) => Trace(request, (WalkObserver?)null, cancellation);

    /// <summary>Traces a connection's first packet and its answer.</summary>
    /// <param name="request">From where, to where.</param>
    /// <param name="cancellation">Ends the walk early.</param>
    /// <param name="observe">Told of each rule that is asked, with its answer, on this thread; null for nobody.</param>
    /// <exception cref="TraceRequestException">The sender cannot be told from the snapshot.</exception>
    public PacketTrace Trace(TraceRequest request, Action<string>? observe, CancellationToken cancellation) =>
        Trace(request, observe is null ? null : new WalkObserver(observe, null), cancellation);

    /// <summary>Traces a connection's first packet and its answer, and tells an observer.</summary>
    internal PacketTrace Trace(TraceRequest request, WalkObserver? observe, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        WalkStart start = Start(request);
        return TraceOf(request, start, PathWalker.Walk(_network, start, observe, cancellation));
    }

    /// <summary>The trace that holds these outcomes.</summary>
    internal PacketTrace TraceOf(TraceRequest request, WalkStart start, PathOutcome[] outcomes) => new()
    {
        Service = request.Service,
        From = start.Name,
        Packet = outcomes.SelectMany(outcome => outcome.Hops.OfType<SocketHop>()).FirstOrDefault(hop => hop.Sends)?.After ?? start.Packet,
        Outcomes = outcomes,
        Node = _network.Snapshot.NodeName,
        Origin = _network.Snapshot,
    };

    /// <summary>The outcomes of a trace; those that end alike are put together only where that may take an assumption back.</summary>
    internal IReadOnlyList<PathOutcome> Outcomes(WalkStart start, CancellationToken cancellation)
    {
        List<PathOutcome> ways = PathWalker.Ways(_network, start, null, cancellation);
        return ways.TrueForAll(way => way.Assumed.IsEmpty) ? ways : OutcomeOrder.Arrange(ways);
    }

    /// <summary>Walks the first packet alone, to where it ends; the answer is not walked.</summary>
    internal PathOutcome[] WalkThere(TraceRequest request) => PathWalker.Walk(_network, Start(request) with { OneWay = true }, null, CancellationToken.None);

    /// <summary>All ways of a connection's first packet and of its answer; a trace shows those that end alike as one outcome.</summary>
    internal IReadOnlyList<PathOutcome> Ways(TraceRequest request, Action<string>? observe) => PathWalker.Ways(_network, Start(request), new WalkObserver(observe, null), CancellationToken.None);

    /// <summary>Where the walk begins.</summary>
    /// <exception cref="TraceRequestException">The sender cannot be told from the snapshot.</exception>
    internal WalkStart Start(TraceRequest request)
    {
        Packet packet = new(request.Protocol, IpAddress.Any(request.Destination.Family), request.Destination, request.SourcePort, request.Port)
        {
            Flags = request.Protocol == Protocol.Tcp ? TcpFlags.Syn : TcpFlags.None,
        };
        if (request.From is null || request.From.Equals("node", StringComparison.OrdinalIgnoreCase))
        {
            return new WalkStart(_network.Host, packet, null, _network.Host.Name);
        }

        return IpAddress.TryParse(request.From, out IpAddress source) ? StartAt(source, packet) : StartIn(request.From, packet);
    }

    private WalkStart StartIn(string name, Packet packet)
    {
        IReadOnlyList<NetworkNamespace> found = _network.Snapshot.FindNamespaces(name);
        return found.Count switch
        {
            1 => new WalkStart(_network.Of(found[0]), packet, null, found[0].Name),
            0 => throw new TraceRequestException($"No pod or node of the snapshot is called '{name}'. It holds {Names(_network.Snapshot.Namespaces)}.{(_network.Snapshot.Sections.Contains("pods") ? "" : " The pods were not collected: take a snapshot with the section pods.")}"),
            _ => throw new TraceRequestException($"'{name}' names {found.Count} namespaces of the snapshot: {Names(found)}. Give the whole name."),
        };
    }

    private static string Names(IReadOnlyList<NetworkNamespace> spaces)
    {
        const int Enough = 8;
        string names = string.Join(", ", spaces.Take(Enough).Select(space => space.Name));
        return spaces.Count > Enough ? $"{names} and {spaces.Count - Enough} more" : names;
    }

    // An address of a namespace starts there; any other arrives by the interface that leads to it.
    private WalkStart StartAt(IpAddress source, Packet packet)
    {
        if (source.Family != packet.Version)
        {
            throw new TraceRequestException($"The sender {source} and the destination {packet.Destination} are of different IP versions.");
        }

        Packet from = packet with { SourceAddress = source };
        NamespaceView[] holders = [.. _network.Holding(source)];
        if (holders.Length > 1)
        {
            throw new TraceRequestException($"{source} is an address of {holders.Length} namespaces: {Names([.. holders.Select(holder => holder.Space)])}. Give a name instead.");
        }

        if (holders.Length == 1)
        {
            return new WalkStart(holders[0], from, null, holders[0].Name);
        }

        RouteLookup? towards = _network.Host.Fib?.Lookup(new RouteQuery { Destination = source });
        return towards is { Result: RouteResult.Found, Device: string device, IsLocalDelivery: false }
            ? new WalkStart(_network.Host, from, device, source.ToString())
            : throw new TraceRequestException($"No interface of {_network.Host.Name} leads to {source}{(towards is null ? ": its routes were not collected" : "")}, so a packet from there cannot be placed.");
    }
}
