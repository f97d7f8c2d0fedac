using NetPath.Core.Packets;
using NetPath.Core.Snapshots;

namespace NetPath.Core.Sockets;

/// <summary>A TCP socket that listens, or a UDP socket that takes datagrams from anyone.</summary>
public sealed record ListeningSocket
{
    /// <summary>TCP or UDP.</summary>
    public required Protocol Protocol { get; init; }

    /// <summary>The address it is bound to; 0.0.0.0 or :: when it takes any.</summary>
    public required IpAddress Address { get; init; }

    /// <summary>The port it is bound to.</summary>
    public required int Port { get; init; }

    /// <summary>Inode of the socket, which <c>/proc/PID/fd</c> and <c>ss -e</c> show too; 0 when no process holds it.</summary>
    public required long Inode { get; init; }

    /// <summary>User id that made it.</summary>
    public required long UserId { get; init; }

    /// <summary>TCP: connections that wait to be accepted. UDP: bytes that wait to be read.</summary>
    public required long BacklogLength { get; init; }

    /// <summary>TCP: how many connections may wait; more are dropped. Null when unknown (only ss tells it) and for UDP.</summary>
    public long? BacklogLimit { get; init; }

    /// <summary>
    /// True when connections that nobody has accepted fill the queue: one more than the limit (sk_acceptq_is_full() in include/net/sock.h). The kernel then
    /// drops every SYN. Null when the limit is not known and anything waits; false for UDP.
    /// </summary>
    public bool? IsBacklogFull => Protocol != Protocol.Tcp || BacklogLength == 0 ? false : BacklogLimit is long limit ? BacklogLength > limit : null;

    /// <summary>For an IPv6 socket: whether it refuses IPv4 packets; null when unknown (only ss tells it) and for IPv4.</summary>
    public bool? IPv6Only { get; init; }

    /// <summary>The interface it is bound to, so that it takes packets from no other; null when it is not, or unknown (only ss tells it).</summary>
    public string? Interface { get; init; }

    /// <summary>True when ss described this socket too, so that a null in the members above means "none".</summary>
    public bool HasDetails { get; init; }

    /// <summary>The line of ss; null when it did not describe this socket.</summary>
    public Evidence? Details { get; init; }

    /// <summary>The line that says so.</summary>
    public required Evidence Evidence { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Protocol} {(Address.Family == IpFamily.IPv6 ? $"[{Address}]" : Address)}{(Interface is null ? "" : $"%{Interface}")}:{Port}".ToLowerInvariant();
}
