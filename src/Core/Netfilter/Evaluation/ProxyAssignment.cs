using NetPath.Core.Netfilter.Targets;
using NetPath.Core.Packets;
using NetPath.Core.Sockets;

namespace NetPath.Core.Netfilter.Evaluation;

/// <summary>
/// TPROXY (tproxy_tg4 in net/netfilter/xt_TPROXY.c): looks for a listening socket, and gives it the packet if the socket has the option IP_TRANSPARENT; drops
/// the packet otherwise. The option does not show in a snapshot.
/// </summary>
internal static class ProxyAssignment
{
    /// <summary>The ways that the packet can take.</summary>
    public static IReadOnlyList<TableOutcome> Ways(TableOutcome state, Rule rule, TransparentProxyTarget target, EvaluationContext context)
    {
        Packet packet = state.Packet;
        TableOutcome stepped = state.Step(rule, RuleEffect.TransparentProxy);
        if (packet.Transport is not (Protocol.Tcp or Protocol.Udp) || packet.DestinationPort is not int asked)
        {
            return [stepped.End(TableVerdict.Drop, rule, "TPROXY takes packets of TCP and UDP only")];
        }

        int port = target.OnPort == 0 ? asked : target.OnPort;
        IpAddress? address = target.OnAddress ?? FirstAddress(context, packet);
        SocketLookup? lookup = address is IpAddress known ? context.FindSocket(packet.Transport, known, port) : null;
        if (lookup is { Verdict: SocketVerdict.NotListening })
        {
            return [stepped.End(TableVerdict.Drop, rule, $"nothing listens on {ProtocolName.Of(packet.Transport)} {packet.Endpoint(address!.Value, port)}, where TPROXY sends it")];
        }

        ProxySocket socket = new(address, port, lookup?.Socket);
        string why = lookup?.Socket is null
            ? $"{rule.Chain.Name} rule {rule.Number}: whether a socket with the option IP_TRANSPARENT listens on {socket} was not collected"
            : $"{rule.Chain.Name} rule {rule.Number}: whether {socket} has the option IP_TRANSPARENT does not show in a snapshot";
        TableOutcome given = state.Step(rule, RuleEffect.TransparentProxy, packet with { Mark = target.Apply(packet.Mark) }) with { Proxy = socket };
        return
        [
            given.Assuming($"taken to have it: {why}", rule, matched: true).End(TableVerdict.Accept, rule),
            stepped.Assuming($"taken not to have it: {why}", rule, matched: false).End(TableVerdict.Drop, rule, $"{socket} is no transparent socket"),
        ];
    }

    // nf_tproxy_laddr4(): the interface's first address; the packet's own destination when it has none.
    private static IpAddress? FirstAddress(EvaluationContext context, Packet packet) => context.AddressesOn(context.InInterface ?? "") switch
    {
        null => null,
        { Count: 0 } => packet.DestinationAddress,
        IReadOnlyList<IpAddress> addresses => addresses[0],
    };
}
