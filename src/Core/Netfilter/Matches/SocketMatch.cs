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

        if (context.Connection is not { State: ConnectionState.New } || packet.DestinationPort is not int port)
        {
            return MatchResult.Unknown($"whether a socket here already talks to {packet.Source}");
        }

        SocketLookup? lookup = context.Surroundings.Sockets?.Find(packet.Transport, packet.DestinationAddress, port, context.InInterface);
        return lookup switch
        {
            null or { Verdict: SocketVerdict.Unknown } => MatchResult.Unknown("the listening sockets of this namespace were not collected"),
            { Socket: ListeningSocket socket } => Takes(socket),
            _ => false,
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
