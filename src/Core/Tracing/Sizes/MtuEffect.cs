namespace NetPath.Core.Tracing;

/// <summary>What becomes of a packet that is too long for a link.</summary>
public enum MtuEffect
{
    /// <summary>The sender's own kernel does not send it: a program gets "Message too long" (EMSGSIZE), TCP sends shorter segments.</summary>
    NotSent,

    /// <summary>The sender is told (ICMP "fragmentation needed", ICMPv6 "packet too big") and sends shorter packets, if the message gets to it.</summary>
    SenderTold,

    /// <summary>The packet around it is sent in fragments, which the far end puts together again: slow, but it arrives.</summary>
    Fragmented,

    /// <summary>It is dropped, and nobody is told: connections open, and large transfers hang.</summary>
    BlackHole,
}
