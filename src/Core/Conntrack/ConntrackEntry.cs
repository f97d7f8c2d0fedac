using NetPath.Core.Netfilter;
using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Conntrack;

/// <summary>
/// One connection that a namespace's connection tracking knows. As long as the entry lives, its packets are translated as it says, whatever the rules
/// say by now.
/// </summary>
public sealed record ConntrackEntry : ISnapshotMember
{
    /// <summary>Name of the namespace: the node's for the host, else the pod's, or the name or path that was asked for.</summary>
    public required string Namespace { get; init; }

    /// <summary>True for the host's own namespace, where kube-proxy translates.</summary>
    public required bool IsHost { get; init; }

    /// <summary>The transport protocol: the name of a <see cref="Packets.Protocol"/>, or its number.</summary>
    public required string Protocol
    {
        get => Transport.ToString();
        init => Transport = Enum.Parse<Protocol>(value, ignoreCase: true);
    }

    /// <summary>IPv4 or IPv6.</summary>
    public string Family => Original.SourceAddress.Family.ToString();

    /// <summary>What the client's first packet was sent from: <see cref="Original"/>'s source.</summary>
    public string Source => Original.Source;

    /// <summary>The port that it was sent from; null without ports.</summary>
    public int? SourcePort => Original.SourcePort;

    /// <summary>What it was sent to, for a Service its virtual IP: <see cref="Original"/>'s destination.</summary>
    public string Destination => Original.Destination;

    /// <summary>The port that it was sent to; null without ports.</summary>
    public int? DestinationPort => Original.DestinationPort;

    /// <summary>The flow as the client sends it.</summary>
    public required ConntrackFlow Original { get; init; }

    /// <summary>The flow that comes back: its source is who answers, and its destination is whom the answerer sees.</summary>
    public required ConntrackFlow Reply { get; init; }

    /// <summary>Which end is translated: the name of a <see cref="ConntrackNat"/>.</summary>
    public string Nat => NatKind.ToString();

    /// <summary>State of the protocol, by the kernel's name: <c>ESTABLISHED</c>, <c>TIME_WAIT</c>; null for protocols without (UDP, ICMP), and when it is not known.</summary>
    public string? State { get; init; }

    /// <summary>What the kernel notes of it: names of <see cref="ConntrackStatus"/>, separated by commas. Text tells only some of them.</summary>
    public string Status
    {
        get => Flags.ToString();
        init => Flags = Enum.Parse<ConntrackStatus>(value, ignoreCase: true);
    }

    /// <summary>Seconds until the entry goes if no packet prolongs it; null when it does not age (a flow table has it).</summary>
    public long? TimeOutSeconds { get; init; }

    /// <summary>The connection's mark (CONNMARK).</summary>
    public uint Mark { get; init; }

    /// <summary>The conntrack zone; 0 is the default zone.</summary>
    public int Zone { get; init; }

    /// <summary>In which direction the zone counts: Both, Original or Reply.</summary>
    public string ZoneDirection { get; init; } = "Both";

    /// <summary>The helper that follows the connection, such as <c>ftp</c>; null for none.</summary>
    public string? Helper { get; init; }

    /// <summary>Labels that rules gave it: their names where a tool wrote them, else the numbers of their bits.</summary>
    public string[] Labels { get; init; } = [];

    /// <summary>The security context (SELinux); null for none.</summary>
    public string? SecurityContext { get; init; }

    /// <summary>When it began; null unless the kernel notes it (net.netfilter.nf_conntrack_timestamp).</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>The kernel's number of the entry, as <c>conntrack -o id</c> shows it; null when it was not told.</summary>
    public long? Id { get; init; }

    /// <summary>Parts of the entry's text that NetPath does not know.</summary>
    public string[] OtherFields { get; init; } = [];

    /// <summary>The line of the snapshot; null for an entry of the running kernel.</summary>
    public Evidence? Evidence { get; init; }

    internal Protocol Transport { get; init; }

    internal ConntrackStatus Flags { get; init; }

    /// <summary>Flags of a TCP connection's two directions together (IP_CT_TCP_FLAG_); null when they were not told.</summary>
    internal int? TcpFlags { get; init; }

    /// <summary>True when it was read from the running kernel of this machine.</summary>
    internal bool IsLive { get; init; }

    internal NodeSnapshot? Origin { get; init; }

    NodeSnapshot? ISnapshotMember.Origin => Origin;

    internal ConntrackNat NatKind =>
        (Original.DestinationAddress != Reply.SourceAddress || (Original.IcmpId is null && Original.DestinationNumber != Reply.SourceNumber) ? ConntrackNat.Dnat : ConntrackNat.None)
        | (Original.SourceAddress != Reply.DestinationAddress || Original.SourceNumber != Reply.DestinationNumber ? ConntrackNat.Snat : ConntrackNat.None);

    /// <summary>The zone with the direction in which it counts.</summary>
    internal ConntrackZone ZoneKey => new(Zone, ZoneDirection is "Both" or "Original", ZoneDirection is "Both" or "Reply");

    /// <summary>True when packets can still find it.</summary>
    internal bool IsAlive => (Flags & (ConntrackStatus.Dying | ConntrackStatus.Template)) == 0 && TimeOutSeconds is not 0;

    /// <summary>True for a connection that one side or both have closed: the kernel gives its place to a new one where there is no other (tcp_can_early_drop(), sctp_can_early_drop()).</summary>
    internal bool IsClosing => State is "FIN_WAIT" or "CLOSE_WAIT" or "LAST_ACK" or "TIME_WAIT" or "CLOSE" or "SHUTDOWN_SENT" or "SHUTDOWN_RECD" or "SHUTDOWN_ACK_SENT";

    /// <inheritdoc/>
    public override string ToString() => $"{ProtocolName.Of(Transport)}{(State is null ? "" : $" {State}")} {Original}{(NatKind == ConntrackNat.None ? "" : $", answered {Reply}")}";
}
