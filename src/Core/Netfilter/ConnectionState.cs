namespace NetPath.Core.Netfilter;

/// <summary>The state of a packet's connection, as the ctstate match names it.</summary>
public enum ConnectionState
{
    /// <summary>The first packet of a connection that conntrack does not know yet.</summary>
    New,

    /// <summary>A packet of a connection that conntrack knows.</summary>
    Established,

    /// <summary>The first packet of a connection that belongs to another (an ICMP error, an FTP data connection).</summary>
    Related,

    /// <summary>Conntrack cannot tell to which connection the packet belongs.</summary>
    Invalid,

    /// <summary>A raw rule took the packet out of connection tracking.</summary>
    Untracked,
}
