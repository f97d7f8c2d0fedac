using NetPath.Core.Conntrack;
using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>--ctstatus of the conntrack match: one of these flags of the connection is set. NONE is no flag, and never is.</summary>
/// <param name="Expected">IPS_EXPECTED: a conntrack helper expected the connection.</param>
/// <param name="SeenReply">IPS_SEEN_REPLY: packets went both ways.</param>
/// <param name="Assured">IPS_ASSURED: it is more than a probe (TCP: the handshake is complete).</param>
/// <param name="Confirmed">IPS_CONFIRMED: its first packet has left the namespace or reached a socket.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record ConnectionStatusCondition(bool Expected, bool SeenReply, bool Assured, bool Confirmed, bool Negated)
{
    internal Truth Holds(EvaluationContext context)
    {
        Connection connection = context.Connection!;
        if (connection.Entry is ConntrackEntry entry)
        {
            return OfEntry(entry, connection.IsReply).NotIf(Negated);
        }

        bool first = connection.State == ConnectionState.New;
        // On the way back a walk follows the first answer. It sets SEEN_REPLY, and ASSURED comes only after it.
        bool answer = connection is { State: ConnectionState.Established, IsReply: true };
        // The loopback interface brings the first packet back after it was confirmed.
        bool cameBack = context.InInterface == "lo" && context.Hook is Hook.Prerouting or Hook.Input;
        // The template of CT in raw carries the flag from the start (xt_ct_tg_check() in net/netfilter/xt_CT.c).
        bool template = connection.Original.Transport == Protocol.Any;
        Truth found = Flag(Expected, Known(first || answer, false))
            .Or(Flag(SeenReply, Known(first || answer, answer)))
            .Or(Flag(Assured, Known(first || answer, false)))
            .Or(Flag(Confirmed, Known(true, !first || cameBack || template)));
        return found.NotIf(Negated);
    }

    // Text does not tell whether a helper expected the connection, nor whether the answer in hand is the one that makes it more than a probe.
    private Truth OfEntry(ConntrackEntry entry, bool reply)
    {
        bool seen = reply || entry.Flags.HasFlag(ConntrackStatus.SeenReply);
        bool assured = entry.Flags.HasFlag(ConntrackStatus.Assured);
        return Flag(Expected, Known(entry.IsLive, entry.Flags.HasFlag(ConntrackStatus.Expected)))
            .Or(Flag(SeenReply, Known(true, seen)))
            .Or(Flag(Assured, Known(assured || !seen, assured)))
            .Or(Flag(Confirmed, Truth.Yes));
    }

    internal static ConnectionStatusCondition Parse(OptionReader options)
    {
        ConnectionStatusCondition condition = new(false, false, false, false, false);
        foreach (string name in options.Value().Split(','))
        {
            condition = name.ToUpperInvariant() switch
            {
                "NONE" => condition,
                "EXPECTED" => condition with { Expected = true },
                "SEEN_REPLY" => condition with { SeenReply = true },
                "ASSURED" => condition with { Assured = true },
                "CONFIRMED" => condition with { Confirmed = true },
                _ => throw options.BadValue(name, "a status of a connection"),
            };
        }

        return condition with { Negated = options.Negated };
    }

    private static Truth Known(bool known, bool value) => known ? TruthLogic.From(value) : Truth.Unknown;

    private static Truth Flag(bool asked, Truth value) => asked ? value : Truth.No;
}
