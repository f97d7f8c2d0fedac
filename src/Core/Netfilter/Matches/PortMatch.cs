using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m tcp, udp, sctp: the ports. Asks for the protocol by itself, as the kernel does.</summary>
/// <param name="Protocol">The protocol whose header is read.</param>
/// <param name="Source">Source ports; null when they do not matter.</param>
/// <param name="SourceNegated">True with <c>! --sport</c>.</param>
/// <param name="Destination">Destination ports; null when they do not matter.</param>
/// <param name="DestinationNegated">True with <c>! --dport</c>.</param>
/// <param name="Flags">TCP flags; null when they do not matter.</param>
/// <param name="Unmodelled">An option that no snapshot can answer (a TCP option, an SCTP chunk), as text; null when there is none.</param>
public sealed record PortMatch(
    Protocol Protocol,
    PortRange? Source,
    bool SourceNegated,
    PortRange? Destination,
    bool DestinationNegated,
    TcpFlagCondition? Flags,
    string? Unmodelled) : Match
{
    internal override MatchResult Evaluate(EvaluationContext context)
    {
        Packet packet = context.Packet;
        if (packet.Transport != Protocol)
        {
            return false;
        }

        Truth ports = Test(Source, SourceNegated, packet.SourcePort).And(Test(Destination, DestinationNegated, packet.DestinationPort));
        Truth all = Flags is null ? ports : ports.And(TruthLogic.From(Flags.Holds(packet.Flags)));
        if (all == Truth.No)
        {
            return false;
        }

        return Unmodelled is not null
            ? MatchResult.Unknown($"'{Unmodelled}' depends on what the packet carries")
            : MatchResult.From(all, "the source port is not known; give -SourcePort");
    }

    internal static Match ParseTcp(OptionReader options) => Parse(options, Protocol.Tcp);

    internal static Match ParseUdp(OptionReader options) => Parse(options, Protocol.Udp);

    internal static Match ParseSctp(OptionReader options) => Parse(options, Protocol.Sctp);

    private static PortMatch Parse(OptionReader options, Protocol protocol)
    {
        PortMatch match = new(protocol, null, false, null, false, null, null);
        while (options.Next())
        {
            match = options.Name switch
            {
                "--sport" or "--source-port" or "--sports" => match with { Source = options.Ports(), SourceNegated = options.Negated },
                "--dport" or "--destination-port" or "--dports" => match with { Destination = options.Ports(), DestinationNegated = options.Negated },
                "--syn" => match with { Flags = new TcpFlagCondition(TcpFlags.Syn | TcpFlags.Rst | TcpFlags.Ack | TcpFlags.Fin, TcpFlags.Syn, options.Negated) },
                "--tcp-flags" => match with { Flags = TcpFlagCondition.Parse(options) },
                "--tcp-option" => match with { Unmodelled = $"--tcp-option {options.Value()}" },
                "--chunk-types" => match with { Unmodelled = $"--chunk-types {options.Value()} {options.Value()}" },
                _ => throw options.NotUnderstood(),
            };
        }

        return match;
    }

    private static Truth Test(PortRange? range, bool negated, int? port) => range is PortRange known ? known.Holds(port).NotIf(negated) : Truth.Yes;
}
