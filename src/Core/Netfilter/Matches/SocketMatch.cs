using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;
using NetPath.Core.Sockets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m socket: a socket of this namespace takes the packet (net/netfilter/xt_socket.c). Sockets that listen on any address count only with --nowildcard.</summary>
/// <param name="TakesWildcard">True with --nowildcard: a socket that is bound to no address counts too.</param>
/// <param name="OnlyTransparent">True with --transparent: only a socket with IP_TRANSPARENT counts, which no list of sockets shows.</param>
/// <param name="RestoresMark">True with --restore-skmark: the packet gets the socket's mark.</param>
public sealed record SocketMatch(bool TakesWildcard, bool OnlyTransparent, bool RestoresMark) : Match
{
    private const int LowestClientPort = 32768;

    internal override MatchResult Evaluate(EvaluationContext context)
    {
        Packet packet = context.Packet;
        if (packet.Transport is Protocol.Icmp or Protocol.IcmpV6)
        {
            return MatchResult.Unknown("whether the ICMP message speaks of a packet that a socket sent");
        }

        if (packet.Transport is not (Protocol.Tcp or Protocol.Udp))
        {
            return false;
        }

        if (context.IsSentHere)
        {
            return MatchResult.Unknown("which socket sends the packet");
        }

        // The answer to a translated source is looked up by the address that the connection began with (nf_sk_lookup_slow_v4 in nf_socket_ipv4.c).
        bool answer = context.Connection is { State: ConnectionState.Established, IsReply: true };
        IpAddress address = answer ? context.Connection!.Original.SourceAddress : packet.DestinationAddress;
        int? port = answer ? context.Connection!.Original.SourcePort : packet.DestinationPort;
        return context.AddressTypeOf(address, null) switch
        {
            null => MatchResult.Unknown($"whether {address} is an address of this namespace was not collected"),
            // No program is bound to an address that is not of its namespace.
            not AddressType.Local when !TakesWildcard => false,
            AddressType.Local when answer || packet.Flags.HasFlag(TcpFlags.Ack) => OfClient(),
            AddressType.Local when packet.Transport == Protocol.Udp && context.Connection is not { State: ConnectionState.New } => MatchResult.Unknown($"whether a socket here already talks to {packet.Source}"),
            _ => OfListener(context, address, port),
        };
    }

    internal static Match Parse(OptionReader options)
    {
        SocketMatch match = new(false, false, false);
        while (options.Next())
        {
            match = options.Name switch
            {
                "--nowildcard" => match with { TakesWildcard = true },
                "--transparent" => match with { OnlyTransparent = true },
                "--restore-skmark" => match with { RestoresMark = true },
                _ => throw options.NotUnderstood(),
            };
        }

        return match;
    }

    // Only the walk's own connection is answered, and its client is taken for an ordinary program: bound to an address of its own, and not transparent.
    private MatchResult OfClient() => RestoresMark ? MatchResult.Unknown("which mark the client's socket has") : !OnlyTransparent;

    private MatchResult OfListener(EvaluationContext context, IpAddress address, int? port)
    {
        if (context.Surroundings.Sockets is not ListeningSocketTable sockets)
        {
            return MatchResult.Unknown("the listening sockets of this namespace were not collected");
        }

        if (port is not int known)
        {
            // The client's kernel picks the port: Linux from 32768, others above. Port 0, which none has, shows whether the lists are there.
            bool candidate = sockets.Find(context.Packet.Transport, address, 0).Verdict == SocketVerdict.Unknown || sockets.Sockets.Any(socket =>
                socket.Protocol == context.Packet.Transport && socket.Port >= LowestClientPort && (socket.Address == address || (TakesWildcard && socket.Address.IsUnspecified())));
            return candidate ? MatchResult.Unknown("the source port is not known; give -SourcePort") : false;
        }

        return sockets.Find(context.Packet.Transport, address, known, context.InInterface) switch
        {
            { Verdict: SocketVerdict.Unknown } => MatchResult.Unknown("the listening sockets of this namespace were not collected"),
            { Socket: ListeningSocket socket } => Takes(socket),
            _ => false,
        };
    }

    private MatchResult Takes(ListeningSocket socket)
    {
        if (socket.Address.IsUnspecified() && !TakesWildcard)
        {
            return false;
        }

        return OnlyTransparent || RestoresMark
            ? MatchResult.Unknown($"whether {socket} is transparent, and which mark it has")
            : true;
    }
}
