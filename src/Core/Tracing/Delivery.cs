using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Packets;
using NetPath.Core.Sockets;

namespace NetPath.Core.Tracing;

/// <summary>What happens to a packet that is for this namespace.</summary>
internal static class Delivery
{
    /// <summary>On the way there: a listening socket takes it, or none does.</summary>
    public static (Disposition Disposition, string Reason, SocketHop Hop) Of(WalkState state)
    {
        Packet packet = state.Packet;
        string target = packet.Endpoint(packet.DestinationAddress, packet.DestinationPort);
        if (state.Proxy is ProxySocket proxy)
        {
            return (Disposition.Delivered, $"{proxy} of {state.Space.Name} takes the packet for {target} (TPROXY)", Hop(state, $"socket {proxy} takes it for {target}", proxy.Socket));
        }

        if (packet.Transport is not (Protocol.Tcp or Protocol.Udp) || packet.DestinationPort is not int port)
        {
            string unknown = $"whether {state.Space.Name} takes {ProtocolName.Of(packet.Transport)} for {target} cannot be told from its sockets";
            return (Disposition.Inconclusive, unknown, Hop(state, unknown));
        }

        if (state.Space.Sockets is not ListeningSocketTable sockets)
        {
            string missing = $"the listening sockets of {state.Space.Name} were not collected";
            return (Disposition.Inconclusive, missing, Hop(state, missing));
        }

        SocketLookup lookup = sockets.Find(packet.Transport, packet.DestinationAddress, port, state.InInterface);
        return lookup.Verdict switch
        {
            SocketVerdict.Listening => (Disposition.Delivered, $"{lookup.Socket} of {state.Space.Name} takes the packet", Hop(state, $"socket {lookup.Socket} listens", lookup.Socket) with { Notes = lookup.Notes }),
            SocketVerdict.NotListening => (Disposition.NotListening, NobodyListens(state, lookup, target), Hop(state, NobodyListens(state, lookup, target))),
            _ => (Disposition.Inconclusive, string.Join(" ", lookup.Notes), Hop(state, string.Join(" ", lookup.Notes))),
        };
    }

    /// <summary>On the way back: the client's own socket takes it, if it comes from where the client sent to.</summary>
    public static (Disposition Disposition, string Reason, SocketHop Hop) OfReply(WalkState state, Packet expected, bool isClient)
    {
        if (!isClient)
        {
            string lost = $"the answer ends at {state.Space.Name}, which did not ask";
            return (Disposition.NotListening, lost, Hop(state, lost));
        }

        if (!expected.SameTuple(state.Packet))
        {
            RuleHop? untracked = state.Hops.OfType<RuleHop>().FirstOrDefault(hop => hop.Effect == nameof(RuleEffect.NoTrack));
            string why = untracked is null ? "" : $", since {untracked.Table.ToLowerInvariant()} {untracked.Chain} rule {untracked.RuleNumber} takes the answer out of connection tracking";
            string odd = $"the client waits for {expected} and gets {state.Packet}{why}";
            return (Disposition.NotListening, odd, Hop(state, odd));
        }

        return (Disposition.Delivered, $"{state.Space.Name} gets the answer", Hop(state, $"gets the answer {state.Packet}"));
    }

    private static string NobodyListens(WalkState state, SocketLookup lookup, string target) => lookup.SamePort.Count == 0
        ? $"nothing listens on {ProtocolName.Of(state.Packet.Transport)} {target} in {state.Space.Name}"
        : $"nothing in {state.Space.Name} listens on {ProtocolName.Of(state.Packet.Transport)} {target}, only {string.Join(", ", lookup.SamePort)}";

    private static SocketHop Hop(WalkState state, string description, ListeningSocket? socket = null) => new()
    {
        Sends = false,
        Owner = PathOwner.Application,
        Place = state.Space.Name,
        Description = description,
        Before = state.Packet,
        After = state.Packet,
        Evidence = socket is null ? [] : [socket.Evidence],
    };
}
