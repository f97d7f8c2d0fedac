namespace NetPath.Core.Packets;

/// <summary>An IP protocol number (IANA). Numbers without a name here are valid values too.</summary>
public enum Protocol
{
    /// <summary>No particular protocol: a rule that takes every one.</summary>
    Any = 0,

    /// <summary>Internet Control Message Protocol for IPv4.</summary>
    Icmp = 1,

    /// <summary>Transmission Control Protocol.</summary>
    Tcp = 6,

    /// <summary>User Datagram Protocol.</summary>
    Udp = 17,

    /// <summary>Encapsulating Security Payload of IPsec.</summary>
    Esp = 50,

    /// <summary>Authentication Header of IPsec.</summary>
    Ah = 51,

    /// <summary>Internet Control Message Protocol for IPv6.</summary>
    IcmpV6 = 58,

    /// <summary>Stream Control Transmission Protocol.</summary>
    Sctp = 132,

    /// <summary>Lightweight User Datagram Protocol.</summary>
    UdpLite = 136,
}
