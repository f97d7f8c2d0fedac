using NetPath.Core.Kubernetes;
using NetPath.Core.Links;
using NetPath.Core.Packets;
using NetPath.Core.Rendering;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>Traces packets on one node, or over several. What a snapshot holds is read and indexed once, and kept with it.</summary>
public sealed class ServiceTracer
{
    private readonly Network _network;

    /// <summary>The tracer of a snapshot. What it reads and indexes is kept with the snapshot.</summary>
    public static ServiceTracer For(NodeSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return new ServiceTracer(Network.Of(snapshot));
    }

    /// <summary>The tracer of several nodes: a packet that leaves one goes on where another holds its next hop. Keep it for more than one trace.</summary>
    /// <param name="snapshots">Snapshots of different nodes. The first is the node that is meant where nothing names one.</param>
    public static ServiceTracer For(IReadOnlyList<NodeSnapshot> snapshots)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        return new ServiceTracer(Network.Of(snapshots));
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
        PacketTrace trace = EntryTracing.Add(TraceOf(request, start, PathWalker.Walk(_network, start, observe, cancellation)), _network, start, request, cancellation);
        NameAddresses([.. trace.Outcomes, .. trace.EntryOutcomes], AddressOwners.Of([.. _network.Nodes.Select(node => node.Snapshot)]));
        return trace;
    }

    /// <summary>The namespace of the snapshot that a sender is in; null for an address outside.</summary>
    /// <exception cref="TraceRequestException">The sender cannot be told from the snapshot.</exception>
    internal NetworkNamespace? Sender(string? from)
    {
        IpFamily family = IpAddress.TryParse(from, out IpAddress address) ? address.Family : IpFamily.IPv4;
        WalkStart start = Start(new TraceRequest { Destination = IpAddress.Any(family), From = from });
        return start.ArrivesOn is null ? start.Space.Space : null;
    }

    /// <summary>The trace that holds these outcomes.</summary>
    internal PacketTrace TraceOf(TraceRequest request, WalkStart start, PathOutcome[] outcomes) => new()
    {
        Service = request.Service,
        From = start.Name,
        Packet = outcomes.SelectMany(outcome => outcome.Hops.OfType<SocketHop>()).FirstOrDefault(hop => hop.Sends)?.After ?? start.Packet,
        Outcomes = outcomes,
        Node = start.Space.Node.Name,
        Origin = start.Space.Node.Snapshot,
        Origins = [.. _network.Nodes.Select(node => node.Snapshot)],
    };

    /// <summary>The outcomes of a trace; those that end alike are put together only where that may take an assumption back.</summary>
    internal IReadOnlyList<PathOutcome> Outcomes(WalkStart start, CancellationToken cancellation)
    {
        List<PathOutcome> ways = PathWalker.Ways(_network, start, null, cancellation);
        return ways.TrueForAll(way => way.Assumed.IsEmpty) ? ways : OutcomeOrder.Arrange(ways);
    }

    /// <summary>Walks the first packet alone, to where it ends, which is what the benchmark measures; the answer is not walked.</summary>
    internal PathOutcome[] WalkThere(TraceRequest request) => PathWalker.Walk(_network, Start(request) with { OneWay = true }, null, CancellationToken.None);

    /// <summary>All ways of a connection's first packet and of its answer; a trace shows those that end alike as one outcome.</summary>
    internal IReadOnlyList<PathOutcome> Ways(TraceRequest request, Action<string>? observe) => PathWalker.Ways(_network, Start(request), new WalkObserver(observe, null), CancellationToken.None);

    private static void NameAddresses(PathOutcome[] outcomes, AddressOwners owners)
    {
        foreach (Hop hop in outcomes.SelectMany(outcome => outcome.Hops.Concat(outcome.ReplyHops)))
        {
            hop.Owners = owners;
        }
    }

    /// <summary>Where the walk begins.</summary>
    /// <exception cref="TraceRequestException">The sender cannot be told from the snapshot.</exception>
    internal WalkStart Start(TraceRequest request) => Place(request) with { PacketSize = request.PacketSize };

    private WalkStart Place(TraceRequest request)
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
        NetworkNamespace[] found = [.. _network.Nodes.SelectMany(node => node.Snapshot.FindNamespaces(name))];
        if (found.Length > 1 && Array.FindAll(found, space => IsCalled(space, name)) is { Length: > 0 } exact)
        {
            found = exact;
        }

        NetworkNamespace[] all = [.. _network.Nodes.SelectMany(node => node.Snapshot.Namespaces)];
        string where = _network.Nodes.Count == 1 ? $"the snapshot of {_network.Nodes[0].Snapshot.NodeName}" : "the snapshots";
        bool pods = _network.Nodes.Any(node => node.Snapshot.Sections.Contains("pods"));
        return found.Length switch
        {
            1 => new WalkStart(Network.View(found[0]), packet, null, found[0].Name),
            0 => throw new TraceRequestException($"No pod or node of {where} is called '{name}'.{CloseNames.Question(name, all.Select(space => space.Name))} {(_network.Nodes.Count == 1 ? "It holds" : "They hold")} {Names(all)}.{(pods ? "" : " The pods were not collected: take a snapshot with the section pods.")}"),
            _ => throw new TraceRequestException($"'{name}' names {found.Length} network namespaces of {where}: {Names(found)}. Give the whole name."),
        };
    }

    private static bool IsCalled(NetworkNamespace space, string name) => space.Name == name || space.Hostname == name || space.NetnsName == name || space.PodUid == name;

    private string Names(NetworkNamespace[] spaces)
    {
        const int Enough = 8;
        string names = string.Join(", ", spaces.Take(Enough).Select(space => space.IsHost || _network.Nodes.Count == 1 ? space.Name : $"{space.Name} on {space.Snapshot.NodeName}"));
        return spaces.Length > Enough ? $"{names} and {spaces.Length - Enough} more" : names;
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

        NamespaceView entry = Entry(packet.DestinationAddress);
        RouteLookup? towards = entry.Fib?.Lookup(new RouteQuery { Destination = source });
        string? device = towards is { Result: RouteResult.Found, IsLocalDelivery: false } ? towards.Device : towards is null ? null : Uplink(entry, packet.DestinationAddress);
        return device is not null
            ? new WalkStart(entry, from, device, source.ToString())
            : throw new TraceRequestException($"No interface of {entry.Name} leads to {source}{(towards is null ? ": its routes were not collected" : "")}, so a packet from there cannot be placed.");
    }

    // A node that knows no way back gets packets all the same: by the interface that holds the destination, or the only one that leads out.
    private static string? Uplink(NamespaceView entry, IpAddress destination)
    {
        Link[] uplinks = [.. Uplinks.Of(entry).Where(link => link.IsUp)];
        return (Array.Find(uplinks, link => entry.Addresses?.Of(link.Name).Any(address => address.Address == destination) == true) ?? (uplinks.Length == 1 ? uplinks[0] : null))?.Name;
    }

    // What comes from outside comes to the node whose address it is for, or that has the pod. The first one stands for the others.
    private NamespaceView Entry(IpAddress destination)
    {
        NamespaceView[] holders = [.. _network.Holding(destination)];
        return (Array.Find(holders, holder => holder.Space.IsHost) ?? holders.FirstOrDefault())?.Node.Host ?? _network.Host;
    }
}
