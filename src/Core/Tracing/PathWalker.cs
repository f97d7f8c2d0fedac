using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Routing;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Tracing;

/// <summary>
/// Walks a packet through the namespaces of a snapshot in the kernel's own order, there and back. Where chance or missing knowledge leaves
/// several ways, each is walked; every way ends in one <see cref="PathOutcome"/>.
/// </summary>
internal sealed class PathWalker
{
    // A packet that enters more namespaces than this on one way goes in circles.
    private const int MostCrossings = 32;

    private readonly WalkStart _start;
    private readonly HookRunner _hooks;
    private readonly Transmission _transmission;
    private readonly List<PathOutcome> _outcomes = [];
    private readonly CancellationToken _cancellation;
    private readonly WalkObserver? _observe;

    private PathWalker(Network network, WalkStart start, WalkObserver? observe, CancellationToken cancellation)
    {
        _observe = observe;
        _start = start;
        _cancellation = cancellation;
        _hooks = new HookRunner(Finish, observe, cancellation);
        _transmission = new Transmission(network, _hooks, RouteBridged, SendOuter, Finish);
    }

    /// <summary>All outcomes, the most likely first.</summary>
    public static PathOutcome[] Walk(Network network, WalkStart start, WalkObserver? observe, CancellationToken cancellation) =>
        OutcomeOrder.Arrange(Ways(network, start, observe, cancellation));

    /// <summary>All ways, also those that end alike and that a reader needs to see but once.</summary>
    public static List<PathOutcome> Ways(Network network, WalkStart start, WalkObserver? observe, CancellationToken cancellation)
    {
        PathWalker walker = new(network, start, observe, cancellation);
        WalkState state = new() { Space = start.Space, Packet = start.Packet, Entries = start.Entries };
        if (start.ArrivesOn is string device)
        {
            WalkState arriving = state with { InInterface = device, Ethernet = EthernetHeaders.FromOutside(start.Space, device) };
            walker.Arrive(arriving.With(LinkHops.Arriving(arriving, device)));
        }
        else
        {
            walker.Send(state);
        }

        return walker._outcomes;
    }

    // A process of this namespace sends.
    private void Send(WalkState state)
    {
        foreach (WalkState routed in Route(state, arriving: false))
        {
            // The route is asked before the packet exists, since it selects the source; the reader wants to see the sender first.
            Output(NewEntry.NoteClient(routed with { Hops = routed.Hops.AddBeforeLast(Sending(routed)) }));
        }
    }

    // A tunnel device of this namespace sends (iptunnel_xmit() in net/ipv4/ip_tunnel_core.c). A route that leads into the device itself is refused.
    private void SendOuter(WalkState state)
    {
        foreach (WalkState routed in Route(state, arriving: false))
        {
            // What the device asked its route with plays no part where rules of OUTPUT, or another node, have the packet routed again.
            WalkState wrapped = routed with { Hops = routed.Hops.AddBeforeLast(Encapsulation.Hop(routed)), BoundTo = null, RouteMark = null };
            if (routed.OutInterface == state.Carried!.Device.Name)
            {
                Finish(wrapped, Disposition.NoTunnelEndpoint, $"the route to the far end {state.Packet.Destination} leads into {state.Carried.Name} itself");
            }
            else
            {
                Output(wrapped);
            }
        }
    }

    private void Output(WalkState sending)
    {
        foreach (WalkState passed in _hooks.Run(sending, Hook.Output))
        {
            foreach (WalkState rerouted in Reroute(passed))
            {
                Leave(rerouted);
            }
        }
    }

    private static SocketHop Sending(WalkState state) => new()
    {
        Sends = true,
        Node = state.Space.Node.Name,
        Owner = state.Packet.Flags.HasFlag(TcpFlags.Rst) ? PathOwner.Kernel : PathOwner.Application,
        Place = state.Space.Name,
        Description = $"{(state.Packet.Flags.HasFlag(TcpFlags.Rst) ? "refuses with a reset" : state.IsReply ? "answers" : "sends")} {state.Packet}",
        Before = state.Packet,
        After = state.Packet,
    };

    // ip_route_me_harder()
    private IEnumerable<WalkState> Reroute(WalkState sent) => sent.RoutedAs is Packet asked
        ? Route(sent with { Packet = asked, RoutedAs = null }, arriving: false).Select(routed => routed with { Packet = sent.Packet })
        : [sent];

    // The route is chosen: out by POSTROUTING, and over the loopback interface back in when it leads here.
    private void Leave(WalkState state)
    {
        foreach (WalkState passed in _hooks.Run(state, Hook.Postrouting))
        {
            if (ConnectionLookup.Confirm(passed, Hook.Postrouting, Finish) is not WalkState confirmed)
            {
                continue;
            }

            if (confirmed.OutInterface == "lo")
            {
                ArriveOverLoopback(confirmed with { InInterface = "lo" });
            }
            else
            {
                foreach (WalkState beyond in _transmission.Send(confirmed))
                {
                    Arrive(beyond);
                }
            }
        }
    }

