namespace NetPath.Core.Sockets;

/// <summary>The transport protocols whose sockets are collected. The values are IP's protocol numbers.</summary>
public enum TransportProtocol
{
    /// <summary>Transmission Control Protocol.</summary>
    Tcp = 6,

    /// <summary>User Datagram Protocol.</summary>
    Udp = 17,
}
