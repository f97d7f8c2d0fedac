using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Tracing;

namespace NetPath.Core.KernelTracing.Verification;

/// <summary>Where trace rules go, for which packets, and what is sent: read off the trace.</summary>
internal sealed record VerificationPlan
{
    // A Service may have thousands of endpoints; those of a node are its pods.
    private const int MostFlows = 64;

    /// <summary>The namespaces of the predicted paths, the client's first, with the packets that enter each.</summary>
    public required IReadOnlyList<(NetworkNamespace Space, TraceFlow[] Flows)> Spaces { get; init; }

    /// <summary>The packet to send; its source port is null as long as none is chosen.</summary>
    public required Packet Packet { get; init; }

    /// <summary>The namespace that it is sent from.</summary>
    public NetworkNamespace Client => Spaces[0].Space;

    /// <summary>What will be done to the machine, and what will be sent, in words.</summary>
    public string Describe()
    {
        string kind = Packet.Transport == Protocol.Tcp ? "open one TCP connection" : Packet.DestinationPort == 53 ? "send one DNS query" : "send one empty UDP datagram";
        string port = Packet.SourcePort is int chosen ? $"port {chosen}" : "a port that is free";
        string[] others = [.. Spaces.Select(space => space.Space.Snapshot.NodeName).Distinct().Where(node => node != Client.Snapshot.NodeName)];
        string elsewhere = others.Length == 0 ? "" : $"\n(in those of {string.Join(", ", others)} where that is on this machine too).";
        IEnumerable<string> spaces = Spaces.Select(space => $"  {space.Space.Name}: {string.Join("; ", space.Flows.Select(flow => flow.ToString()))}");
        return $"""
            {kind} from {Client.Name} ({Packet.Source}, {port}) to {Packet.DestinationEndpoint},
            and meanwhile have the kernel trace its packets, by a table netpath_trace_* of nf_tables in
            {string.Join('\n', spaces)}{elsewhere}
            The tables are removed afterwards, and have no effect after 15 s even if this process is killed. Where legacy iptables has rules, nf_log is set to nfnetlink_log meanwhile.
            """;
    }

    /// <summary>Makes the plan.</summary>
    /// <exception cref="TraceRequestException">The probe cannot be sent from where the trace starts, or not with its protocol.</exception>
    public static VerificationPlan Of(PacketTrace trace, IReadOnlyList<NodeSnapshot> snapshots)
    {
        if (trace.Outcomes.Length == 0 || trace.Outcomes[0].Hops.Length == 0 || trace.Outcomes[0].Hops[0] is LinkHop)
        {
            throw new TraceRequestException($"-Verify sends a packet from where the trace starts, and {trace.From} is not of this node. Start at a pod or at the node.");
        }

        if (trace.Packet.Transport is not (Protocol.Tcp or Protocol.Udp))
        {
            throw new TraceRequestException($"-Verify sends TCP and UDP, not {ProtocolName.Of(trace.Packet.Transport)}.");
        }

        return new VerificationPlan
        {
            Spaces = [.. Places(trace).Select(place => (Space: Space(snapshots, place), Flows: Flows(trace, place))).Where(one => one.Flows.Length > 0)],
            Packet = trace.Packet,
        };
    }

    /// <summary>The namespaces of a trace, in the order of its paths.</summary>
    public static IEnumerable<string> Places(PacketTrace trace) =>
        trace.Outcomes
        .SelectMany(outcome => outcome.Hops.Concat(outcome.ReplyHops)).SelectMany(hop => hop is LinkHop { PeerPlace: string peer } ? [hop.Place, peer] : new[] { hop.Place }).Distinct();

    /// <summary>The namespace of a name, in whichever snapshot holds it.</summary>
    /// <exception cref="TraceRequestException">Several are called so.</exception>
    public static NetworkNamespace Space(IReadOnlyList<NodeSnapshot> snapshots, string place) => snapshots.SelectMany(snapshot => snapshot.Namespaces).Where(space => space.Name == place).ToArray() switch
    {
        [NetworkNamespace only] => only,
        NetworkNamespace[] several => throw new TraceRequestException($"'{place}' names {several.Length} namespaces of the {(snapshots.Count == 1 ? "snapshot" : "snapshots")}, so that it cannot be told which one to look into."),
    };

    // What enters the namespace: the first hop of each stay there.
    private static TraceFlow[] Flows(PacketTrace trace, string place)
    {
        IEnumerable<Packet> entering = trace.Outcomes
            .SelectMany(outcome => new[] { outcome.Hops, outcome.ReplyHops })
            .Select(OwnHops.Of)
            .SelectMany(hops => hops.Where((hop, index) => hop.Place == place && (index == 0 || hops[index - 1].Place != place)))
            .Select(hop => hop is SocketHop or RouteHop or EncapsulationHop { Decapsulates: true } ? hop.After : hop.Before)
            .Concat(Arriving(trace, place));

        // The answer to the client, however it is translated: also when no answer is predicted.
        IEnumerable<Packet> all = place == trace.Outcomes[0].Hops[0].Place ? entering.Append(trace.Packet).Append(trace.Packet.Reversed()) : entering;
        TraceFlow[] flows = [.. all.Select(Flow).Distinct()];
        return flows.Length <= MostFlows ? flows : [.. flows.Select(flow => Wider(flow, trace.Packet)).Distinct()];
    }

    // A way may end where a packet arrives, without a hop there.
    private static IEnumerable<Packet> Arriving(PacketTrace trace, string place) => trace.Outcomes
        .SelectMany(outcome => new[] { outcome.Hops, outcome.ReplyHops })
        .Select(hops => OwnHops.Of(hops).LastOrDefault())
        .Where(hop => hop is LinkHop link && link.PeerPlace == place)
        .Select(hop => hop!.After);

    private static TraceFlow Flow(Packet packet) => new()
    {
        Family = packet.Version,
        Protocol = packet.Transport,
        Source = packet.SourceAddress.IsUnspecified() ? null : packet.SourceAddress,
        SourcePort = packet.SourcePort,
        Destination = packet.DestinationAddress,
        DestinationPort = packet.DestinationPort,
    };

    private static TraceFlow Wider(TraceFlow flow, Packet sent) =>
        flow.Destination == sent.SourceAddress ? flow with { Source = null, SourcePort = null } : flow;
}