    // The packet keeps the route that it was sent with, and its connection: it is for this namespace. An invalid one has no connection; when one is found
    // now, in the default zone, and its translation is undone, a new route is chosen (nf_nat_ipv4_pre_routing() in net/netfilter/nf_nat_proto.c).
    private void ArriveOverLoopback(WalkState state)
    {
        WalkState arriving = state.Connection is { State: ConnectionState.Invalid } ? state with { Connection = null, Template = null } : state;
        foreach (WalkState passed in _hooks.Run(arriving, Hook.Prerouting))
        {
            if (passed.Packet.DestinationAddress == state.Packet.DestinationAddress)
            {
                Deliver(passed);
            }
            else
            {
                GoOn(passed);
            }
        }
    }

    private void Arrive(WalkState state)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (state.Crossings > MostCrossings)
        {
            Finish(state, Disposition.TimeToLiveExceeded, "the packet goes in circles");
            return;
        }

        if (state.PreroutingDone)
        {
            GoOn(state with { PreroutingDone = false });
            return;
        }

        foreach (WalkState passed in _hooks.Run(state, Hook.Prerouting))
        {
            GoOn(passed);
        }
    }

    // br_nf_pre_routing_finish() and br_nf_pre_routing_finish_ipv6() ask for the route as for a packet that has come in.
    private IEnumerable<WalkState> RouteBridged(WalkState state)
    {
        if (SourceChecks.Check(state) is (Disposition disposition, string reason))
        {
            Finish(state, disposition, reason);
            return [];
        }

        return RouteStep.RunBridged(SourceChecks.Note(state), Finish, _observe);
    }

    // Behind PREROUTING: to a process here, or on by another interface.
    private void GoOn(WalkState state)
    {
        if (SourceChecks.Check(state) is (Disposition disposition, string reason))
        {
            Finish(state, disposition, reason);
            return;
        }

        foreach (WalkState routed in Route(SourceChecks.Note(state), arriving: true))
        {
            if (routed.OutInterface == "lo")
            {
                Deliver(routed);
            }
            else
            {
                Forward(routed);
            }
        }
    }

    private void Forward(WalkState state)
    {
        // ip_forward() in net/ipv4/ip_forward.c
        if (state.Proxy is not null)
        {
            Finish(state, Disposition.Dropped, $"TPROXY gave the packet to a socket of {state.Space.Name}, but no policy rule leads it there: a packet with a socket is not forwarded");
            return;
        }

        if (state.Packet.TimeToLive <= 1)
        {
            Finish(state, Disposition.TimeToLiveExceeded, $"the time to live runs out at {state.Space.Name}: it is {state.Packet.TimeToLive}, and forwarding takes one off");
            return;
        }

        Packet forwarded = state.Packet with { TimeToLive = state.Packet.TimeToLive - 1 };
        foreach (WalkState passed in _hooks.Run(state with { Packet = forwarded }, Hook.Forward))
        {
            Leave(passed);
        }
    }

    private void Deliver(WalkState state)
    {
        foreach (WalkState passed in _hooks.Run(state, Hook.Input))
        {
            if (ConnectionLookup.Confirm(passed, Hook.Input, Finish) is not WalkState confirmed)
            {
                continue;
            }

            if (confirmed.Carried is not null)
            {
                foreach (WalkState inner in _transmission.Unwrap(confirmed))
                {
                    Arrive(inner);
                }

                continue;
            }

            IReadOnlyList<DeliveryEnd> ends = state.IsReply
                ? [Delivery.OfReply(confirmed, Expected(confirmed), isClient: confirmed.Space == _start.Space && _start.ArrivesOn is null)]
                : Delivery.Of(confirmed);
            foreach (DeliveryEnd end in ends)
            {
                WalkState noted = end.Hop.Notes.Aggregate(
                    confirmed.With(end.Hop) with { Probability = confirmed.Probability * end.Share },
                    (state, note) => state.Assuming(note, end.Hop.Evidence[0]));
                Finish(noted, end.Disposition, end.Reason);
            }
        }
    }

    // The answer that the client waits for: from the address and port that it asked for.
    private static Packet Expected(WalkState state) => state.Arrival!.State.Hops[0].After.Reversed();

    private IEnumerable<WalkState> Route(WalkState state, bool arriving) => RouteStep.Run(state, arriving, Finish, _observe);

    private void Finish(WalkState state, Disposition disposition, string reason) => Finish(state, disposition, reason, null);

    private void Finish(WalkState state, Disposition disposition, string reason, string? rejectWith)
    {
        if (state.Carried is Carried carried)
        {
            string inside = $"{reason}; in that packet is {carried.Innermost.Packet}, which {carried.Name} encapsulated";
            _outcomes.Add(OutcomeBuilder.Build(_start, state with { Packet = carried.Innermost.Packet }, disposition, inside, rejectWith));
            return;
        }

        bool answers = disposition == Disposition.Delivered || (disposition == Disposition.NotListening && state.Packet.Transport == Protocol.Tcp);
        if (!state.IsReply && answers && !_start.OneWay)
        {
            Packet reply = state.Packet.Reversed();
            Send(new WalkState
            {
                Space = state.Space,
                Packet = disposition == Disposition.Delivered ? reply : reply with { Flags = TcpFlags.Rst | TcpFlags.Ack },
                Probability = state.Probability,
                Assumptions = state.Assumptions,
                Tracked = state.Tracked,
                Entries = state.Entries,
                Arrival = new Arrival(disposition, reason, state),
            });
            return;
        }

        _outcomes.Add(OutcomeBuilder.Build(_start, state, disposition, reason, rejectWith));
    }
}
