using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>--tcp-flags and --syn: of the flags that are looked at, exactly these are set.</summary>
/// <param name="Mask">The flags that are looked at.</param>
/// <param name="Set">The flags of these that must be set.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record TcpFlagCondition(TcpFlags Mask, TcpFlags Set, bool Negated)
{
    private const TcpFlags All = TcpFlags.Fin | TcpFlags.Syn | TcpFlags.Rst | TcpFlags.Psh | TcpFlags.Ack | TcpFlags.Urg;

    internal bool Holds(TcpFlags flags) => ((flags & Mask) == Set) != Negated;

    internal static TcpFlagCondition Parse(OptionReader options)
    {
        TcpFlags mask = Flags(options);
        return new TcpFlagCondition(mask, Flags(options), options.Negated);
    }

    private static TcpFlags Flags(OptionReader options)
    {
        TcpFlags flags = TcpFlags.None;
        foreach (string name in options.Value().Split(','))
        {
            flags |= name switch
            {
                "ALL" => All,
                "NONE" => TcpFlags.None,
                _ when Enum.TryParse(name, ignoreCase: true, out TcpFlags flag) => flag,
                _ => throw options.BadValue(name, "a TCP flag"),
            };
        }

        return flags;
    }
}
