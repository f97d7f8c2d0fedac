using NetPath.Core.Netfilter.Iptables;
using NetPath.Core.Packets;

namespace NetPath.Core.Netfilter.Matches;

/// <summary>-m tcp, udp, udplite, sctp, dccp: the ports. Asks for the protocol by itself, as the kernel does.</summary>
/// <param name="Protocol">The protocol whose header is read.</param>
/// <param name="Source">Source ports; null when they do not matter.</param>
/// <param name="SourceNegated">True with <c>! --sport</c>.</param>
/// <param name="Destination">Destination ports; null when they do not matter.</param>
/// <param name="DestinationNegated">True with <c>! --dport</c>.</param>
/// <param name="Flags">TCP flags; null when they do not matter.</param>
/// <param name="Chunks">SCTP chunks; null when they do not matter.</param>
/// <param name="Unmodelled">An option that no snapshot can answer (a TCP option, a type of DCCP packet), as text; null when there is none.</param>
public sealed record PortMatch(
    Protocol Protocol,
    PortRange? Source,
    bool SourceNegated,
    PortRange? Destination,
    bool DestinationNegated,
    TcpFlagCondition? Flags,
    SctpChunkCondition? Chunks,
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
        Truth flags = Flags is null ? Truth.Yes : TruthLogic.From(Flags.Holds(packet.Flags));
        Truth chunks = Chunks?.Holds(context.Connection) ?? Truth.Yes;
        if (ports == Truth.No || flags == Truth.No || chunks == Truth.No)
        {
            return false;
        }

        string? carried = Unmodelled ?? (chunks == Truth.Unknown ? "--chunk-types" : null);
        return carried is not null
            ? MatchResult.Unknown($"'{carried}' depends on what the packet carries")
            : MatchResult.From(ports, "the source port is not known; give -SourcePort");
    }

    internal static Match ParseTcp(OptionReader options) => Parse(options, Protocol.Tcp);

    internal static Match ParseUdp(OptionReader options) => Parse(options, Protocol.Udp);

    internal static Match ParseUdpLite(OptionReader options) => Parse(options, Protocol.UdpLite);

    internal static Match ParseSctp(OptionReader options) => Parse(options, Protocol.Sctp);

    internal static Match ParseDccp(OptionReader options) => Parse(options, (Protocol)33);

    private static PortMatch Parse(OptionReader options, Protocol protocol)
    {
        PortMatch match = new(protocol, null, false, null, false, null, null, null);
        while (options.Next())
        {
            match = options.Name switch
            {
                "--sport" or "--source-port" or "--sports" => match with { Source = options.Ports(), SourceNegated = options.Negated },
                "--dport" or "--destination-port" or "--dports" => match with { Destination = options.Ports(), DestinationNegated = options.Negated },
                "--syn" => match with { Flags = new TcpFlagCondition(TcpFlags.Syn | TcpFlags.Rst | TcpFlags.Ack | TcpFlags.Fin, TcpFlags.Syn, options.Negated) },
                "--tcp-flags" => match with { Flags = TcpFlagCondition.Parse(options) },
                "--tcp-option" => match.WithTcpOption(options.Value()),
                "--chunk-types" => match with { Chunks = SctpChunkCondition.Parse(options) },
                "--dccp-types" or "--dccp-option" => match with { Unmodelled = $"{options.Name} {options.Value()}" },
                _ => throw options.NotUnderstood(),
            };
        }

        return match;
    }

    // Option 0 ends the list of options; to the kernel it says that no option is asked for (tcp_mt in net/netfilter/xt_tcpudp.c).
    private PortMatch WithTcpOption(string option) => option == "0" ? this : this with { Unmodelled = $"--tcp-option {option}" };

    private static Truth Test(PortRange? range, bool negated, int? port) => range is PortRange known ? known.Holds(port).NotIf(negated) : Truth.Yes;
}
