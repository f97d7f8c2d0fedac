using NetPath.Core.Packets;

namespace NetPath.Lab.Oracle;

/// <summary>One packet to send.</summary>
/// <param name="Number">Its number in the run; it is also in the packet, where no translation changes it.</param>
/// <param name="Sender">The leaf that sends it; null for the router itself.</param>
/// <param name="Protocol">TCP (a SYN), UDP (a datagram) or ICMP (an echo request).</param>
/// <param name="Source">Its source address.</param>
/// <param name="Destination">Its destination address.</param>
/// <param name="SourcePort">Its source port; the identifier of an echo request.</param>
/// <param name="Port">Its destination port; null for an echo request.</param>
internal sealed record Probe(uint Number, string? Sender, Protocol Protocol, IpAddress Source, IpAddress Destination, int SourcePort, int? Port)
{
    public IpFamily Family => Destination.Family;

    /// <summary>True for a source address that is not the sender's own.</summary>
    public bool IsForeign => Sender is not null && Enumerable.Range(0, 3).All(host => Layout.Outside(10 + host, Family) != Source) is false;

    /// <summary>The tuple as this oracle writes it, for comparison.</summary>
    public string Tuple => Of(Protocol, Source, SourcePort, Destination, Port);

    /// <summary>The tuple of the answer that the sender waits for.</summary>
    public string ReplyTuple => Of(Protocol, Destination, Port, Source, SourcePort);

    /// <inheritdoc/>
    public override string ToString() => $"{Tuple} sent by {Sender ?? "the router"}";

    /// <summary>Writes a tuple in the one form that all sides of the comparison use. Echo identifiers are left out.</summary>
    public static string Of(Protocol protocol, IpAddress source, int? sourcePort, IpAddress destination, int? port) =>
        protocol is Protocol.Tcp or Protocol.Udp
            ? $"{protocol} {source} {sourcePort} -> {destination} {port}"
            : $"{protocol} {source} -> {destination}";
}
