using NetPath.Core.Packets;
using NetPath.Core.Routing;

namespace NetPath.Core.Tracing;

/// <summary>What the client sees of each ending (icmp_err_convert in net/ipv4/icmp.c, fib_props in net/ipv4/fib_semantics.c).</summary>
internal static class Symptoms
{
    /// <summary>The packet did not arrive.</summary>
    public static Symptom OfPacket(Disposition disposition, WalkState end, WalkStart start, string? rejectWith)
    {
        if (end.Carried is Carried carried)
        {
            return OfCarried(disposition, carried, end);
        }

        // Errors of the client's own kernel reach the program at once; those of other namespaces come as ICMP.
        bool atClient = end.Space == start.Space && start.ArrivesOn is null && end.Crossings == 0;
        bool udp = end.Packet.Transport == Protocol.Udp;
        if (atClient && end.InInterface is null)
        {
            return OfOwnKernel(disposition, udp, end, rejectWith);
        }

        Symptom told = OfError(disposition, udp, end, rejectWith);
        return told is not (Symptom.TimedOut or Symptom.Unknown) && !ErrorComesBack(end) ? Symptom.TimedOut : told;
    }

    // Another namespace stops the packet, and tells the client where it should.
    private static Symptom OfError(Disposition disposition, bool udp, WalkState end, string? rejectWith)
    {
        return disposition switch
        {
            Disposition.NotListening => Symptom.ConnectionRefused,
            Disposition.Rejected => OfReject(rejectWith, udp),
            Disposition.NoRoute => Told(Symptom.NetworkUnreachable, udp),
            // ip6_pkt_discard() in net/ipv6/route.c answers every route that leads nowhere with "no route".
            Disposition.Unreachable => Told(IsByRule(end) || end.Packet.Version == IpFamily.IPv6 ? Symptom.NetworkUnreachable : Symptom.NoRouteToHost, udp),
            Disposition.NeighbourUnresolved or Disposition.TimeToLiveExceeded => Told(Symptom.NoRouteToHost, udp),
            Disposition.Prohibited => end.Packet.Version == IpFamily.IPv6 ? Symptom.PermissionDenied : Symptom.NoRouteToHost,
            Disposition.LinkDown => LinkNeedsNeighbours(end) ? Told(Symptom.NoRouteToHost, udp) : Symptom.TimedOut,
            _ when IsSilent(disposition) => Symptom.TimedOut,
            _ => Symptom.Unknown,
        };
    }

    // icmp_route_lookup() in net/ipv4/icmp.c: who stops the packet tells its sender only when a route leads there.
    private static bool ErrorComesBack(WalkState end) =>
        end.Space.Fib?.Lookup(new RouteQuery { Destination = (end.Connection?.Original ?? end.Packet).SourceAddress, Tos = end.Packet.RoutedTypeOfService }).Result is null or RouteResult.Found or RouteResult.Unknown;

    // Errors about the outer packet go to the node that sent it, and a tunnel without a far end of its own hands none on (ipip_err() in net/ipv4/ipip.c); one
    // with a far end refuses the packets that follow (ip_tunnel_xmit()). VXLAN hands on none.
    private static Symptom OfCarried(Disposition disposition, Carried carried, WalkState end) => disposition switch
    {
        Disposition.Inconclusive or Disposition.LeavesSnapshot or Disposition.NotTranslated => Symptom.Unknown,
        Disposition.Rejected or Disposition.NoRoute or Disposition.Unreachable or Disposition.Prohibited or Disposition.NeighbourUnresolved or Disposition.TunnelMismatch
            when carried.Device.Vxlan is null && TunnelEnds.Address(carried.Device.Tunnel?.Remote) is not null && end.Crossings > 0 => Symptom.Unknown,
        _ => Symptom.TimedOut,
    };

