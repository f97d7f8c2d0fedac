namespace NetPath.Core.Packets;

/// <summary>The flags of a TCP header (RFC 9293), with the bits' values on the wire.</summary>
[Flags]
public enum TcpFlags
{
    /// <summary>No flag, or not TCP.</summary>
    None = 0,

    /// <summary>FIN: the sender is done.</summary>
    Fin = 0x01,

    /// <summary>SYN: opens a connection.</summary>
    Syn = 0x02,

    /// <summary>RST: ends a connection at once.</summary>
    Rst = 0x04,

    /// <summary>PSH.</summary>
    Psh = 0x08,

    /// <summary>ACK: the acknowledgement number counts.</summary>
    Ack = 0x10,

    /// <summary>URG: the urgent pointer counts.</summary>
    Urg = 0x20,
}
