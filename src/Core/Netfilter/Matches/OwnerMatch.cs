using NetPath.Core.Netfilter.Iptables;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m owner: the process that sent the packet (net/netfilter/xt_owner.c). A packet that is passed on has none.</summary>
/// <param name="SocketExists">--socket-exists: false with <c>!</c>, null when the rule does not ask.</param>
/// <param name="Asks">The conditions on user and group that stand without <c>!</c>, as text; null for none.</param>
/// <param name="AsksNot">Those with <c>!</c>.</param>
public sealed record OwnerMatch(bool? SocketExists, string? Asks, string? AsksNot) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context)
    {
        if (!context.IsSentHere)
        {
            return Asks is null && SocketExists != true;
        }

        if (context.Packet.Flags.HasFlag(Packets.TcpFlags.Rst))
        {
            return MatchResult.Unknown("whether the kernel's own reset counts as sent by a socket");
        }

        if (SocketExists == false)
        {
            return false;
        }

        return Asks is null && AsksNot is null ? true : MatchResult.Unknown($"which user sends the packet ({Asks ?? AsksNot})");
    }

    internal static Match Parse(OptionReader options)
    {
        OwnerMatch match = new(null, null, null);
        while (options.Next())
        {
            switch (options.Name)
            {
                case "--socket-exists":
                    match = match with { SocketExists = !options.Negated };
                    break;
                case "--suppl-groups":
                    break;
                case "--uid-owner" or "--gid-owner":
                    string text = $"{options.Name} {options.Value()}";
                    match = options.Negated ? match with { AsksNot = text } : match with { Asks = text };
                    break;
                default:
                    throw options.NotUnderstood();
            }
        }

        return match is { SocketExists: null, Asks: null, AsksNot: null } ? throw OptionReader.Bad("it has no options: the dump has lost its condition") : match;
    }
}
