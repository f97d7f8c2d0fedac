using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>One of the conntrack match's conditions on the connection's tuples.</summary>
/// <param name="Field">What is compared.</param>
/// <param name="Prefix">The network, for the conditions on addresses.</param>
/// <param name="Ports">The ports, for the conditions on ports.</param>
/// <param name="Number">The protocol number, or 1 for --ctdir REPLY.</param>
/// <param name="Negated">True with <c>!</c>.</param>
public sealed record ConnectionCondition(ConnectionField Field, IpPrefix Prefix, PortRange Ports, int Number, bool Negated)
{
    internal Truth Holds(Connection? connection)
    {
        if (connection is null)
        {
            return Truth.No;
        }

        Packet original = connection.Original;
        Packet reply = connection.Reply;
        Truth truth = Field switch
        {
            ConnectionField.Protocol => TruthLogic.From((int)original.Transport == Number),
            ConnectionField.Direction => TruthLogic.From(connection.IsReply == (Number == 1)),
            ConnectionField.OriginalSource => TruthLogic.From(Prefix.Contains(original.SourceAddress)),
            ConnectionField.OriginalDestination => TruthLogic.From(Prefix.Contains(original.DestinationAddress)),
            ConnectionField.ReplySource => TruthLogic.From(Prefix.Contains(reply.SourceAddress)),
            ConnectionField.ReplyDestination => TruthLogic.From(Prefix.Contains(reply.DestinationAddress)),
            ConnectionField.OriginalSourcePort => Ports.Holds(original.SourcePort),
            ConnectionField.OriginalDestinationPort => Ports.Holds(original.DestinationPort),
            ConnectionField.ReplySourcePort => Ports.Holds(reply.SourcePort),
            _ => Ports.Holds(reply.DestinationPort),
        };
        return truth.NotIf(Negated);
    }

    internal static ConnectionCondition Parse(OptionReader options)
    {
        ConnectionField field = options.Name switch
        {
            "--ctproto" => ConnectionField.Protocol,
            "--ctdir" => ConnectionField.Direction,
            "--ctorigsrc" => ConnectionField.OriginalSource,
            "--ctorigdst" => ConnectionField.OriginalDestination,
            "--ctreplsrc" => ConnectionField.ReplySource,
            "--ctrepldst" => ConnectionField.ReplyDestination,
            "--ctorigsrcport" => ConnectionField.OriginalSourcePort,
            "--ctorigdstport" => ConnectionField.OriginalDestinationPort,
            "--ctreplsrcport" => ConnectionField.ReplySourcePort,
            "--ctrepldstport" => ConnectionField.ReplyDestinationPort,
            _ => throw options.NotUnderstood(),
        };
        string value = options.Value();
        ConnectionCondition condition = new(field, default, default, 0, options.Negated);
        return field switch
        {
            ConnectionField.Protocol => condition with { Number = (int)options.Protocol(value) },
            ConnectionField.Direction => condition with { Number = value == "REPLY" ? 1 : 0 },
            <= ConnectionField.ReplyDestination => condition with { Prefix = options.Prefix(value) },
            _ => condition with { Ports = options.Ports(value) },
        };
    }
}
