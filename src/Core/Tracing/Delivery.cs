using NetPath.Core.Links;
using NetPath.Core.Netfilter;
using NetPath.Core.Netfilter.Evaluation;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;
using NetPath.Core.Sockets;

namespace NetPath.Core.Tracing;

/// <summary>What happens to a packet that is for this namespace.</summary>
internal static class Delivery
{
    /// <summary>On the way there: a listening socket takes it, or none does.</summary>
    public static IReadOnlyList<DeliveryEnd> Of(WalkState state)
    {
        Packet packet = state.Packet;
        string target = packet.DestinationEndpoint;
        if (state.Proxy is ProxySocket proxy)
        {
            return [new(Disposition.Delivered, $"{proxy} of {state.Space.Name} takes the packet for {target} (TPROXY)", Hop(state, $"socket {proxy} takes it for {target}", proxy.Socket))];
        }

        if (packet.Transport is not (Protocol.Tcp or Protocol.Udp) || packet.DestinationPort is not int port)
        {
            string unknown = $"whether {state.Space.Name} takes {ProtocolName.Of(packet.Transport)} for {target} cannot be told from its sockets";
            return [new(Disposition.Inconclusive, unknown, Hop(state, unknown))];
        }

        if (state.Space.Sockets is not ListeningSocketTable sockets)
        {
            string missing = $"the listening sockets of {state.Space.Name} were not collected";
            return [new(Disposition.Inconclusive, missing, Hop(state, missing))];
        }

        // kube-proxy in IPVS mode gives the virtual IPs to this device, and IPVS takes their packets before a socket is asked (at INPUT: net/netfilter/ipvs/ip_vs_core.c).
        if (state.Space.Addresses?.Find(packet.DestinationAddress).Any(address => address.Device == "kube-ipvs0") == true)
        {
            string balanced = $"IPVS of {state.Space.Name} takes packets for the virtual IP {packet.Destination}, and where it sends them is not evaluated by this release";
            return [new(Disposition.Inconclusive, balanced, Hop(state, balanced))];
        }

        SocketLookup lookup = sockets.Find(packet.Transport, packet.DestinationAddress, port, state.InInterface);
        return lookup.Verdict switch
        {
            _ when IsOfOpenConnection(state) => [ToOpenConnection(state, lookup, target)],
            SocketVerdict.Listening => Accepted(state, lookup),
            SocketVerdict.NotListening when Machine(state) is Link tap => [BehindTap(state, tap, target)],
            SocketVerdict.NotListening => [new(Disposition.NotListening, NobodyListens(state, lookup, target), Hop(state, NobodyListens(state, lookup, target)))],
            _ => [new(Disposition.Inconclusive, string.Join(" ", lookup.Notes), Hop(state, string.Join(" ", lookup.Notes)))],
        };
    }

    // Kata Containers take what comes to the pod's interface over to a tap, by rules of tc: the sockets are those of a virtual machine's own kernel.
    private static Link? Machine(WalkState state) => state.Space.Space.IsHost ? null
        : state.Space.Links?.Links.FirstOrDefault(link => link.Kind == "tun" && link.Name.StartsWith("tap", StringComparison.Ordinal) && link.IsUp);

    private static DeliveryEnd BehindTap(WalkState state, Link tap, string target)
    {
        string machine = $"nothing listens on {ProtocolName.Of(state.Packet.Transport)} {target} in {state.Space.Name} itself, and {tap.Name} leads to a virtual machine, whose sockets the snapshot does not hold";
        return new DeliveryEnd(Disposition.Inconclusive, machine, Hop(state, machine) with { Evidence = [tap.Evidence] });
    }

    // Packets of a connection that is open go to its own socket, past the one that listens.
    private static bool IsOfOpenConnection(WalkState state) => state.Entries is { Found.Count: > 0 } && state.Packet is { Transport: Protocol.Tcp, Flags: TcpFlags.Ack };

