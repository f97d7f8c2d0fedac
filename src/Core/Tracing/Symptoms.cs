using NetPath.Core.Packets;

namespace NetPath.Core.Tracing;

/// <summary>What the client sees of each ending (icmp_err_convert in net/ipv4/icmp.c, fib_props in net/ipv4/fib_semantics.c).</summary>
internal static class Symptoms
{
    /// <summary>The packet did not arrive.</summary>
    public static Symptom OfPacket(Disposition disposition, WalkState end, WalkStart start, string? rejectWith)
    {
        // Errors of the client's own kernel reach the program at once; those of other namespaces come as ICMP.
        bool atClient = end.Space == start.Space && start.ArrivesOn is null && end.Crossings == 0;
        bool fromOutput = end.InInterface is null;
        return disposition switch
        {
            Disposition.NotListening => Symptom.ConnectionRefused,
            Disposition.Rejected => OfReject(rejectWith),
            // TCP goes on sending SYNs when a rule of its own OUTPUT drops them; a UDP program gets EPERM.
            Disposition.Dropped when atClient && fromOutput && end.Packet.Transport == Protocol.Udp => Symptom.OperationNotPermitted,
            Disposition.Blackholed when atClient => Symptom.InvalidArgument,
            Disposition.NoRoute => Symptom.NetworkUnreachable,
            Disposition.Unreachable or Disposition.NeighbourUnresolved => Symptom.NoRouteToHost,
            Disposition.Prohibited => atClient ? Symptom.PermissionDenied : Symptom.NoRouteToHost,
            Disposition.TimeToLiveExceeded => Symptom.NoRouteToHost,
            // The kernel drops what it learned of neighbours when a link goes, asks again, and gives up after three seconds.
            Disposition.LinkDown => LinkNeedsNeighbours(end) ? Symptom.NoRouteToHost : Symptom.TimedOut,
            Disposition.Dropped or Disposition.Blackholed or Disposition.ForwardingDisabled
                or Disposition.ReversePathFiltered or Disposition.Martian => Symptom.TimedOut,
            _ => Symptom.Unknown,
        };
    }

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

    private static Symptom OfReject(string? with) => with switch
    {
        "icmp-port-unreachable" or "icmp6-port-unreachable" or "port-unreach" or "tcp-reset" => Symptom.ConnectionRefused,
        "icmp-proto-unreachable" => Symptom.Unknown,
        "icmp-net-unreachable" or "icmp-net-prohibited" or "icmp6-no-route" or "no-route" => Symptom.NetworkUnreachable,
        "icmp6-adm-prohibited" or "adm-prohibited" => Symptom.PermissionDenied,
        null => Symptom.Unknown,
        _ => Symptom.NoRouteToHost,
    };
}