    // The packet never left the client. TCP goes on sending SYNs when its own kernel drops them; a UDP program gets the error of its send.
    private static Symptom OfOwnKernel(Disposition disposition, bool udp, WalkState end, string? rejectWith)
    {
        // Rules of OUTPUT that made the kernel choose another route come after connect() has found the first one good.
        bool rerouted = end.Hops.Count(hop => hop is RouteHop) > 1;
        return disposition switch
        {
            Disposition.Rejected => udp ? Symptom.OperationNotPermitted : OfReject(rejectWith, udp),
            Disposition.Dropped or Disposition.NoConntrackEntry when udp => Symptom.OperationNotPermitted,
            Disposition.Blackholed or Disposition.NoRoute or Disposition.Unreachable or Disposition.Prohibited when rerouted && !udp => Symptom.TimedOut,
            Disposition.Martian when udp || !rerouted => Symptom.InvalidArgument,
            Disposition.Blackholed => Symptom.InvalidArgument,
            Disposition.NoRoute => Symptom.NetworkUnreachable,
            Disposition.Unreachable => IsByRule(end) ? Symptom.NetworkUnreachable : Symptom.NoRouteToHost,
            Disposition.Prohibited => Symptom.PermissionDenied,
            Disposition.NeighbourUnresolved => Told(Symptom.NoRouteToHost, udp),
            Disposition.LinkDown => LinkNeedsNeighbours(end) ? Told(Symptom.NoRouteToHost, udp) : Symptom.TimedOut,
            _ when IsSilent(disposition) => Symptom.TimedOut,
            _ => Symptom.Unknown,
        };
    }

    // A policy rule "unreachable" means the network, a route the host (fib4_rule_action() in net/ipv4/fib_rules.c, fib_props).
    private static bool IsByRule(WalkState end) => end.Hops.Count > 0 && end.Hops[^1] is RouteHop { Lookup: { Route: null, PolicyRule: not null } };

    private static bool IsSilent(Disposition disposition) => disposition is Disposition.Dropped or Disposition.NoConntrackEntry or Disposition.Blackholed or Disposition.BacklogFull
        or Disposition.ForwardingDisabled or Disposition.ReversePathFiltered or Disposition.Martian or Disposition.NeighbourMismatch
        or Disposition.NoTunnelEndpoint or Disposition.TunnelMismatch;

    // "Net unreachable" and "host unreachable" are no hard errors: TCP gives up on them while it connects, a plain UDP socket is not told (__udp4_lib_err).
    private static Symptom Told(Symptom symptom, bool udp) => udp ? Symptom.TimedOut : symptom;

    /// <summary>The packet arrived, and the answer went its way.</summary>
    public static Symptom OfAnswer(Disposition arrival, Disposition reply, bool answered) => reply switch
    {
        _ when answered => arrival == Disposition.Delivered ? Symptom.Connected : Symptom.ConnectionRefused,
        Disposition.Inconclusive or Disposition.LeavesSnapshot => Symptom.Unknown,
        _ => Symptom.TimedOut,
    };

    private static bool LinkNeedsNeighbours(WalkState state)
    {
        string device = state.OutInterface ?? "";
        bool permanent = state.Space.Neighbours?.Find(device, state.Gateway ?? state.Packet.DestinationAddress)?.State.Contains("PERMANENT") == true;
        return !permanent && state.Space.Links?.Find(device)?.LinkType == "ether";
    }

    private static Symptom OfReject(string? with, bool udp) => with switch
    {
        "icmp-port-unreachable" or "icmp6-port-unreachable" or "port-unreach" or "tcp-reset" => Symptom.ConnectionRefused,
        "icmp-proto-unreachable" => Symptom.ProtocolNotAvailable,
        "icmp-net-unreachable" or "icmp6-no-route" or "no-route" => Told(Symptom.NetworkUnreachable, udp),
        "icmp-net-prohibited" => Symptom.NetworkUnreachable,
        "icmp-host-unreachable" or "icmp6-addr-unreachable" or "addr-unreach" => Told(Symptom.NoRouteToHost, udp),
        "icmp-host-prohibited" or "icmp-admin-prohibited" => Symptom.NoRouteToHost,
        "icmp6-adm-prohibited" or "adm-prohibited" or "icmp6-policy-fail" or "policy-fail" or "icmp6-reject-route" or "reject-route" => Symptom.PermissionDenied,
        _ => Symptom.Unknown,
    };
}