    private static DeliveryEnd ToOpenConnection(WalkState state, SocketLookup lookup, string target)
    {
        string words = $"the connection's own socket of {state.Space.Name} takes the packet for {target}";
        SocketHop hop = Hop(state, words, lookup.Socket);
        if (lookup.Verdict == SocketVerdict.Listening)
        {
            return new DeliveryEnd(Disposition.Delivered, words, hop);
        }

        Evidence evidence = state.Entries!.Found[0].Evidence ?? new Evidence($"{state.Space.Space.Path}/sockets", 0, "only sockets that listen are collected");
        return new DeliveryEnd(Disposition.Delivered, words, hop with
        {
            Evidence = [evidence],
            Notes = [$"taken to be open still: the connection's socket in {state.Space.Name}, where {(lookup.Verdict == SocketVerdict.NotListening ? "nothing listens on that port any more" : "it is not known what listens")}"],
        });
    }

    // Of sockets that share a port, each takes the same share of connections (reuseport_select_sock() in net/core/sock_reuseport.c).
    private static List<DeliveryEnd> Accepted(WalkState state, SocketLookup lookup)
    {
        ListeningSocket[] full = [.. lookup.Group.Where(socket => socket.IsBacklogFull == true)];
        ListeningSocket[] others = [.. lookup.Group.Where(socket => socket.IsBacklogFull != true)];
        List<DeliveryEnd> ends = [];
        if (others.Length > 0)
        {
            ListeningSocket socket = others.FirstOrDefault(one => one.IsBacklogFull == false) ?? others[0];
            SocketHop hop = Hop(state, $"socket {socket} listens{Sharing(lookup)}", socket);
            string[] notes = others.Any(one => one.IsBacklogFull is null)
                ? [.. lookup.Notes, $"{socket} of {state.Space.Name} has {socket.BacklogLength} connections that wait to be accepted; how many may wait was not seen, since ss was not collected. Taken not to be full."]
                : [.. lookup.Notes];
            ends.Add(new DeliveryEnd(Disposition.Delivered, $"{socket} of {state.Space.Name} takes the packet", hop with { Notes = notes }, (double)others.Length / lookup.Group.Count));
        }

        if (full.Length > 0)
        {
            ends.Add(Refused(state, full[0], lookup) with { Share = (double)full.Length / lookup.Group.Count });
        }

        return ends;
    }

    // tcp_conn_request() in net/ipv4/tcp_input.c
    private static DeliveryEnd Refused(WalkState state, ListeningSocket socket, SocketLookup lookup)
    {
        string reason = $"the accept queue of {socket} in {state.Space.Name} is full{Sharing(lookup)}: {socket.BacklogLength} connections wait to be accepted, and {socket.BacklogLimit} may";
        return new DeliveryEnd(Disposition.BacklogFull, reason, Hop(state, reason, socket) with
        {
            Notes = lookup.Notes,
            Evidence = [.. new[] { socket.Evidence, socket.Details }.OfType<Evidence>()],
        });
    }

    private static string Sharing(SocketLookup lookup) => lookup.Group.Count > 1 ? $", one of {lookup.Group.Count} that share the port" : "";

    /// <summary>On the way back: the client's own socket takes it, if it comes from where the client sent to.</summary>
    public static DeliveryEnd OfReply(WalkState state, Packet expected, bool isClient)
    {
        if (!isClient)
        {
            string lost = $"the answer ends at {state.Space.Name}, which did not ask";
            return new DeliveryEnd(Disposition.NotListening, lost, Hop(state, lost));
        }

        if (!expected.SameTuple(state.Packet))
        {
            RuleHop? untracked = state.Hops.OfType<RuleHop>().FirstOrDefault(hop => hop.Effect == nameof(RuleEffect.NoTrack));
            string why = untracked is null ? "" : $", since {untracked.Table.ToLowerInvariant()} {untracked.Chain} rule {untracked.RuleNumber} takes the answer out of connection tracking";
            string odd = $"the client waits for {expected} and gets {state.Packet}{why}";
            return new DeliveryEnd(Disposition.NotListening, odd, Hop(state, odd));
        }

        return new DeliveryEnd(Disposition.Delivered, $"{state.Space.Name} gets the answer", Hop(state, $"gets the answer {state.Packet}"));
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
