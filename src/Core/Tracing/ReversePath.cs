using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Routing;

namespace NetPath.Core.Tracing;

/// <summary>Whether the route back to a packet's source leaves by the interface it came in by (__fib_validate_source in net/ipv4/fib_frontend.c).</summary>
internal static class ReversePath
{
    /// <param name="state">The packet and the interface it came in by.</param>
    /// <param name="loose">Any route back will do.</param>
    /// <param name="useMark">The packet's mark takes part in the lookup (src_valid_mark).</param>
    public static Truth IsValid(WalkState state, bool loose, bool useMark)
    {
        if (state.Space.Fib is not Fib fib)
        {
            return Truth.Unknown;
        }

        RouteLookup back = fib.Lookup(new RouteQuery
        {
            Destination = state.Packet.SourceAddress,
            Source = state.Packet.DestinationAddress,
            Mark = useMark ? state.Packet.Mark : 0,
            Tos = state.Packet.RoutedTypeOfService,
            Protocol = (int)state.Packet.Transport,
            SourcePort = PortOf(state.Packet, state.Packet.DestinationPort),
            DestinationPort = PortOf(state.Packet, state.Packet.SourcePort),
        });
        return back.Result switch
        {
            RouteResult.Unknown => Truth.Unknown,
            RouteResult.Found when !back.IsLocalDelivery => TruthLogic.From(loose || back.NextHops.Any(path => path.Device == state.InInterface)),
            _ => Truth.No,
        };
    }

    // A packet of a protocol without ports is asked for with none.
    private static int? PortOf(Packet packet, int? port) => ProtocolName.HasPorts(packet.Transport) ? port : 0;
}
